"""Made-up people for the training shop: plausible names, and phones that ring nowhere.

Telephone numbers are of ranges kept for fiction (US 555-01XX) or never given to anybody (China
154, Taiwan 01). Nobody here is, or is meant to be, anyone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("en", "zh_Hans", "zh_Hant")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    "Ada Alex Alice Amir Amy Ana Ben Bella Carla Carlos Chloe Clara Daniel David Diana Elena"
    " Ella Emma Eric Eva Felix Fiona Frank Grace Hana Hannah Hugo Ian Irene Isaac Ivy Jack"
    " James Jana Jonas Julia Karim Kate Kevin Lara Laura Leo Lena Liam Lily Linda Lucas Lucy"
    " Maja Marco Maria Mark Martin Mary Maya Mei Mia Milan Nadia Nina Nora Oliver Oscar Paul"
    " Peter Priya Rosa Ruth Sam Sara Simon Sofia Tara Theo Tom Vera Victor Yusuf Zoe"
)
_LAST = _words(
    "Adams Ahmed Bailey Baker Barnes Bell Bennett Brooks Brown Carter Chen Clark Cole Collins"
    " Cooper Costa Cox Davies Diaz Ellis Evans Fisher Flores Ford Foster Garcia Gray Green"
    " Hall Harris Hayes Hill Howard Hughes Jensen Johnson Jones Kelly Khan Kim King Kovacs Lee"
    " Lewis Lopez Marsh Martin Miller Moore Morgan Murphy Myers Nguyen Novak Olsen Ortiz Owen"
    " Park Parker Patel Perez Price Reed Reyes Rivera Rossi Ross Russo Santos Shah Silva Singh"
    " Smith Stone Sutton Tanaka Taylor Turner Walker Ward Weber Wood Wright Young"
)
_SURNAMES = {
    "zh_Hans": "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡",
    "zh_Hant": "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈",
}
_GIVEN = {
    "zh_Hans": "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文斌宇浩然子涵欣怡梓"
    "晨雨佳琪思远嘉宁晓梅志建国慧雅婷俊峰雪琳雯博睿安若彤",
    "zh_Hant": "怡君雅婷志明家豪淑芬美玲俊傑建宏佳穎承翰宗翰冠宇欣詩涵心妤品妍子晴宥廷柏睿"
    "哲瑋思妤郁雯惠珍秀英文雄國榮麗華玉蘭彥廷書瑜若安語彤",
}
_AREAS = _words(
    "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 220 224 225 228 229"
    " 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 272 276 281"
)
_PREFIX = {"zh_Hans": "+861540000", "zh_Hant": "+88610000"}
_FICTION_PER_AREA = 100
_BIRTH_YEARS = (1948, 2007)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up: name, phone in E.164 or "", birthday or "", and what was agreed to."""

    name: str
    phone: str
    birthday: str
    marketing: bool

    def private(self) -> dict[str, str]:
        """Give the personal fields of an enrolment."""
        found = {"name": self.name, "phone": self.phone, "birthday": self.birthday}
        return {name: text for name, text in found.items() if text}


def people(chance: random.Random, language: str, count: int) -> Iterator[Person]:
    """Make up so many people; no two of them share a phone."""
    for number in range(count):
        yield Person(
            name=_name(chance, language),
            phone=phone(language, number) if chance.random() < 0.92 else "",  # noqa: PLR2004
            birthday=_birthday(chance) if chance.random() < 0.6 else "",  # noqa: PLR2004
            marketing=chance.random() < 0.55,  # noqa: PLR2004
        )


def _name(chance: random.Random, language: str) -> str:
    if language not in _SURNAMES:
        return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    # A few surnames are most people's: the earlier in the list, the more often.
    surnames = _SURNAMES[language]
    surname = surnames[min(int(chance.expovariate(0.09)), len(surnames) - 1)]
    given = chance.sample(_GIVEN[language], 2 if chance.random() < 0.8 else 1)  # noqa: PLR2004
    return surname + "".join(given)


def phone(language: str, number: int) -> str:
    """Give the number-th telephone number that rings nowhere, in E.164."""
    prefix = _PREFIX.get(language)
    if prefix is None:
        area, line = divmod(number, _FICTION_PER_AREA)
        return f"+1{_AREAS[area % len(_AREAS)]}55501{line:02d}"
    return f"{prefix}{number:04d}"


def _birthday(chance: random.Random) -> str:
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    if chance.random() < 0.3:  # noqa: PLR2004 - some tell only the day
        return f"--{month:02d}-{day:02d}"
    return f"{chance.randint(*_BIRTH_YEARS)}-{month:02d}-{day:02d}"
