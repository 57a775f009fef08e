"""What wants a person, as this till knows it, and how a choice is written.

The centre publishes it as rows of the feed. A choice is an operation: it is written here without
asking anybody, and the centre takes the first one; then the row says what was chosen, and by whom.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.book import Book
from desktop.store.database import Store
from regulars.agreement.merging import APART
from regulars.agreement.pins import CHANGED, REFUSED
from regulars.agreement.reviews import MERGE, merged_on, open_choices
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import read_operation
from regulars.refusals import AlreadySettled, MergedLongAgo, Refusal, UnknownMember
from sync.wire_look import ReviewRow, read_review_row

SETTLED_SHOWN = 500
"""So many that were settled are listed, the newest first; the centre tells of each for 90 days."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing for a person: `who` and `other` are members' names, "" where this till knows none.

    Of a PIN they are who has it and who set it.

    `till` is the name of the till it comes from ("": unknown), `is_here` that it is this one;
    `receipt` and `amount_minor` are those of a sale of this till. `choice` is what was chosen, ""
    as long as nothing was; `is_sent`: the centre has taken that in. `choices` are those of today.
    """

    review: Id
    code: str
    opened: date
    points: int
    choices: tuple[str, ...]
    member: Id | None = None
    who: str = ""
    other: str = ""
    till: str = ""
    is_here: bool = False
    receipt: str = ""
    amount_minor: int = 0
    choice: str = ""
    chosen_by: str = ""
    chosen_on: date | None = None
    is_sent: bool = True


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person, the oldest first, and what was settled lately, the newest first.

    `settled_count` is how many were settled, also of those that are not listed.
    """

    open: tuple[Wanted, ...] = ()
    settled: tuple[Wanted, ...] = ()
    settled_count: int = 0


def inbox(store: Store, here: Id, today: date) -> Inbox:
    """Read everything that wants a person; `here` is this till, `today` the business day."""
    found = [_wanted(store, row, here, today) for row in _rows(store)]
    waiting = sorted((one for one in found if not one.choice), key=_by_age)
    settled = [one for one in found if one.choice]
    settled.sort(key=lambda one: (one.chosen_on or one.opened, one.review), reverse=True)
    return Inbox(tuple(waiting), tuple(settled[:SETTLED_SHOWN]), len(settled))


def count_open(store: Store) -> int:
    """Count what waits for a person."""
    own = {name for (name,) in store.rows(_OWN_NAMES)}
    return sum(not row.choice and spell(row.review) not in own for row in _rows(store))


def settle(book: Book, review: Id, choice: str) -> Refusal | None:
    """Write a choice, and do what it means where that is an act of the till's own log.

    What was settled meanwhile is refused, with what was chosen; so is taking two members apart
    who were merged too long ago.
    """
    with book.writing():
        row = _row(book.store, review)
        if row is None:
            return AlreadySettled("")
        stands = _standing(book.store, row)
        if choice not in _able(row, stands, book.today()):
            return _not_able(row, stands, choice)
        by = spell(book.staff)
        if choice == MERGE:
            pair = _pair(book.store, row.about)
            if pair is None:
                return UnknownMember()
            data: dict[str, Any] = {**pair, "why": row.code, "approver": by}
            book.journal.write("merge", data)
        book.journal.write("review.settled", {"review": spell(review), "choice": choice, "by": by})
    return None


_PAIR = 2
_OF_TWO = {"same-phone", "enrolled-twice", "wallet-of-two"}
_OF_PINS = frozenset({CHANGED, REFUSED})
_ID = re.compile(r"[0-9a-f]{32}")
_OWN_NAMES = "select name from document where kind = 'review.settled'"


def _rows(store: Store) -> Iterator[ReviewRow]:
    for (body,) in store.rows("select body from feed_row where kind = 'review' order by id"):
        said = read_review_row(json.loads(body))
        if isinstance(said, ReviewRow):
            yield said


def _row(store: Store, review: Id) -> ReviewRow | None:
    found = store.row(
        "select body from feed_row where kind = 'review' and id = ?", (spell(review),)
    )
    said = None if found is None else read_review_row(json.loads(found[0]))
    return said if isinstance(said, ReviewRow) else None


def _own_choice(store: Store, review: Id) -> tuple[str, Id | None, date | None]:
    """Give what was chosen at this till and the centre does not say yet."""
    found = store.row(
        "select document.body, day from document join operation using (place)"
        " where document.kind = 'review.settled' and name = ?",
        (spell(review),),
    )
    if found is None:
        return "", None, None
    said = json.loads(found[0])
    return said["choice"], unspell(said["by"]), date.fromisoformat(found[1])


