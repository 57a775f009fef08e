"""Write a snapshot into a file that nobody has open yet: a new till's, with its own log in it.

Kinds with many rows are written in bulk, in the order they come, and what finds them is made
afterwards; everything else goes the way of the feed. The file ends as if the feed had told it all.
"""

import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import trouble
from desktop.store import feed
from desktop.store.allocations import ELSEWHERE
from desktop.store.centre import keep_centre, known_centre
from desktop.store.database import Store, open_store
from desktop.store.people import national_digits
from desktop.store.shop import Identity
from desktop.store.sqlite import IntegrityError, door
from regulars.canonical import spell_again
from regulars.people.names import found_under
from sync.wire import BadMessage, Row
from sync.wire_pull import Gone
from sync.wire_rights import WalletRow, read_wallet_row
from sync.wire_snapshot import (
    LINE_MAX,
    SnapshotHead,
    SnapshotLine,
    for_new_till,
    read_snapshot_line,
)

_READ_BYTES = 1 << 18
_CACHE_KIB = 96 * 1024
_UNSIGNED = bytes(64)
_BULK = ("member", "consent", "wallet", "card")
Going = Callable[[int], bool]
"""Told how many packed bytes are in; False ends the work."""


class NotWholeError(Exception):
    """A snapshot is not what its head says, or somebody ended the work; the file is no good."""


