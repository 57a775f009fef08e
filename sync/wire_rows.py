"""Rows of the feed besides wallets: people, cards, who was merged, refunds waited for, staff.

A counter till gets a minimal projection: a text that is left out is not told to it, and reads as
empty. Each row also has its place in the feed, `seq` (see `wire_pull`).
"""

from dataclasses import dataclass
from datetime import date

from regulars.canonical import Json
from regulars.ids import Id, spell
from sync.wire import HASH_BYTES, BadMessage, Fields, Row, attempt, named
from sync.wire_push import EPOCH_MAX, SEQ_MAX

Seen = tuple[int, int]
"""An epoch and a sequence number in the log of the till that asks."""
NOT_SEEN: Seen = (0, 0)


def _spell_seen(seen: Seen) -> dict[str, Json]:
    return {} if seen == NOT_SEEN else {"seen": list(seen)}


def _read_seen(said: Fields) -> Seen:
    if not said.has("seen"):
        return NOT_SEEN
    match said.values["seen"]:
        case [int() as epoch, int() as seq] if 0 <= epoch <= EPOCH_MAX and 0 <= seq <= SEQ_MAX:
            if type(epoch) is type(seq) is int:  # as nearly all are; else it is said what is wrong
                return epoch, seq
    seen = named(said.things("seen", 2), ("epoch", "seq"), "seen")
    return seen.whole("epoch", 0, EPOCH_MAX), seen.whole("seq", 0, SEQ_MAX)


