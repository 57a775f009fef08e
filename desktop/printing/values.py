"""What each kind of paper is asked to say. Plain values; nothing is measured or worded here."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from regulars.money import Currency
from regulars.points.earning import Why

Language: TypeAlias = Literal["en", "zh_Hans", "zh_Hant"]
SlipKind: TypeAlias = Literal["sale", "redeem", "refund", "void", "undo", "adjust"]
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CardFace:
    """The front of a member's card.

    `card_text` goes into the QR code; `colour` is the shop's accent as #RRGGBB.
    """

    language: Language
    shop: str
    member_name: str
    member_number: str
    card_text: str
    training: bool = False
    colour: str = "#0A6B62"

    def __post_init__(self) -> None:
        assert _COLOUR.fullmatch(self.colour), self.colour


@dataclass(frozen=True, slots=True)
class Slip:
    """What a member takes away from one act at the counter.

    Points and minor units are counts, never signed: `earned` (before `why.repaid` of it settled a
    debt) and `spent_back` came to the member, `used` and `earned_back` left. Of the points given
    back, `lapsed` had already ended. A correction is `earned` or `used`. `balance` is what this
    till knows at `as_of`; `ending` is soonest first; `excluded_as` names what earned nothing.
    """

    language: Language
    kind: SlipKind
    shop: str
    store: str
    till: str
    staff: str
    printed_at: str
    currency: Currency
    member_name: str
    member_number: str
    receipt: str
    as_of: str
    balance: int
    amount_minor: int = 0
    why: Why | None = None
    earned: int = 0
    used: int = 0
    used_pays_minor: int = 0
    earned_back: int = 0
    spent_back: int = 0
    lapsed: int = 0
    cash_back_minor: int = 0
    debt: int = 0
    ending: tuple[tuple[date, int], ...] = ()
    sale_code: str = ""
    excluded_as: str = ""
    training: bool = False
    copy: bool = False


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The owner's page with the key that opens the shop's data; `key_text` is in groups."""

    language: Language
    shop: str
    made_on: str
    key_text: str
    training: bool = False
