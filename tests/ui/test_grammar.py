"""English sentences stay right whether they say "1 point" or "2 points"."""

import ast
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "ui"
COUNTED = "points|available|least|debt|limit|earned|spent|balance|count"
# A verb that agrees with what is counted: "1 points are", "1 point come back".
PLURAL_VERB = re.compile(
    rf"\{{(?:{COUNTED})\}}(?: (?!will|would|can|to)\w+)?"
    r" (?:are|were|have|come|repay|pay|end|do|go|stay)\b"
)
PLURAL_NOUN = re.compile(rf"\{{(?:{COUNTED})\}} (?:points|characters|days|sales|members)\b")


def sentences(file: Path) -> list[str]:
    """Give every text written in a source file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value
    ]


@pytest.mark.parametrize("wrong", ["{points} are owed", "{points} earned are taken back"])
def test_a_wrong_sentence_is_found(wrong: str) -> None:
    assert PLURAL_VERB.search(wrong)


def test_no_sentence_agrees_with_more_than_one_only() -> None:
    found = [
        f"{file.name}: {one}"
        for file in sorted(UI.rglob("*.py"))
        for one in sentences(file)
        if PLURAL_VERB.search(one) or PLURAL_NOUN.search(one)
    ]
    assert found == []
