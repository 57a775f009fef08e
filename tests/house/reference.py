"""Write the manual's reference from the program itself: keys, settings, refusals, troubles, verbs.

`python -m tests.house.reference` writes docs/manual/reference.md; a test fails where it is behind.
"""

import inspect
import sys
from pathlib import Path

from desktop import trouble
from desktop.verbs.shop import SETTINGS
from regulars import refusals
from regulars.operations.kinds import KINDS
from ui.actions import COMMANDS, words

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "manual" / "reference.md"


def _subclasses(module: object, base: type) -> list[type]:
    return [
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, base) and found is not base
    ]


def _code(found: type) -> str:
    import re

    return re.sub(r"(?<!^)(?=[A-Z])", "-", found.__name__).lower()


def _first_line(found: type) -> str:
    return (found.__doc__ or "").strip().splitlines()[0]


def reference() -> str:
    """Give the page as it must be now."""
    lines = ["# Reference", "", "Written from the program itself; do not edit by hand.", ""]
    lines += ["## Keys", "", "| key | also | where | what |", "|---|---|---|---|"]
    lines += [
        f"| {row.key} | {row.also} | {row.page or 'everywhere'} | {words(row.id)} |"
        for row in COMMANDS
    ]
    lines += ["", "## Settings", "", "| setting | values (the first is the default) |", "|---|---|"]
    lines += [f"| {key} | {', '.join(values) or 'any text'} |" for key, values in SETTINGS.items()]
    lines += ["", "## Refusals: the rules say no", "", "| code | meaning |", "|---|---|"]
    lines += [
        f"| {_code(found)} | {_first_line(found)} |"
        for found in _subclasses(refusals, refusals.Refusal)
    ]
    lines += ["", "## Troubles: the world got in the way", "", "| code | meaning |", "|---|---|"]
    lines += [
        f"| {_code(found)} | {found.__dict__.get('sentence', _first_line(found))} |"
        for found in _subclasses(trouble, trouble.Trouble)
    ]
    lines += ["", "## Kinds of operation", "", "| kind | personal fields beside the chain |"]
    lines += ["|---|---|"]
    lines += [f"| {kind.name} | {', '.join(kind.private) or '–'} |" for kind in KINDS.values()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"written: {PAGE.relative_to(ROOT)}\n")
