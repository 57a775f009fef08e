"""What a shop says of itself: names, staff, programme, goods, settings. The last word counts.

A word is dated by the clock of who said it, but never later than the centre's own: a till whose
clock is years ahead must not have the last word for years. Of one moment the device decides, and
of one device what it said later.
"""

from regulars.agreement.centre import Centre, touch
from regulars.agreement.messages import Logged
from regulars.agreement.places import store_led

DOCUMENT = "document"
SHOP_SETTINGS = frozenset(
    {"receipts_restart", "receipt_required", "redeem_without_card", "idle_lock_seconds"}
)
"""Settings that are rules of the shop: the same at every till."""
TILL_SETTINGS = frozenset(
    {
        "language",
        "palette",
        "large_type",
        "sound",
        "slip_width",
        "slip_printer",
        "card_printer",
        "print_slips",
        "scanner_prefix",
        "watched_folder",
    }
)
"""Settings of one till: its screen, its people's eyes and what is plugged into it."""
LEEWAY_MS = 60_000
"""So far ahead of the centre's a clock may be; what is further is taken as said now."""
_OF_ONE_NAME = {"programme": "current", "category": "all"}
_OF_AN_ID = ("store", "till", "staff")
_CLOCK_DIGITS, _STAMP_DIGITS = 16, 48
_TICKS = 16


def paper_of(op: Logged) -> tuple[str, str] | None:
    """Give what an operation says something of, as kind and name in the feed; None for nothing.

    The name of a document is spelled as the hexadecimal digits of its UTF-8 bytes, because names in
    the feed are bytes.
    """
    if op.kind in _OF_AN_ID:
        return op.kind, op.data[op.kind]
    if op.kind in _OF_ONE_NAME:
        return DOCUMENT, _spelled(op.kind, _OF_ONE_NAME[op.kind])
    if op.kind == "setting" and is_of_shop(op.data["key"]):
        return DOCUMENT, _spelled(op.kind, op.data["key"])
    return None


def is_of_shop(key: str) -> bool:
    """Tell whether a setting is the same at every till; each store's lead till is one."""
    return key in SHOP_SETTINGS or store_led(key) is not None


def _spelled(kind: str, name: str) -> str:
    return f"{kind} {name}".encode().hex()


def stamp_of(op: Logged, now_ms: int) -> str:
    """Give when something was said, and by whom, as a text that sorts by it."""
    hlc = op.hlc if op.hlc >> _TICKS <= now_ms + LEEWAY_MS else now_ms << _TICKS
    return f"{hlc:0{_CLOCK_DIGITS}x}{op.source.device}"


def adopt(centre: Centre, op: Logged) -> None:
    """Take in what an operation says, unless something later was said.

    All are told in either case: the till that said it shows its own word until it hears.
    """
    paper = paper_of(op)
    if paper is None:
        return
    stamp = stamp_of(op, centre.now_ms)
    if stamp >= centre.facts.get(paper, "")[:_STAMP_DIGITS]:
        centre.facts[paper] = stamp + op.id
        _mind(centre, op)
    touch(centre, *paper)


def _mind(centre: Centre, op: Logged) -> None:
    """Remember of what the shop says what the centre decides by."""
    if op.kind == "programme":
        centre.places.cheapest = max(1, op.data["document"]["redeem_min"])
    elif op.kind == "setting" and (store := store_led(op.data["key"])) is not None:
        centre.places.chosen[store] = op.data["value"]


def said_by(fact: str) -> str:
    """Give the operation that had the last word, from the value of a fact."""
    return fact[_STAMP_DIGITS:]
