"""Tend the translation files: gather words from the source, check them, build what ships.

A developer's tool, run by `python -m ui.language`; the till never imports it.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import PySide6

from ui.theme.files import resource

ROOT = Path(__file__).resolve().parent.parent
PLURALS_ONLY = "en"
TRANSLATED = ("zh_Hans", "zh_Hant")
_PLACE = re.compile(r"\{[^{}]*\}|%n|%L?\d")


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence of a catalogue. `forms` has several entries where the language has plurals."""

    context: str
    source: str
    forms: tuple[str, ...]
    is_finished: bool
    is_plural: bool


def main(arguments: list[str]) -> int:
    """Do one of --update, --check, --release; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ui.language", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--update", action="store_true", help="gather words from the source")
    what.add_argument("--check", action="store_true", help="fail on missing or broken translations")
    what.add_argument("--release", action="store_true", help="build the .qm files that ship")
    chosen = parser.parse_args(arguments)
    folder = resource("i18n")
    if chosen.update:
        update(folder)
        return 0
    if chosen.release:
        release(folder, folder)
        return 0
    complaints = check(folder)
    for complaint in complaints:
        print(complaint)  # noqa: T201
    return 1 if complaints else 0


def sources() -> list[str]:
    """Give every source file with words in it, in a stable order."""
    files = sorted((ROOT / "ui").rglob("*.py"))
    return [file.relative_to(ROOT).as_posix() for file in files]


def catalogue(folder: Path, language: str) -> Path:
    """Give the translation file of a language."""
    return folder / f"regulars_{language}.ts"


def update(folder: Path) -> None:
    """Write the words of the source into the catalogues, keeping what is translated."""
    folder.mkdir(parents=True, exist_ok=True)
    common = ["-locations", "none", "-no-obsolete", "-source-language", "en"]
    for language in (PLURALS_ONLY, *TRANSLATED):
        plural = ["-pluralonly"] if language == PLURALS_ONLY else []
        target = ["-target-language", language, "-ts", str(catalogue(folder, language))]
        _run("lupdate", [*sources(), *common, *plural, *target])


def release(folder: Path, into: Path) -> None:
    """Build the binary catalogues beside the sources of them."""
    for language in (PLURALS_ONLY, *TRANSLATED):
        built = into / f"regulars_{language}.qm"
        _run("lrelease", [str(catalogue(folder, language)), "-qm", str(built)])


def check(folder: Path) -> list[str]:
    """Give one sentence for each thing that is wrong."""
    languages = (PLURALS_ONLY, *TRANSLATED)
    missing = [name for name in languages if not catalogue(folder, name).is_file()]
    if missing:
        return [f"{name}: there is no catalogue; run --update" for name in missing]
    complaints = drift(folder)
    for language in languages:
        for message in messages(catalogue(folder, language)):
            complaints += [f"{language}: {fault}" for fault in faults(message)]
    return complaints


def drift(folder: Path) -> list[str]:
    """Give the languages whose catalogue no longer matches the words in the source."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for language in (PLURALS_ONLY, *TRANSLATED):
            shutil.copy(catalogue(folder, language), fresh)
        update(fresh)
        return [
            f"{language}: the words in the source have changed; run --update"
            for language in (PLURALS_ONLY, *TRANSLATED)
            if catalogue(fresh, language).read_bytes() != catalogue(folder, language).read_bytes()
        ]


def messages(file: Path) -> list[Message]:
    """Read a catalogue. The file is our own, so the plain XML reader will do."""
    found = []
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314
        for entry in context.iter("message"):
            translation = entry.find("translation")
            assert translation is not None
            plural = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Message(
                    context=context.findtext("name", ""),
                    source=entry.findtext("source", ""),
                    forms=tuple(plural or [translation.text or ""]),
                    is_finished=translation.get("type") is None,
                    is_plural=entry.get("numerus") == "yes",
                )
            )
    return found


def faults(message: Message) -> list[str]:
    """Say what is wrong with one translation."""
    name = f"{message.context}: {message.source!r}"
    if not message.is_finished or not all(message.forms):
        return [f"{name} is not translated"]
    wanted = sorted(_PLACE.findall(message.source))
    return [
        f"{name}: places differ in {form!r}"
        for form in message.forms
        if not _fits(sorted(_PLACE.findall(form)), wanted, is_plural=message.is_plural)
    ]


def _fits(got: list[str], wanted: list[str], *, is_plural: bool) -> bool:
    """Whether a translation names the same places; "one point" may leave its number out."""
    if is_plural:
        got, wanted = ([place for place in places if place != "%n"] for places in (got, wanted))
    return got == wanted


def _run(tool: str, arguments: list[str]) -> None:
    """Run one of Qt's own tools, from the installed package."""
    folder = Path(PySide6.__file__).parent
    program = next(path for path in (folder / tool, folder / f"{tool}.exe") if path.is_file())
    subprocess.run(  # noqa: S603
        [str(program), *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
