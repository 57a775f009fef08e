"""Papers to print: one of each kind, in any language."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from desktop.printing.values import CardFace, Language, RecoverySheet, Slip
from regulars.money import CURRENCIES
from regulars.points.earning import Why

CARD_TEXT = "RG17K3M9QXWATBC4DEFGHJ2MN"
NAMES = {"en": "Ada Lovelace", "zh_Hans": "王美玲", "zh_Hant": "陳怡君"}
SHOPS = {"en": "Harbour Street Bakery", "zh_Hans": "陈店长的面包房", "zh_Hant": "林記烘焙坊"}


@pytest.fixture
def face() -> Callable[..., CardFace]:
    def make(language: Language = "en", **changes: Any) -> CardFace:
        values: dict[str, Any] = {
            "language": language,
            "shop": SHOPS[language],
            "member_name": NAMES[language],
            "member_number": "29-0042-000017-9",
            "card_text": CARD_TEXT,
        }
        return CardFace(**(values | changes))

    return make


@pytest.fixture
def slip() -> Callable[..., Slip]:
    def make(language: Language = "en", **changes: Any) -> Slip:
        values: dict[str, Any] = {
            "language": language,
            "kind": "sale",
            "shop": SHOPS[language],
            "store": "East Street",
            "till": "2",
            "staff": "林小雨",
            "printed_at": "2026-11-22 14:05",
            "currency": CURRENCIES["CNY"],
            "member_name": NAMES[language],
            "member_number": "29-0042-000017-9",
            "receipt": "A-10442",
            "as_of": "14:05",
            "balance": 1432,
            "amount_minor": 14450,
            "why": Why(14450, 1200, 400, 12850, 1, 100, 128, 10),
            "earned": 128,
            "used": 400,
            "used_pays_minor": 400,
            "excluded_as": "tobacco",
            "ending": ((date(2026, 12, 31), 300), (date(2027, 1, 31), 1)),
            "sale_code": "RS17K3M9QXWATBC4DEFGHJ2MN",
        }
        return Slip(**(values | changes))

    return make


@pytest.fixture
def recovery() -> Callable[..., RecoverySheet]:
    def make(language: Language = "en", **changes: Any) -> RecoverySheet:
        values: dict[str, Any] = {
            "language": language,
            "shop": SHOPS[language],
            "made_on": "2026-11-22",
            "key_text": "7K3M-9QXW-ATBC-4DEF-GHJ2-MN8P-5R",
        }
        return RecoverySheet(**(values | changes))

    return make
