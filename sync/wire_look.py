"""Looking: what wants a person, all tills of a shop, and what a member did at other stores.

Rows of the kind "review" come with the feed; the other two are asked for when a person wants to see
them, and hold no more of anybody than is shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.enrolment import Role, Standing, standing_of
from sync.wire import ANSWER_MAX, MESSAGE_MAX, BadMessage, Fields, Row, attempt
from sync.wire import read as read_message
from sync.wire_push import EPOCH_MAX, SEQ_MAX
from sync.wire_rights import POINTS_MAX, TILLS_MAX

CODE_MAX, ABOUT_MAX, NAME_MAX = 64, 256, 200
DEVICES_MAX = 16
COUNT_MAX = 1 << 31
TIMELINE_MAX = 50
"""Acts of a page of a timeline."""
BEFORE_MAX = 64
_BEFORE = re.compile(r"(?:\d{1,19}\.\d{1,19}(?:\.[0-9A-Za-z_-]{22})?)?")
_AFTER = re.compile(r"[0-9a-f]{32}", re.ASCII)
TILLS_PAGE = 200
"""Tills of a page."""
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Something that wants a person, and what was chosen, if it was ("": not yet).

    `about` names operations, members, wallets or devices, as the code asks for; `by` is who chose.
    """

    review: Id
    seq: int
    code: str
    about: str
    points: int
    member: Id | None
    devices: tuple[Id, ...]
    opened: date
    choice: str = ""
    by: Id | None = None
    on: date | None = None

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "review"."""
        said: dict[str, Json] = {"id": spell(self.review), "seq": self.seq, "code": self.code}
        said |= {"about": self.about, "points": self.points, "opened": self.opened.isoformat()}
        said |= {"member": _NOBODY if self.member is None else spell(self.member)}
        said["devices"] = [spell(one) for one in self.devices]
        if self.choice and self.by is not None and self.on is not None:
            said |= {"choice": self.choice, "by": spell(self.by), "on": self.on.isoformat()}
        return said


def read_review_row(row: Row) -> ReviewRow | BadMessage:
    """Read a row of the kind "review"; one that was settled before it came up has no code."""
    return attempt(lambda: _review(Fields(row)))


def _review(said: Fields) -> ReviewRow:
    is_settled = said.has("choice")
    devices = [_id(one, "devices") for one in said.things("devices", DEVICES_MAX)]
    return ReviewRow(
        said.identity("id"),
        said.whole("seq", 1),
        said.text("code", CODE_MAX),
        said.text("about", ABOUT_MAX),
        said.whole("points", 0, POINTS_MAX),
        None if said.text("member") == _NOBODY else said.identity("member"),
        tuple(devices),
        said.day("opened"),
        said.text("choice", CODE_MAX) if is_settled else "",
        said.identity("by") if is_settled else None,
        said.day("on") if is_settled else None,
    )


def _id(value: object, name: str) -> Id:
    return Fields({name: value}).identity(name)


@dataclass(frozen=True, slots=True)
class TillsRequest:
    """Ask for tills behind where the last page ended ("": from the first)."""

    after: str = ""

    def path(self) -> str:
        """Give the address, below that of the centre."""
        return f"/v1/tills?{urlencode({'after': self.after})}"


def read_tills_request(query: Mapping[str, str]) -> TillsRequest | BadMessage | None:
    """Read where a page is to begin; None: whoever asks knows of no pages."""
    after = query.get("after")
    if after is None:
        return None
    if after and not _AFTER.fullmatch(after):
        return BadMessage("'after' is not one this centre gave")
    return TillsRequest(after)


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till as the centre knows it: `seen_ms` (0: never), and when its newest operation came.

    `missing` operations it is known to have and the centre has not; `waiting` have arrived and
    wait for other tills after a restore. `held` is what it may spend, None where the asking device
    is not told.
    """

    device: Id
    epoch: int
    role: Role
    name: str
    store: Id | None
    store_name: str
    standing: Standing
    seen_ms: int
    newest_ms: int
    missing: int
    waiting: int
    held: int | None = None

    def said(self) -> dict[str, Json]:
        """Give the line as it travels."""
        line: dict[str, Json] = {
            "device": spell(self.device),
            "epoch": self.epoch,
            "role": self.role.value,
            "name": self.name,
            "store": "" if self.store is None else spell(self.store),
            "store_name": self.store_name,
            "standing": self.standing.value,
            "seen_ms": self.seen_ms,
            "newest_ms": self.newest_ms,
            "missing": self.missing,
            "waiting": self.waiting,
        }
        return line if self.held is None else line | {"held": self.held}


@dataclass(frozen=True, slots=True)
class TillsAnswer:
    """Tills of the shop; `can_retire`: the asking device may give one up.

    `after` asks for the next page, "": no more. Who knows of no pages is told of `TILLS_MAX` at
    most, those that were seen last; then `count` is how many there are, otherwise 0.
    """

    tills: tuple[TillLine, ...]
    can_retire: bool
    server_ms: int
    count: int = 0
    after: str = ""

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        tills: list[Json] = [one.said() for one in self.tills]
        said: dict[str, Json] = {"tills": tills, "can_retire": self.can_retire}
        said |= {"server_ms": self.server_ms}
        said |= {"count": self.count} if self.count else {}
        return encode(said | {"after": self.after} if self.after else said)


