"""The manual explains every preference, under the name it has on the screen, in each language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.verbs.shop import SETTINGS
from ui.language import LANGUAGES, Translators
from ui.preferences.words import SectionId, section_name, setting_name

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "manual"
PAGES = ("counter.md", "owner.md", "preferences.md")


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Translators]:
    translators = Translators(qapp)
    yield translators
    translators.use("en")


def folder(language: str) -> Path:
    return MANUAL if language == "en" else MANUAL / language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preference_is_explained_under_its_own_name(
    speak: Translators, language: str
) -> None:
    speak.use(language)
    page = (folder(language) / "preferences.md").read_text(encoding="utf-8")
    assert [one for one in map(section_name, SectionId) if f"\n## {one}\n" not in page] == []
    assert [one for one in map(setting_name, SETTINGS) if f"| {one} |" not in page] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_same_parts_in_each_language(language: str, page: str) -> None:
    def parts(file: Path) -> tuple[int, int, int]:
        text = file.read_text(encoding="utf-8")
        return text.count("\n## "), text.count("\n**"), text.count("\n| ")

    own, english = parts(folder(language) / page), parts(MANUAL / page)
    assert (own[0], own[2]) == (english[0], english[2])
    assert page == "preferences.md" or own[1] == english[1]
    assert f"({'' if language == 'en' else language + '/'}{page})" in (
        MANUAL / "README.md"
    ).read_text(encoding="utf-8")
