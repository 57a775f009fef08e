"""Rights: how many points of a wallet a till may spend by itself, asked for, given and reported.

All figures are absolute and grants only grow, so a message that comes late, twice or never does no
harm: a till asks for a total, the centre answers with the total it has granted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from regulars.canonical import INTEGER_BOUND, Json, encode
from regulars.ids import BYTES, Id, spell
from sync.wire import (
    ANSWER_MAX,
    MESSAGE_MAX,
    ROWS_MAX,
    SIGNATURE_BYTES,
    BadMessage,
    Fields,
    Row,
    attempt,
    named,
    read,
    read_day,
)
from sync.wire_push import EPOCH_MAX, SEQ_MAX, heads

POINTS_MAX = 10**12
"""What a wallet can hold at most."""
LOTS_MAX = 1_000
TILLS_MAX = 1_000
GRANTS_MAX = ROWS_MAX
TOLD_MAX = 2_000

_UNSIGNED = bytes(SIGNATURE_BYTES)

Backed = tuple[date | None, int]


@dataclass(frozen=True, slots=True)
class WalletRow:
    """One wallet as the centre has it, for one till; signed where it does not stand in a page.

    `seen` is the place (epoch, sequence number) of the asking till's newest operation that is in
    the figures. `granted` is the total ever granted to it, `keep` how many rights it may hold on
    to: it returns what is above. `backed` lists the points alive by the day they end (None: never).
    """

    tenant: Id
    device: Id
    epoch: int
    wallet: Id
    seq: int
    balance: int
    debt: int
    seen: tuple[int, int]
    granted: int
    keep: int
    backed: tuple[Backed, ...]
    signature: bytes = _UNSIGNED

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "wallet"."""
        said = self._said()
        return said | {"signature": self.signature.hex()} if self.signature != _UNSIGNED else said

    def statement(self) -> bytes:
        """Give what the centre signs."""
        return b"regulars-grant-1\n" + encode(self._said())

    def _said(self) -> dict[str, Json]:
        return {
            **whose(self.tenant, self.device, self.epoch),
            **figures(self.balance, self.debt, self.seen, self.granted, self.keep, self.backed),
            "id": spell(self.wallet),
            "seq": self.seq,
        }


def whose(tenant: Id, device: Id, epoch: int) -> dict[str, Json]:
    """Give what all rows of wallets for a till say, as they stand in a page."""
    return {"tenant": spell(tenant), "device": spell(device), "epoch": epoch}


def figures(
    balance: int,
    debt: int,
    seen: tuple[int, int],
    granted: int,
    keep: int,
    backed: Sequence[Backed],
) -> dict[str, Json]:
    """Give what each says of its wallet, besides `id` and `seq`."""
    return {
        "balance": balance,
        "debt": debt,
        "seen": list(seen),
        "granted": granted,
        "keep": keep,
        "backed": [["" if day is None else day.isoformat(), points] for day, points in backed],
    }


def read_wallet_row(row: Row) -> WalletRow | BadMessage:
    """Read a row of the kind "wallet"."""
    plain = plain_wallet_row(row)
    return attempt(lambda: _wallet_row(Fields(row))) if plain is None else plain


def plain_wallet_row(row: Row) -> WalletRow | None:
    """Read one of the thousands of rows of a page as quickly as can be.

    None where it is signed by itself, or anything is not as nearly every row has it: then it is
    read field by field, which says what is wrong.
    """
    if len(row) != _PLAIN_FIELDS:
        return None
    try:
        places = row["epoch"], row["seq"], *row["seen"]
        points = row["balance"], row["debt"], row["granted"], row["keep"]
        backed = tuple([(_end(ends), some) for ends, some in row["backed"]])
        names = _identity(row["tenant"]), _identity(row["device"]), _fresh_identity(row["id"])
    except (KeyError, TypeError, ValueError):
        return None
    every = (*points, *[some for _, some in backed])
    if len(places) != _PLACES or {int} != {*map(type, places), *map(type, every)}:
        return None
    epoch, seq, *seen = places
    is_placed = 1 <= epoch <= EPOCH_MAX and 0 < seq < INTEGER_BOUND
    is_seen = 0 <= seen[0] <= EPOCH_MAX and 0 <= seen[1] <= SEQ_MAX
    if not (is_placed and is_seen and min(every) >= 0 and max(every) <= POINTS_MAX):
        return None
    if len(backed) > LOTS_MAX or type(row["backed"]) is not list or type(row["seen"]) is not list:
        return None
    tenant, device, wallet = names
    return WalletRow(
        tenant, device, epoch, wallet, seq, points[0], points[1], (seen[0], seen[1]),
        points[2], points[3], backed,
    )  # fmt: skip


_PLAIN_FIELDS, _PLACES = 11, 4


def _fresh_identity(text: str) -> Id:
    """Read an id; raises ValueError or TypeError where it is spelled another way."""
    found = bytes.fromhex(text)
    if len(found) != BYTES or found.hex() != text:
        raise ValueError(text)
    return Id(found)


_identity = lru_cache(64)(_fresh_identity)


@lru_cache(4_096)
def _end(text: str) -> date | None:
    """Read the day on which points end; raises ValueError or TypeError."""
    return None if text == "" else read_day(text, "ends")


