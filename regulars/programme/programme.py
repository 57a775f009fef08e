"""The programme: how points are earned, what they are worth, and how long they live.

A programme is a document. Each version is named by a hash of its bytes and every sale carries the
name of the version that priced it, so that a number given today can be explained in ten years.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from regulars.canonical import Json, encode

POINTS_MAX = 10**9
NAME_BYTES = 16
_CARE_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class Programme:
    """The rules a shop has published. Rates are pairs of whole numbers, never fractions."""

    earn_points: int = 1
    """Points given …"""
    earn_per_minor: int = 100
    """… for so many minor units of the amount that earns."""
    worth_points: int = 100
    """So many points …"""
    worth_minor: int = 100
    """… pay for so many minor units."""
    redeem_min: int = 100
    """The fewest points that can be spent at once."""
    redeem_share_percent: int = 100
    """The largest part of one sale that points may pay."""
    expiry_months: int = 0
    """Points end with the month so many months after they were earned; 0 is never."""
    no_points: tuple[str, ...] = ()
    """Category keys that earn nothing (tobacco, gift cards)."""
    care_above: int = _CARE_POINTS
    """Redeeming more than this without the card asks a second question."""

    def __post_init__(self) -> None:
        """Refuse rules that could divide by nothing or give points without bound."""
        assert 0 <= self.earn_points <= POINTS_MAX, "points per step are bounded"
        assert self.earn_per_minor > 0, "the step that earns is above nothing"
        assert self.worth_points > 0, "a price in points is above nothing"
        assert self.worth_minor >= 0, "points are not worth less than nothing"
        assert self.redeem_min >= 1, "at least one point is spent"
        assert 0 <= self.redeem_share_percent <= 100, "a share is a percentage"  # noqa: PLR2004
        assert 0 <= self.expiry_months <= 120, "points live ten years at most"  # noqa: PLR2004

    def value(self, points: int) -> int:
        """Give what points pay, in minor units, rounded down."""
        return points * self.worth_minor // self.worth_points

    def cost(self, minor: int) -> int:
        """Give the fewest points that pay so many minor units."""
        if self.worth_minor == 0:
            return POINTS_MAX
        return -(-minor * self.worth_points // self.worth_minor)

    def document(self) -> dict[str, Json]:
        """Write the programme as it stands in an operation."""
        return {
            "earn": [self.earn_points, self.earn_per_minor],
            "worth": [self.worth_points, self.worth_minor],
            "redeem_min": self.redeem_min,
            "redeem_share": self.redeem_share_percent,
            "expiry_months": self.expiry_months,
            "no_points": list(self.no_points),
            "care_above": self.care_above,
        }

    @property
    def name(self) -> bytes:
        """Give the sixteen bytes that name this version: the head of the hash of its bytes."""
        return hashlib.sha256(encode(self.document())).digest()[:NAME_BYTES]


def read_programme(document: dict[str, Json]) -> Programme:
    """Read a programme from its document; raises KeyError, TypeError or ValueError."""
    earn_points, earn_per_minor = _pair(document["earn"])
    worth_points, worth_minor = _pair(document["worth"])
    none = document["no_points"]
    if not isinstance(none, list):
        message = "no_points is a list of category keys"
        raise TypeError(message)
    return Programme(
        earn_points=earn_points,
        earn_per_minor=earn_per_minor,
        worth_points=worth_points,
        worth_minor=worth_minor,
        redeem_min=_whole(document["redeem_min"]),
        redeem_share_percent=_whole(document["redeem_share"]),
        expiry_months=_whole(document["expiry_months"]),
        no_points=tuple(str(key) for key in none),
        care_above=_whole(document["care_above"]),
    )


def is_goods(data: Mapping[str, Json]) -> bool:
    """Tell whether a list of goods has the categories and items that a till can read."""
    lists = [(data.get("categories"), (str, str, bool)), (data.get("items"), (str, str, str))]
    return all(
        isinstance(rows, list) and all(_is_row(row, types) for row in rows) for rows, types in lists
    )


def _is_row(row: Json, types: tuple[type, ...]) -> bool:
    return isinstance(row, list) and [type(one) for one in row] == list(types)


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = "a rule is a whole number"
        raise TypeError(message)
    return value


def _pair(value: Json) -> tuple[int, int]:
    if not isinstance(value, list):
        message = "a rate is a pair"
        raise TypeError(message)
    first, second = value
    return _whole(first), _whole(second)