def read_tills_answer(raw: bytes) -> TillsAnswer | BadMessage:
    """Read all tills as they are after unpacking."""
    return read_message(
        raw,
        ANSWER_MAX,
        lambda said: TillsAnswer(
            tuple(_till(one) for one in said.objects("tills", TILLS_MAX)),
            said.flag("can_retire"),
            said.instant("server_ms"),
            said.whole("count", 0, COUNT_MAX) if said.has("count") else 0,
            said.text("after", BEFORE_MAX) if said.has("after") else "",
        ),
    )


def _till(said: Fields) -> TillLine:
    role = said.text("role", CODE_MAX)
    return TillLine(
        said.identity("device"),
        said.whole("epoch", 1, EPOCH_MAX),
        Role.OFFICE if role == Role.OFFICE else Role.COUNTER,
        said.text("name", NAME_MAX),
        None if said.text("store") == "" else said.identity("store"),
        said.text("store_name", NAME_MAX),
        standing_of(said.text("standing", CODE_MAX)),
        said.instant("seen_ms"),
        said.instant("newest_ms"),
        said.whole("missing", 0, SEQ_MAX),
        said.whole("waiting", 0, SEQ_MAX),
        said.whole("held", 0, POINTS_MAX) if said.has("held") else None,
    )


@dataclass(frozen=True, slots=True)
class RetireRequest:
    """Give up a life of a till's log, in the name of a person; `held` is what they were shown."""

    device: Id
    epoch: int
    staff: Id
    held: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        said: dict[str, Json] = {"device": spell(self.device), "epoch": self.epoch}
        return encode(said | {"held": self.held, "staff": spell(self.staff)})


def read_retire_request(raw: bytes) -> RetireRequest | BadMessage:
    """Read the wish to give up a till."""
    return read_message(
        raw,
        MESSAGE_MAX,
        lambda said: RetireRequest(
            said.identity("device"),
            said.whole("epoch", 1, EPOCH_MAX),
            said.identity("staff"),
            said.whole("held", 0, POINTS_MAX),
        ),
    )


@dataclass(frozen=True, slots=True)
class RetireAnswer:
    """What the till held is in the pool again: so much the shop can lose at most."""

    points: int
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        return encode({"points": self.points, "server_ms": self.server_ms})


def read_retire_answer(raw: bytes) -> RetireAnswer | BadMessage:
    """Read what came of giving up a till."""
    return read_message(
        raw,
        MESSAGE_MAX,
        lambda said: RetireAnswer(said.whole("points", 0, POINTS_MAX), said.instant("server_ms")),
    )


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """Ask what a member did, newest first; `before` is where the last page ended ("": now)."""

    member: Id
    before: str = ""

    def path(self) -> str:
        """Give the address, below that of the centre."""
        query = urlencode({"before": self.before}) if self.before else ""
        return f"/v1/members/{spell(self.member)}/timeline" + (f"?{query}" if query else "")


def read_timeline_request(member: str, query: Mapping[str, str]) -> TimelineRequest | BadMessage:
    """Read the parts of the address."""
    before = query.get("before", "")
    if not (before.isascii() and _BEFORE.fullmatch(before)):
        return BadMessage("'before' is not one this centre gave")
    return attempt(lambda: TimelineRequest(_id(member, "member"), before))


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `points` is what it changed, `store_name` where; nothing says who stood there.

    `why` is a word for what the kind alone does not tell: what was given back is `void` or `undo`,
    what the centre did is `same-receipt`, `loss` and such; "" mostly.
    """

    act: Id
    kind: str
    on: date
    points: int
    store_name: str
    device: Id
    why: str = ""

    def said(self) -> dict[str, Json]:
        """Give the act as it travels."""
        said: dict[str, Json] = {"act": spell(self.act), "kind": self.kind, "points": self.points}
        said |= {"on": self.on.isoformat(), "store_name": self.store_name}
        said |= {"why": self.why} if self.why else {}
        return said | {"device": spell(self.device)}


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """A page of a member's acts as the centre has them; `before` asks for the next, "": no more."""

    member: Id
    acts: tuple[Act, ...]
    before: str
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        acts: list[Json] = [one.said() for one in self.acts]
        said: dict[str, Json] = {"member": spell(self.member), "acts": acts}
        return encode(said | {"before": self.before, "server_ms": self.server_ms})


def read_timeline_answer(raw: bytes) -> TimelineAnswer | BadMessage:
    """Read a page of a timeline."""
    return read_message(
        raw,
        ANSWER_MAX,
        lambda said: TimelineAnswer(
            said.identity("member"),
            tuple(_act(one) for one in said.objects("acts", TIMELINE_MAX)),
            said.text("before", BEFORE_MAX),
            said.instant("server_ms"),
        ),
    )


def _act(said: Fields) -> Act:
    points = said.whole("points", -POINTS_MAX, POINTS_MAX)
    return Act(
        said.identity("act"),
        said.text("kind", CODE_MAX),
        said.day("on"),
        points,
        said.text("store_name", NAME_MAX),
        said.identity("device"),
        said.text("why", CODE_MAX) if said.has("why") else "",
    )


LookRequest = TillsRequest | TimelineRequest | RetireRequest
LookAnswer = TillsAnswer | TimelineAnswer | RetireAnswer