def _wallet_row(said: Fields) -> WalletRow:
    seen = named(said.things("seen", 2), ("epoch", "seq"), "seen")
    return WalletRow(
        tenant=said.identity("tenant"),
        device=said.identity("device"),
        epoch=said.whole("epoch", 1, EPOCH_MAX),
        wallet=said.identity("id"),
        seq=said.whole("seq", 1),
        balance=said.whole("balance", 0, POINTS_MAX),
        debt=said.whole("debt", 0, POINTS_MAX),
        seen=(seen.whole("epoch", 0, EPOCH_MAX), seen.whole("seq", 0, SEQ_MAX)),
        granted=said.whole("granted", 0, POINTS_MAX),
        keep=said.whole("keep", 0, POINTS_MAX),
        backed=tuple(_backed(one) for one in said.things("backed", LOTS_MAX)),
        signature=said.octets("signature", SIGNATURE_BYTES) if said.has("signature") else _UNSIGNED,
    )


def _backed(value: object) -> Backed:
    said = named(value, ("ends", "points"), "backed")
    ends = None if said.text("ends") == "" else said.day("ends")
    return ends, said.whole("points", 0, POINTS_MAX)


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """A till's wish to have been granted `want` points of a wallet in all."""

    device: Id
    epoch: int
    feed: int
    wallet: Id
    want: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(
            {
                "device": spell(self.device),
                "epoch": self.epoch,
                "feed": self.feed,
                "wallet": spell(self.wallet),
                "want": self.want,
            }
        )


def read_rights_request(raw: bytes) -> RightsRequest | BadMessage:
    """Read a till's wish."""
    return read(raw, MESSAGE_MAX, _rights_request)


def _rights_request(said: Fields) -> RightsRequest:
    return RightsRequest(
        said.identity("device"),
        said.whole("epoch", 1, EPOCH_MAX),
        said.whole("feed", 0),
        said.identity("wallet"),
        said.whole("want", 0, POINTS_MAX),
    )


@dataclass(frozen=True, slots=True)
class RightsAnswer:
    """The wallet with the rights a till has now, what no till holds, and what others hold.

    `elsewhere` names devices with the points they hold, the most first.
    """

    wallet: WalletRow
    pool: int
    elsewhere: tuple[tuple[Id, int], ...]
    feed: int
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(
            {
                "wallet": self.wallet.row(),
                "pool": self.pool,
                "elsewhere": [[spell(device), points] for device, points in self.elsewhere],
                "feed": self.feed,
                "server_ms": self.server_ms,
            }
        )


def read_rights_answer(raw: bytes) -> RightsAnswer | BadMessage:
    """Read the centre's answer to a wish."""
    return read(raw, ANSWER_MAX, _rights_answer)


def _rights_answer(said: Fields) -> RightsAnswer:
    return RightsAnswer(
        _wallet_row(said.map("wallet")),
        said.whole("pool", 0, POINTS_MAX),
        tuple(_holder(one) for one in said.things("elsewhere", TILLS_MAX)),
        said.whole("feed", 1),
        said.instant("server_ms"),
    )


def _holder(value: object) -> tuple[Id, int]:
    said = named(value, ("device", "points"), "elsewhere")
    return said.identity("device"), said.whole("points", 0, POINTS_MAX)


@dataclass(frozen=True, slots=True)
class GrantReport:
    """What a till knows it was granted, told to a centre that was restored from a backup.

    `grants` are (epoch, wallet, total) and `heads` (epoch, last sequence number), over all lives of
    its log. `feed` is the life of the database it answers to. `told` are its requests for refunds:
    as which one of its sale each was carried out, 0 where it was refused. A till with more than one
    report holds sends several; `is_last` ends them.
    """

    device: Id
    epoch: int
    feed: int
    grants: tuple[tuple[int, Id, int], ...]
    heads: tuple[tuple[int, int], ...]
    is_last: bool
    told: tuple[tuple[Id, int], ...] = ()

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        told: dict[str, Json] = {"told": [[spell(one), number] for one, number in self.told]}
        said: dict[str, Json] = {
            "device": spell(self.device),
            "epoch": self.epoch,
            "feed": self.feed,
            "grants": [[epoch, spell(wallet), total] for epoch, wallet, total in self.grants],
            "heads": [list(one) for one in self.heads],
            "is_last": self.is_last,
        }
        return encode(said | (told if self.told else {}))


def read_grant_report(raw: bytes) -> GrantReport | BadMessage:
    """Read what a till was granted."""
    return read(raw, 2 * MESSAGE_MAX, _grant_report)


def _grant_report(said: Fields) -> GrantReport:
    return GrantReport(
        said.identity("device"),
        said.whole("epoch", 1, EPOCH_MAX),
        said.whole("feed", 1),
        tuple(_grant(one) for one in said.things("grants", GRANTS_MAX)),
        heads(said, "heads"),
        said.flag("is_last"),
        tuple(_told(one) for one in said.things("told", TOLD_MAX)) if said.has("told") else (),
    )


def _told(value: object) -> tuple[Id, int]:
    said = named(value, ("request", "number"), "told")
    return said.identity("request"), said.whole("number", 0, EPOCH_MAX)


def _grant(value: object) -> tuple[int, Id, int]:
    said = named(value, ("epoch", "wallet", "granted"), "grants")
    epoch = said.whole("epoch", 1, EPOCH_MAX)
    return epoch, said.identity("wallet"), said.whole("granted", 0, POINTS_MAX)


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """The report has arrived; so many devices are still waited for before anything is granted."""

    waiting: int
    feed: int
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        said: dict[str, Json] = {"waiting": self.waiting, "feed": self.feed}
        return encode(said | {"server_ms": self.server_ms})


def read_report_answer(raw: bytes) -> ReportAnswer | BadMessage:
    """Read the answer to a report."""
    return read(raw, ANSWER_MAX, _report_answer)


def _report_answer(said: Fields) -> ReportAnswer:
    return ReportAnswer(said.whole("waiting"), said.whole("feed", 1), said.instant("server_ms"))
