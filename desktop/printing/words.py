"""The words on paper, in the member's language. They live in `resources/i18n/paper_*.json`.

Separate from the screen's translations: a slip speaks to the member, whatever the till speaks.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import resources

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
_FOLDER = Path(resources.__file__).resolve().parent / "i18n"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    language: str
    table: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """Give a sentence with its places filled; what is filled in is never read as a place."""
        return self.table[key].format_map(values)

    def points(self, count: int) -> str:
        """Write a number of points with its unit: "1 point", "1,240 points"."""
        key = "points.one" if abs(count) == 1 else "points.other"
        return self.say(key, count=f"{count:,}")

    def day(self, day: date) -> str:
        """Write a date as people of this language read it."""
        month = self.table[f"month.{day.month}"]
        return self.say("date", year=str(day.year), month=month, day=str(day.day))


@cache
def words(language: str) -> Words:
    """Read a language's words; the file ships with the program and never changes while it runs."""
    assert language in LANGUAGES, language
    text = (_FOLDER / f"paper_{language}.json").read_text(encoding="utf-8")
    return Words(language, MappingProxyType(json.loads(text)))
