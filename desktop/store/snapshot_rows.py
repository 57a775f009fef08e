"""Write the rows of a snapshot in bulk, by the engine itself: a line of it is asked like a table.

Kinds with many rows go so, and what finds them is made afterwards; everything else goes the way of
the feed. The file ends as if the feed had told it all, but for where in the feed each row stood.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from desktop.store import feed
from desktop.store.allocations import ELSEWHERE
from desktop.store.database import Store
from desktop.store.shop import Identity
from regulars.canonical import parse, spell_again
from regulars.people.names import found_under
from sync.wire import INSTANT_MAX, BadMessage, Row
from sync.wire_pull import Gone
from sync.wire_rights import LOTS_MAX, POINTS_MAX, WalletRow, read_wallet_row
from sync.wire_snapshot import SnapshotLine, for_new_till, read_snapshot_line

_WORDS_AS = "insert into member_words (member_words, rank) values (?, ?)"
_WORDS_BYTES, _WORDS_BYTES_NOW = 1 << 20, 8 << 20
"""So much is gathered in memory before the index of names writes it down: always, and here."""
_WORDS_AT_ONCE = 20_000
_CACHE_KIB = 16 * 1024
"""What is kept of the file where it is read from one end to the other, and much is sorted."""
_MEMBERS = (
    "insert into member (key, id, place, number, name, phone, phone_digits, phone_reversed,"
    " initials, birthday, language, joined)"
    " select key, unhex(id), 0, number, name, phone, digits,"
    " backwards(iif(phone = '', tail, digits)), found_by(key, name), birthday, language, joined"
    " from (select *, iif(phone like '+%', substr(phone, 2), phone) as digits from"
    " (select :first + key as key, value ->> 'id' as id, value ->> 'number' as number,"
    " coalesce(value ->> 'name', '') as name, coalesce(value ->> 'phone', '') as phone,"
    " coalesce(value ->> 'tail', '') as tail, coalesce(value ->> 'birthday', '') as birthday,"
    " coalesce(value ->> 'language', '') as language, value ->> 'joined' as joined"
    " from jsonb_each(:line, '$.rows.member') limit -1) limit -1)"
)
_THEIRS = (
    "insert into theirs (wallet, member)"
    " select unhex(value ->> 'wallet'), :first + key from jsonb_each(:line, '$.rows.member')"
    " where true on conflict (wallet) do nothing"
)
_CONSENTS = (
    "insert into consent (member, purpose, text_version, given, channel, at_ms)"
    " select member.key, value ->> 'purpose', value ->> 'text', value ->> 'given',"
    " value ->> 'channel', value ->> 'at' from jsonb_each(:line, '$.rows.consent')"
    " cross join member on member.id = unhex(value ->> 'member')"
)
_ACCOUNTS = (
    "insert into account (wallet, seq, balance, debt, place, granted, keep, backed, signature)"
    " select unhex(value ->> 'id'), value ->> 'seq', value ->> 'balance', value ->> 'debt',"
    " 0, 0, 0, replace(value -> 'backed', ',', ', '), zeroblob(64)"
    " from jsonb_each(:line, '$.rows.wallet')"
)
_HELD = (
    "select count(*) filter (where value ->> 'member' <> '' and value ->> 'form' in"
    " ('token', 'alias')), count(value ->> 'member') + count(value ->> 'form')"
    " from jsonb_each(:line, '$.rows.card')"
)
_CARDS = (
    "insert into card (fingerprint, member, form, state)"
    " select unhex(value ->> 'id'), member.key, value ->> 'form',"
    " iif(value ->> 'state' = 'good', 'good', 'revoked')"
    " from jsonb_each(:line, '$.rows.card')"
    " cross join member on member.id = unhex(value ->> 'member')"
    " where value ->> 'form' in ('token', 'alias')"
)
_KEEP = (
    "insert into feed_row (kind, id, seq, place, body) select :kind, value ->> 'id', 0, :place,"
    " json(value) from jsonb_each(:line, '$.rows.' || :kind)"
)
"""Kept as they came, as older than whatever the feed tells of them later.