@dataclass(slots=True)
class _Loading:
    """A file that is being filled. `place` is that of its newest own operation.

    `keys` are those of the members of the line.
    """

    store: Store
    whose: Identity
    place: int
    rows: int = 0
    is_settled: bool = False
    keys: dict[str, int] = field(default_factory=dict)
    indexes: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Set aside what finds rows, and make room for what waits for its other half."""
        store = self.store
        assert store.value("select count(*) from member") == 0, "a new till knows nobody"
        found = store.rows(
            "select name, sql from sqlite_master where type = 'index' and sql is not null"
            " and tbl_name in ('member', 'wallet', 'card', 'account', 'feed_row') order by name"
        )
        for name, sql in found:
            store.run(f"drop index {name}")
            self.indexes.append(sql)
        store.run("create table theirs (wallet blob, member integer) strict")

    def take(self, line: SnapshotLine) -> None:
        """Take a line in.

        What stands in rows the centre vouches for; what a table cannot hold ends the work.
        """
        self.rows += sum(len(rows) for rows in line.rows.values())
        if any(kind not in _BULK for kind in (*line.rows, *line.gone)):
            self.settle()
        if self.is_settled:
            self._one_by_one(line)
            return
        for kind, write in _WRITERS.items():
            if kind in line.rows:
                write(self, line.rows[kind])

    def _one_by_one(self, line: SnapshotLine) -> None:
        for kind, row in feed.in_order(line.rows):
            feed.apply_row(self.store, kind, row, self.place)
        for row in line.rows.get("wallet", ()):
            said = self.wallet(row)
            if isinstance(said, WalletRow):
                feed.apply_wallet(self.store, said)
        for kind, gone in line.gone.items():
            self._gone(kind, gone)

    def _gone(self, kind: str, gone: Sequence[Gone]) -> None:
        for one in gone:
            feed.apply_gone(self.store, kind, one, self.place)

    def wallet(self, row: Row) -> WalletRow | BadMessage:
        """Read a wallet's row as the feed would tell this till."""
        whose = self.whose
        return read_wallet_row(for_new_till(row, whose.tenant, whose.device, whose.epoch))

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Write rows; gives how many were written."""
        with door():
            count: int = self.store.connection.executemany(sql, rows).rowcount
        return max(count, 0)

    def keep(self, kind: str, rows: Sequence[Row]) -> None:
        """Keep rows as they came."""
        self.many(
            "insert into feed_row (kind, id, seq, place, body) values (?, ?, ?, ?, ?)",
            [(kind, row["id"], row["seq"], self.place, spell_again(row).decode()) for row in rows],
        )

    def settle(self) -> None:
        """Bring wallets and members together, and make again what finds rows."""
        if self.is_settled:
            return
        self.is_settled = True
        self.store.run(
            "insert into wallet (id, member, unsettled, balance, debt)"
            " select theirs.wallet, theirs.member, ?, coalesce(account.balance, 0),"
            " coalesce(account.debt, 0) from theirs left join account using (wallet)"
            " where true order by theirs.wallet"
            " on conflict (id) do nothing",
            (ELSEWHERE,),
        )
        self.store.run("drop table theirs")
        for sql in self.indexes:
            self.store.run(sql)


def _members(loading: _Loading, rows: Sequence[Row]) -> None:
    first: int = loading.store.value("select coalesce(max(key), 0) + 1 from member")
    members, words, theirs = [], [], []
    loading.keys = {row["id"]: key for key, row in enumerate(rows, first)}
    for key, row in enumerate(rows, first):
        name, phone = row.get("name", ""), row.get("phone", "")
        initials, text = found_under(name) if name else ("", "")
        digits = national_digits(phone)
        members.append(
            (
                key,
                bytes.fromhex(row["id"]),
                row["number"],
                name,
                phone,
                digits,
                (digits or row.get("tail", ""))[::-1],
                initials,
                row.get("birthday", ""),
                row.get("language", ""),
                row["joined"],
            )
        )
        if name:
            words.append((key, text))
        theirs.append((bytes.fromhex(row["wallet"]), key))
    loading.many(
        "insert into member (key, id, place, number, name, phone, phone_digits, phone_reversed,"
        " initials, birthday, language, joined) values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        members,
    )
    loading.many("insert into member_words (rowid, words) values (?, ?)", words)
    loading.many("insert into theirs (wallet, member) values (?, ?)", theirs)
    loading.keep("member", rows)


def _consents(loading: _Loading, rows: Sequence[Row]) -> None:
    """Write what people said, which stands in one line with them."""
    loading.many(
        "insert into consent (member, purpose, text_version, given, channel, at_ms)"
        " values (?, ?, ?, ?, ?, ?)",
        [
            (
                loading.keys[row["member"]],
                row["purpose"],
                row["text"],
                int(row["given"]),
                row["channel"],
                row["at"],
            )
            for row in rows
        ],
    )
    loading.keep("consent", rows)


def _wallets(loading: _Loading, rows: Sequence[Row]) -> None:
    loading.many(
        "insert into account (wallet, seq, balance, debt, place, granted, keep, backed,"
        " signature) values (?, ?, ?, ?, 0, 0, 0, ?, ?)",
        [
            (
                bytes.fromhex(row["id"]),
                row["seq"],
                row["balance"],
                row["debt"],
                json.dumps(row["backed"]),
                _UNSIGNED,
            )
            for row in rows
        ],
    )


def _cards(loading: _Loading, rows: Sequence[Row]) -> None:
    known = [row for row in rows if row["form"] in {"token", "alias"}]
    held = [
        (
            bytes.fromhex(row["id"]),
            row["form"],
            "good" if row["state"] == "good" else "revoked",
            bytes.fromhex(row["member"]),
        )
        for row in known
        if row["member"]
    ]
    written = loading.many(
        "insert into card (fingerprint, member, form, state)"
        " select ?, key, ?, ? from member where id = ?",
        held,
    )
    if written < len(held):  # of somebody who was not told of: the feed's own way knows what to do
        for row in known:
            feed.apply_row(loading.store, "card", row, loading.place)
        return
    loading.keep("card", known)


_WRITERS: dict[str, Callable[[_Loading, Sequence[Row]], None]] = {
    "member": _members,
    "consent": _consents,
    "wallet": _wallets,
    "card": _cards,
}


def load(
    path: Path, key: bytes, whose: Identity, head: SnapshotHead, packed: Path, go: Going
) -> None:
    """Fill a new till's file, which nobody has open, from packed rows whose digest was compared.

    Raises NotWholeError, or a Trouble; then the file is to be thrown away.
    """
    store = open_store(path, key)
    try:
        with door():
            _hurry(store)
            with store.writing():
                place = store.value("select coalesce(max(place), 0) from operation")
                loading = _Loading(store, whose, place)
                loading.begin()
                for line in _lines(packed, go):
                    loading.take(line)
                loading.settle()
                _go_on_from(store, head)
            _prove(store, loading.rows, head)
            store.connection.execute("pragma journal_mode = wal")
    except (IntegrityError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotWholeError("a row is not what its kind should be") from error
    finally:
        store.close()
    _to_the_disk(path)


def _hurry(store: Store) -> None:
    """Nothing is safe until the end, and nobody else looks: whatever breaks, the file goes."""
    store.tidies_itself = False
    for pragma in (
        "journal_mode = delete",
        "journal_mode = off",
        "locking_mode = exclusive",
        "synchronous = off",
        "foreign_keys = off",
        f"cache_size = -{_CACHE_KIB}",
    ):
        store.connection.execute(f"pragma {pragma}")


def _lines(packed: Path, go: Going) -> Iterator[SnapshotLine]:
    """Give the lines of a packed file, holding one at a time."""
    unpack = zlib.decompressobj()
    rest, done = b"", 0
    with _reading(packed) as file:
        while part := file.read(_READ_BYTES):
            done += len(part)
            if not go(done):
                raise NotWholeError("somebody ended it")
            while part:
                rest += _unpacked(unpack, part)
                part = unpack.unconsumed_tail
                *lines, rest = rest.split(b"\n")
                for line in lines:
                    yield _line(line)
                if len(rest) > LINE_MAX:
                    raise NotWholeError("a line is too long")
    if rest or not unpack.eof or unpack.unused_data:
        raise NotWholeError("it broke off")


def _unpacked(unpack: Any, part: bytes) -> bytes:
    try:
        plain: bytes = unpack.decompress(part, LINE_MAX)
    except zlib.error as error:
        raise NotWholeError("it is not packed") from error
    return plain


def _line(raw: bytes) -> SnapshotLine:
    line = read_snapshot_line(raw)
    if isinstance(line, BadMessage):
        raise NotWholeError(line.sentence)
    return line


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise trouble.from_os(error, str(path)) from error


def _go_on_from(store: Store, head: SnapshotHead) -> None:
    """Pull from where the snapshot was made; a centre that was met for the first time is told."""
    known = known_centre(store)
    keep_centre(
        store, known._replace(feed=head.feed, cursor=head.cursor, reached=0, must_report=True)
    )


def _prove(store: Store, rows: int, head: SnapshotHead) -> None:
    """Make sure that all came, and that the file is sound."""
    if rows != head.rows:
        raise NotWholeError(f"{rows} rows of {head.rows}")
    found = [row[0] for row in store.rows("pragma quick_check(1)")]
    if found != ["ok"]:
        raise trouble.FileDamaged(str(store.path))
    if store.rows("pragma foreign_key_check"):
        raise NotWholeError("something belongs to nobody")


def _to_the_disk(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise trouble.from_os(error, str(path)) from error
