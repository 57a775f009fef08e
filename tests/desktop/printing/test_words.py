"""The words on paper are the same set in every language, with the same places to fill."""

from datetime import date
from string import Formatter

import pytest

from desktop.printing.fonts import has_glyph
from desktop.printing.words import LANGUAGES, words


def places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_and_has_the_same_places(language: str) -> None:
    english, other = words("en").table, words(language).table
    assert other.keys() == english.keys()
    for key, sentence in other.items():
        assert sentence.strip(), key
        assert places(sentence) == places(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_never_need_a_missing_letter(language: str) -> None:
    for key, sentence in words(language).table.items():
        assert all(has_glyph(letter, language) for letter in sentence), key


def test_one_point_and_many_points() -> None:
    assert words("en").points(1) == "1 point"
    assert words("en").points(1240) == "1,240 points"
    assert words("zh_Hans").points(1240) == "1,240 积分"
    assert words("zh_Hant").points(1) == "1 點"


def test_a_date_is_written_as_people_read_it() -> None:
    day = date(2026, 12, 31)
    assert words("en").day(day) == "31 Dec 2026"
    assert words("zh_Hant").day(day) == "2026年12月31日"


def test_a_name_in_braces_is_not_a_place() -> None:
    assert words("en").say("slip.till", till="{shop}{0}") == "Till {shop}{0}"