With one place and one seq, what finds them by these is written in the order of names too.
"""
_KEEP_CARDS = (
    "insert into feed_row (kind, id, seq, place, body) select 'card', value ->> 'id', 0, :place,"
    " json(value) from jsonb_each(:line, '$.rows.card')"
    " where value ->> 'form' in ('token', 'alias')"
)
_BULK = ("member", "consent", "wallet", "card")
_WALLETS = (
    "insert into wallet (key, id, member, unsettled, balance, debt)"
    " select theirs.member, theirs.wallet, theirs.member, ?, coalesce(account.balance, 0),"
    " coalesce(account.debt, 0) from theirs left join account using (wallet)"
    " order by theirs.wallet"
)


class NotWholeError(Exception):
    """A snapshot is not what its head says, or somebody ended the work; the file is no good."""


@dataclass(slots=True)
class Loading:
    """A file that is being filled. `place` is that of its newest own operation."""

    store: Store
    whose: Identity
    place: int
    rows: int = 0
    is_settled: bool = False
    words: list[tuple[int, str]] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Set aside what finds rows, and make room for what waits for its other half."""
        store = self.store
        assert store.value("select count(*) from member") == 0, "a new till knows nobody"
        found = store.rows(
            "select name, sql from sqlite_master where type = 'index' and sql is not null"
            " and tbl_name in ('member', 'wallet', 'card') order by name"
        )
        for name, sql in found:
            store.run(f"drop index {name}")
            self.indexes.append(sql)
        store.run(_WORDS_AS, ("hashsize", _WORDS_BYTES_NOW))
        store.run(
            "create table theirs (wallet blob primary key, member integer) strict, without rowid"
        )
        store.connection.create_function("found_by", 2, self._found_by)
        store.connection.create_function("backwards", 1, _backwards, deterministic=True)

    def _found_by(self, key: int, name: str) -> str:
        """Give the initials of a name, and remember by what else it is found."""
        if not name:
            return ""
        initials, words = found_under(name)
        self.words.append((key, words))
        return initials

    def take(self, raw: bytes) -> None:
        """Take a line in.

        What stands in rows the centre vouches for; what no table can hold, or nobody could read
        again, ends the work.
        """
        said = _read(raw)
        kinds = dict.fromkeys(said.gone, 0) | {one: len(rows) for one, rows in said.rows.items()}
        self.rows += sum(kinds.values())
        if any(kind not in _BULK for kind in kinds):
            self.settle()
        if self.is_settled:
            self._one_by_one(said)
            return
        for kind, look in _LOOKS.items():
            for row in said.rows.get(kind, ()):
                look(row)
        line = {"line": self.store.value("select jsonb(?)", (raw.decode(),))}
        first = self.store.value("select coalesce(max(key), 0) + 1 from member")
        line |= {"place": self.place, "first": first}
        self._in_bulk(said, line, kinds)

    def _in_bulk(self, said: SnapshotLine, line: dict[str, Any], kinds: Mapping[str, int]) -> None:
        run = self.store.run
        if kinds.get("member"):
            run(_MEMBERS, line)
            if len(self.words) >= _WORDS_AT_ONCE:
                self._index_names()
            run(_THEIRS, line)
            run(_KEEP, {**line, "kind": "member"})
        if kinds.get("consent"):
            if run(_CONSENTS, line).rowcount < kinds["consent"]:
                raise NotWholeError("somebody said something who is not here")
            run(_KEEP, {**line, "kind": "consent"})
        if kinds.get("wallet"):
            run(_ACCOUNTS, line)
        if kinds.get("card"):
            ((held, fields),) = self.store.rows(_HELD, line)
            if fields < 2 * kinds["card"]:
                raise NotWholeError("a card is not one")
            if run(_CARDS, line).rowcount == held:
                run(_KEEP_CARDS, line)
            else:  # of somebody who was not told of: the feed's own way knows what to do
                self._rows("card", said.rows["card"])

    def _index_names(self) -> None:
        """Let people be found by their names: many at once, as the engine's index writes itself
        down whenever another statement begins."""
        self.store.many("insert into member_words (rowid, words) values (?, ?)", self.words)
        self.words.clear()

    def _one_by_one(self, line: SnapshotLine) -> None:
        for kind, rows in feed.by_kind(line.rows):
            self._rows(kind, rows)
        for row in line.rows.get("wallet", ()):
            said = self._wallet(row)
            if isinstance(said, WalletRow):
                feed.apply_wallet(self.store, said)
        for kind, gone in line.gone.items():
            self._gone(kind, gone)

    def _rows(self, kind: str, rows: Sequence[Row]) -> None:
        for row in rows:
            feed.apply_row(self.store, kind, row, self.place)

    def _gone(self, kind: str, gone: Sequence[Gone]) -> None:
        for one in gone:
            feed.apply_gone(self.store, kind, one, self.place)

    def _wallet(self, row: Row) -> WalletRow | BadMessage:
        """Read a wallet's row as the feed would tell this till."""
        whose = self.whose
        return read_wallet_row(for_new_till(row, whose.tenant, whose.device, whose.epoch))

    def settle(self) -> None:
        """Bring wallets and members together, and make again what finds rows."""
        if self.is_settled:
            return
        self.is_settled = True
        self._index_names()
        self.store.run(_WALLETS, (ELSEWHERE,))
        self.store.run("drop table theirs")
        self.store.run(f"pragma cache_size = -{_CACHE_KIB}")
        self.store.run("pragma shrink_memory")
        self.store.run(_WORDS_AS, ("hashsize", _WORDS_BYTES))
        for sql in self.indexes:
            self.store.run(sql)


