"""What a person should look at, on the command line: told in words, and settled when it was seen.

Settling says that a person has looked; it moves no points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from central.database import Connection, Database, identity, uuid
from regulars.ids import Id

_OPEN = """
select review, kind, coalesce(detail ->> 'about', ''), coalesce((detail ->> 'points')::bigint, 0),
  opened
from review where tenant = %(tenant)s and closed is null order by opened, review
"""
_SETTLE = """
update review set closed = %(now)s, outcome = %(outcome)s
where tenant = %(tenant)s and review = %(review)s and closed is null
"""
WORDS: Final[Mapping[str, str]] = {
    "same-receipt": "one receipt earned points at two tills; the second was taken back",
    "refunded-twice": "one sale was given back twice",
    "refund-refused": "a refund could not be done",
    "refund-stale": "a refund was asked for, and part of its sale had gone back meanwhile",
    "refund-paid-out": "a till handed out money for a refund that could not be done again",
    "refund-asked-twice": "two tills asked for a part of one sale, and both were given back",
    "not-funded": "a till that was given up spent points it had no rights to",
    "unknown-sale": "something was given back that nobody knows as sold",
    "refund-not-held": "a till gave back a sale that was not its own any more",
    "same-phone": "two members have one phone number",
    "enrolled-twice": "somebody was enrolled twice and is one member now; a till can undo that",
    "card-of-two": "two members have one card",
    "wallet-of-two": "a till enrolled somebody with another member's points: look after that till",
    "enrolled-again": "a till enrolled a member a second time: look after that till",
    "short-after-restore": "the shop carries points that only a lost decision can explain",
    "parked": "a till is newer than the centre; its entries wait: update the centre",
    "trips-the-centre": "the centre has a fault; an entry of a till waits: update the centre",
    "copied-till": "two tills write under one name",
    "pin-changed": "somebody's PIN was set at another till than the one before",
    "pin-refused": "a till sent a PIN that nobody who may had set; the old one holds",
}


@dataclass(frozen=True, slots=True)
class Review:
    """One thing a person should look at. `about` are ids."""

    review: Id
    code: str
    about: str
    points: int
    opened_ms: int

    @property
    def words(self) -> str:
        """Say it in a sentence; what is new to this program by its code."""
        return WORDS.get(self.code, self.code)


def open_reviews(database: Database, shop: Id) -> list[Review]:
    """List what nobody has settled, the oldest first."""

    def work(connection: Connection) -> list[Review]:
        rows = connection.execute(_OPEN, {"tenant": uuid(shop)}).fetchall()
        return [Review(identity(one), *rest) for one, *rest in rows]

    return database.read(shop, work)


def settle(database: Database, shop: Id, review: Id, outcome: str, now_ms: int) -> bool:
    """Note that a person has looked; tells whether nobody had before."""
    values = {"tenant": uuid(shop), "review": uuid(review), "outcome": outcome, "now": now_ms}
    return bool(
        database.write(shop, lambda connection: connection.execute(_SETTLE, values).rowcount)
    )
