"""The docs say what the program is: nothing in it is missing from them, no link leads nowhere."""

import re
from pathlib import Path

import pytest

from tests.house.reference import PAGE, ROOT, reference

_LINK = re.compile(r"\]\((?!#)([^)\s]+)\)")
_VERB = re.compile(r'add_parser\("([a-z]+)"')
_DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_reference_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m tests.house.reference"


@pytest.mark.parametrize("page", _DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        assert (page.parent / target.split("#")[0]).exists(), f"{page.name}: {target}"


def test_every_admin_verb_is_in_its_page() -> None:
    text = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    for verb in _VERB.findall((ROOT / "desktop" / "admin.py").read_text(encoding="utf-8")):
        assert re.search(rf"\b{verb}\b", text), verb
