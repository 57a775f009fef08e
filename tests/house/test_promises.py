"""Every promise of tills that agree names the tests that show it, and controls that fail."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.nightly import RUNS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "promises.md"
WANTED = (
    *(f"N{number}" for number in range(1, 7)),
    *(f"S{number}" for number in range(1, 8)),
    *("A7", "A8", "F6", "F7", "L3", "Q4"),
)
MEASURED = {"S1"}
"""A speed fails by its figure, which is judged where it is measured."""
_HEADING = re.compile(r"^## ([A-Z]\d+) .+$", re.MULTILINE)
_NAMED = re.compile(r"^- `(tests/[\w/]+\.py)::(test_\w+)`$", re.MULTILINE)
_LONGER = re.compile(r"^Longer: (.+)$", re.MULTILINE)
_MEASURED = re.compile(r"^Measured by: make ([a-z-]+)$", re.MULTILINE)
_SHOWN, _CONTROLS = "Shown by\n", "Fails on purpose\n"
Named = tuple[str, str]


@dataclass(slots=True)
class Promise:
    """What the page says of one promise."""

    shown: list[Named] = field(default_factory=list)
    controls: list[Named] = field(default_factory=list)
    longer: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)


def promises(text: str) -> dict[str, Promise]:
    """Read the page; a promise that stands twice is an error."""
    parts = _HEADING.split(text)[1:]
    found: dict[str, Promise] = {}
    for name, said in zip(parts[::2], parts[1::2], strict=True):
        assert name not in found, name
        before, _, controls = said.partition(_CONTROLS)
        longer = [one.strip() for line in _LONGER.findall(said) for one in line.split(",")]
        shown = _NAMED.findall(before.partition(_SHOWN)[2])
        measured = _MEASURED.findall(said)
        found[name] = Promise(shown, _NAMED.findall(controls), longer, measured)
    return found


def named_in(file: str) -> set[str]:
    """Name the tests of a file; none where there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def complaints(text: str) -> list[str]:
    """Say what is missing on the page, or leads nowhere."""
    found = promises(text)
    said = [f"{name}: not on the page" for name in WANTED if name not in found]
    longer = {run.name for run in RUNS}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name, one in found.items():
        said += [] if one.shown else [f"{name}: no test shows it"]
        if name in MEASURED:
            said += [] if one.measured else [f"{name}: nothing measures it"]
        elif not one.controls:
            said.append(f"{name}: nothing fails on purpose")
        said += [
            f"{name}: {test} shows it and fails" for _, test in set(one.shown) & set(one.controls)
        ]
        for file, test in (*one.shown, *one.controls):
            said += [] if test in named_in(file) else [f"{name}: there is no {file}::{test}"]
        said += [
            f"{name}: no part {part} of make nightly" for part in one.longer if part not in longer
        ]
        said += [f"{name}: no make {target}" for target in one.measured if target not in targets]
    return said


def test_every_promise_has_tests_and_controls_that_are_there() -> None:
    assert complaints(PAGE.read_text("utf-8")) == []


def test_what_is_named_is_all_that_looks_like_a_test() -> None:
    text = PAGE.read_text("utf-8")
    named = sum(len(one.shown) + len(one.controls) for one in promises(text).values())
    assert len(re.findall(r"^- `", text, re.MULTILINE)) == named


def without(part: str) -> Callable[[str], str]:
    return lambda text: text.replace(part, "", 1)


SPOILS: dict[str, Callable[[str], str]] = {
    "F7: not on the page": without("## F7 One balance is redeemed once, however many ask at once"),
    "F7: nothing fails on purpose": without(
        "- `tests/central/agreement/test_one_wins.py::test_control_without_locks_it_goes_wrong`\n"
    ),
    "S1: nothing measures it": without("Measured by: make bench"),
    "N5: no part standby of make nightly": lambda text: text.replace("standby, full", "standby"),
    "N4: there is no tests/sync/test_secret.py::test_control_nobody": lambda text: text.replace(
        "test_secret.py::test_control_a_till_that_follows_tells_it_all",
        "test_secret.py::test_control_nobody",
    ),
    "S6: no test shows it": lambda text: re.sub(
        r"- `tests/central/service/test_exact_rates.py::test_(?!control)\w+`\n", "", text
    ),
}


@pytest.mark.parametrize("said", SPOILS)
def test_a_page_that_lacks_something_is_noticed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.read_text("utf-8")
    spoiled = SPOILS[said](text)
    assert spoiled != text
    runs = [run for run in RUNS if run.name != "standby"] if "standby" in said else RUNS
    monkeypatch.setattr("tests.house.test_promises.RUNS", runs)
    assert said in complaints(spoiled)