_TEXTS = ("number", "name", "phone", "tail", "birthday", "language")
_SAID = ("purpose", "text", "channel")


def _look_at_member(row: Row) -> None:
    """Make sure that texts are texts and the day is one: a table would hold others too."""
    _must_be(all(type(row.get(name, "")) is str for name in _TEXTS))
    _look_at_day(row["joined"])


def _look_at_consent(row: Row) -> None:
    _must_be(all(type(row[name]) is str for name in _SAID) and 0 <= row["at"] <= INSTANT_MAX)


def _look_at_wallet(row: Row) -> None:
    """Make sure that figures are points and lots are lots: they are reckoned with at every sale."""
    _must_be(_are_points(row["balance"], row["debt"]) and len(row["backed"]) <= LOTS_MAX)
    for ends, points in row["backed"]:
        _must_be(_are_points(points))
        if ends != "":
            _look_at_day(ends)


def _are_points(*figures: object) -> bool:
    return all(type(one) is int and 0 <= one <= POINTS_MAX for one in figures)


@lru_cache(4_096)
def _look_at_day(text: str) -> None:
    _must_be(date.fromisoformat(text).isoformat() == text)


def _must_be(is_so: bool) -> None:
    if not is_so:
        raise NotWholeError("a row is not what its kind should be")


_LOOKS: Mapping[str, Callable[[Row], None]] = {
    "member": _look_at_member,
    "consent": _look_at_consent,
    "wallet": _look_at_wallet,
}


def _backwards(text: str) -> str:
    return text[::-1]


def _read(raw: bytes) -> SnapshotLine:
    """Read a line that has one spelling only: the engine reads its bytes by itself."""
    line = read_snapshot_line(raw)
    if isinstance(line, BadMessage):
        raise NotWholeError(line.sentence)
    said = parse(raw)
    if not isinstance(said, dict) or spell_again(said) != raw:
        raise NotWholeError("a line is spelled another way")
    return line