@dataclass(frozen=True, slots=True)
class _Standing:
    """What was chosen as far as this till knows; `is_sent`: the centre says so."""

    choice: str
    by: Id | None
    on: date | None
    is_sent: bool


def _standing(store: Store, row: ReviewRow) -> _Standing:
    """Give the centre's word, or what was chosen here and still counts behind it."""
    told = _Standing(row.choice, row.by, row.on, is_sent=bool(row.choice))
    own = _Standing(*_own_choice(store, row.review), is_sent=False)
    is_later = own.on is not None and own.choice in _able(row, told, own.on)
    return own if is_later or not told.choice else told


def _able(row: ReviewRow, stands: _Standing, today: date) -> tuple[str, ...]:
    merged = merged_on(stands.choice, row.opened, stands.on)
    return open_choices(row.code, stands.choice, merged, today)


def _not_able(row: ReviewRow, stands: _Standing, choice: str) -> Refusal:
    merged = merged_on(stands.choice, row.opened, stands.on)
    if choice == APART and choice in _able(row, stands, merged):
        return MergedLongAgo()
    return AlreadySettled(stands.choice)


def _wanted(store: Store, row: ReviewRow, here: Id, today: date) -> Wanted:
    stands = _standing(store, row)
    named = _ids(row.about)
    other = named[-1] if row.code in _OF_TWO and len(named) == _PAIR else None
    who, other_name = _of_whom(store, row, other)
    receipt, amount = _sale(store, row.about)
    till = row.devices[0] if row.devices else None
    return Wanted(
        review=row.review,
        code=row.code,
        opened=row.opened,
        points=row.points,
        choices=_able(row, stands, today),
        member=row.member,
        who=who,
        other=other_name,
        till="" if till is None else _till_name(store, till),
        is_here=till == here,
        receipt=receipt,
        amount_minor=amount,
        choice=stands.choice,
        chosen_by=_staff_name(store, stands.by),
        chosen_on=stands.on,
        is_sent=stands.is_sent,
    )


def _of_whom(store: Store, row: ReviewRow, other: Id | None) -> tuple[str, str]:
    """Name whom a review is about, and who else: two members, or whose PIN it is and who set it."""
    if row.code not in _OF_PINS:
        return _name(store, row.member), _name(store, other)
    named = _ids(row.about)
    whose, by = named[:_PAIR] if len(named) >= _PAIR else (None, None)
    return _staff_name(store, whose), _staff_name(store, by)


def _by_age(one: Wanted) -> tuple[date, Id]:
    return one.opened, one.review


def _name(store: Store, member: Id | None) -> str:
    return str(store.value("select name from member where id = ?", (member,)) or "")


def _staff_name(store: Store, staff: Id | None) -> str:
    return str(store.value("select name from staff where id = ?", (staff,)) or "")


def _till_name(store: Store, device: Id) -> str:
    """Give a till's name, as this till's own log or the feed says it."""
    for question in (
        "select body from document where kind = 'till' and name = ?",
        "select body from feed_row where kind = 'till' and id = ?",
    ):
        found = store.row(question, (spell(device),))
        if found is not None:
            return str(json.loads(found[0]).get("name", ""))
    return ""


def _sale(store: Store, about: str) -> tuple[str, int]:
    """Give receipt and amount of the first sale of this till that a review is about."""
    for act in _ids(about):
        found = store.row("select body from operation where id = ?", (act,))
        if found is not None:
            data: Any = read_operation(found[0]).data
            return str(data.get("receipt", "")), int(data.get("amount", 0))
    return "", 0


def _pair(store: Store, about: str) -> dict[str, str] | None:
    """Name two members and their wallets; None where this till does not know both."""
    pair: dict[str, str] = {}
    named = _ids(about)
    if len(named) != _PAIR:
        return None
    later, first = named
    for field, wallet, one in (("member", "wallet", first), ("other", "other_wallet", later)):
        found = store.value(
            "select wallet.id from wallet join member on member.key = wallet.member"
            " where member.id = ? order by wallet.key limit 1",
            (one,),
        )
        if found is None:
            return None
        pair |= {field: spell(one), wallet: spell(Id(found))}
    return pair


def _ids(about: str) -> list[Id]:
    """List the ids that a review is about; it may say other things too."""
    return [unspell(part) for part in about.split() if _ID.fullmatch(part)]