@dataclass(frozen=True, slots=True, repr=False)
class MemberRow:
    """Somebody, with the wallet that is theirs; `tail` ends a phone that is not told in full.

    `mark` says of such a phone whether it is one that somebody types: an HMAC under the key that
    all tills of the shop share, as hexadecimal digits.

    `seen` is the asking till's newest operation that is in the row, as in a wallet's.
    """

    member: Id
    seq: int
    wallet: Id
    number: str
    joined: date
    name: str = ""
    phone: str = ""
    tail: str = ""
    birthday: str = ""
    language: str = ""
    seen: Seen = NOT_SEEN
    mark: str = ""

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "member"."""
        texts = {name: getattr(self, name) for name in _TEXTS if getattr(self, name)}
        said: dict[str, Json] = {"id": spell(self.member), "wallet": spell(self.wallet)}
        said |= {"seq": self.seq, "number": self.number, "joined": self.joined.isoformat()}
        return said | texts | _spell_seen(self.seen)


_TEXTS = ("name", "phone", "tail", "mark", "birthday", "language")


def read_member_row(row: Row) -> MemberRow | BadMessage:
    """Read a row of the kind "member"."""
    said = Fields(row)
    return attempt(
        lambda: MemberRow(
            said.identity("id"),
            said.whole("seq", 1),
            said.identity("wallet"),
            said.text("number"),
            said.day("joined"),
            **{name: said.text(name) for name in _TEXTS if said.has(name)},
            seen=_read_seen(said),
        )
    )


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card by its fingerprint, and who has or had it; None is nobody the centre knows of."""

    card: bytes
    seq: int
    member: Id | None
    form: str = "token"
    is_revoked: bool = False

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "card"."""
        holder = "" if self.member is None else spell(self.member)
        state = "revoked" if self.is_revoked else "good"
        said: dict[str, Json] = {"id": self.card.hex(), "seq": self.seq, "member": holder}
        return said | {"form": self.form, "state": state}


def read_card_row(row: Row) -> CardRow | BadMessage:
    """Read a row of the kind "card"."""
    said = Fields(row)
    return attempt(
        lambda: CardRow(
            said.octets("id", HASH_BYTES),
            said.whole("seq", 1),
            None if said.text("member") == "" else said.identity("member"),
            said.text("form"),
            said.text("state") != "good",
        )
    )


@dataclass(frozen=True, slots=True)
class Dealt:
    """What came of requests for refunds of a sale, in a row "request".

    `done` names the operations whose refund the centre carried out: only for those money is handed
    out, so much as `cash` says in the same order (in minor units; () where the centre is too old to
    say). `refused` names others. `back` is what has gone back of each line, () for nothing, `at`
    the device that last gave some of it back; where `is_gone`, nothing is left.
    """

    done: tuple[Id, ...] = ()
    cash: tuple[int, ...] = ()
    refused: tuple[Id, ...] = ()
    back: tuple[int, ...] = ()
    at: Id | None = None
    is_gone: bool = False

    def fields(self) -> dict[str, Json]:
        """Give the fields of the row; what says nothing is left out."""
        said: dict[str, Json] = {
            "done": [spell(one) for one in self.done],
            "cash": list(self.cash),
            "refused": [spell(one) for one in self.refused],
            "back": list(self.back),
            "at": "" if self.at is None else spell(self.at),
            "gone": self.is_gone,
        }
        return {name: value for name, value in said.items() if value}


NOTHING_DEALT = Dealt()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One thing and what it leads to; None leads nowhere.

    Kind "alias": a member and who they were merged into (themselves: no longer). "erased": a member
    and the operation. "request": a sale and the operation that asks for its refund.
    """

    kind: str
    id: Id
    seq: int
    to: Id | None
    dealt: Dealt = NOTHING_DEALT

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page."""
        to = "" if self.to is None else spell(self.to)
        said: dict[str, Json] = {"id": spell(self.id), "seq": self.seq, "to": to}
        return said | self.dealt.fields()


_NAMED_MAX = 256
_LINES_MAX = 100_000


def _read_dealt(said: Fields) -> Dealt:
    return Dealt(
        _ids(said, "done"),
        _amounts(said, "cash", _NAMED_MAX),
        _ids(said, "refused"),
        _amounts(said, "back", _LINES_MAX),
        said.identity("at") if said.has("at") else None,
        said.has("gone") and said.flag("gone"),
    )


def _ids(said: Fields, name: str) -> tuple[Id, ...]:
    found = said.things(name, _NAMED_MAX) if said.has(name) else []
    return tuple(Fields({name: one}).identity(name) for one in found)


def _amounts(said: Fields, name: str, most: int) -> tuple[int, ...]:
    found = said.things(name, most) if said.has(name) else []
    return tuple(Fields({name: one}).whole(name) for one in found)


def read_link_row(kind: str, row: Row) -> LinkRow | BadMessage:
    """Read a row of the kinds "alias", "erased" and "request"."""
    said = Fields(row)
    return attempt(
        lambda: LinkRow(
            kind,
            said.identity("id"),
            said.whole("seq", 1),
            None if said.text("to") == "" else said.identity("to"),
            _read_dealt(said),
        )
    )


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """The last thing a member said about one purpose; its id is member and purpose."""

    member: Id
    purpose: str
    seq: int
    text: str
    given: bool
    channel: str
    at_ms: int
    seen: Seen = NOT_SEEN

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "consent"."""
        said: dict[str, Json] = {"id": f"{spell(self.member)} {self.purpose}", "seq": self.seq}
        said |= {"member": spell(self.member), "purpose": self.purpose, "text": self.text}
        said |= {"given": self.given, "channel": self.channel, "at": self.at_ms}
        return said | _spell_seen(self.seen)


def read_consent_row(row: Row) -> ConsentRow | BadMessage:
    """Read a row of the kind "consent"."""
    said = Fields(row)
    return attempt(
        lambda: ConsentRow(
            said.identity("member"),
            said.text("purpose"),
            said.whole("seq", 1),
            said.text("text"),
            said.flag("given"),
            said.text("channel"),
            said.instant("at"),
            seen=_read_seen(said),
        )
    )


@dataclass(frozen=True, slots=True, repr=False)
class StaffRow:
    """Somebody who works here; PIN verifiers are not in it."""

    staff: Id
    seq: int
    name: str
    role: str
    is_active: bool

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "staff"."""
        said: dict[str, Json] = {"id": spell(self.staff), "seq": self.seq, "name": self.name}
        return said | {"role": self.role, "active": self.is_active}


def read_staff_row(row: Row) -> StaffRow | BadMessage:
    """Read a row of the kind "staff"."""
    said = Fields(row)
    return attempt(
        lambda: StaffRow(
            said.identity("id"),
            said.whole("seq", 1),
            said.text("name"),
            said.text("role"),
            said.flag("active"),
        )
    )
