"""The log of a till: write an act once, in the same transaction as everything it changes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.clock import Clock
from desktop.store.apply import Applied, apply
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK
from desktop.store.postings import WalletRow
from desktop.store.shop import Identity, keep_local_fact, load_shop, local_fact
from regulars.business_day import Calendar
from regulars.canonical import Json, encode
from regulars.ids import RANDOM_BYTES, Id, new_id
from regulars.operations.chain import SALT_BYTES, follows, link, seal, seed
from regulars.operations.hlc import hear, spell_hlc, tick, unspell_hlc
from regulars.operations.kinds import check_data
from regulars.operations.operation import NOBODY, Header, Operation, read_operation

MINUTE_MS = 60_000
Chance = Callable[[int], bytes]
_HEARD = "heard_hlc"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest operation of a log: what the next one follows."""

    place: int
    hash: bytes
    hlc: int
    day: date


@dataclass(slots=True)
class Journal:
    """Writes operations of one till. Use it inside `Store.writing`, on the writer's thread."""

    store: Store
    identity: Identity
    calendar: Calendar
    clock: Clock
    chance: Chance
    programme: bytes
    staff: Id = NOBODY
    _heard: int | None = None
    _head: Head | None = None
    _is_known: bool = False
    _today: date | None = None
    _minute: tuple[int, date] = (-1, date.min)

    def begin(self) -> None:
        """Forget the head: a new write reads it inside its own transaction."""
        self._is_known, self._today = False, None

    def head(self) -> Head | None:
        """Give the newest operation, read once in each write."""
        if not self._is_writing():
            self._head = head_of(self.store)
            self._is_known = self.store.connection.in_transaction
        return self._head

    def done(self, act: Id) -> Operation | None:
        """Give what was written under the name of an act; the head is read with it."""
        found = self.store.row(
            "select place, hash, hlc, day, (select body from operation where id = ?)"
            " from operation order by place desc limit 1",
            (act,),
        )
        self._head = _head(found)
        self._is_known = self.store.connection.in_transaction
        return None if found is None or found[4] is None else read_operation(found[4])

    def today(self) -> date:
        """Give the business day of an act now: by the clock, but never below the log's last."""
        if self._today is None or not self._is_writing():
            last = self.head()
            today = self._day(self.clock.now_ms())
            self._today = today if last is None else max(today, last.day)
        return self._today

    def hear(self, reading: int, now_ms: int) -> None:
        """Date what is written from here on after what was heard; `now_ms` is the other's clock.

        Kept in the file: a till that starts again has heard it too.
        """
        before = self._heard_before()
        heard = hear(before, reading, now_ms)
        last = self.head()
        if heard > max(before, 0 if last is None else last.hlc):
            keep_local_fact(self.store, _HEARD, spell_hlc(heard))
            self._heard = heard

    def _heard_before(self) -> int:
        if self._heard is None:
            known = local_fact(self.store, _HEARD)
            self._heard = unspell_hlc(known) if known else 0
        return self._heard

    def _is_writing(self) -> bool:
        return self._is_known and bool(self.store.connection.in_transaction)

    def _day(self, now_ms: int) -> date:
        """Give the business day of an instant; worked out once a minute."""
        minute = now_ms // MINUTE_MS
        if self._minute[0] != minute:
            self._minute = (minute, self.calendar.day(now_ms))
        return self._minute[1]

    def fresh_id(self) -> Id:
        """Make an id for something new."""
        return new_id(self.clock.now_ms(), self.chance(RANDOM_BYTES))

    def write(
        self,
        kind: str,
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
        *,
        identity: Id | None = None,
        wallet: WalletRow | None = None,
    ) -> Operation:
        """Append an operation and apply it; personal fields go beside the chain.

        `wallet` is the one it changes, where it was read in this write.
        """
        private = private or {}
        check_data(kind, data, private)
        last = self.head()
        header = self._header(kind, last, identity)
        salt, secret = b"", b""
        if private:
            salt, secret = self.chance(SALT_BYTES), encode(dict(private))
        operation = Operation(header, data, seal(salt, secret) if private else "")
        body = operation.body()
        before = seed(header.device, header.epoch) if header.seq == 1 else _hash_of(last)
        place = header.epoch << EPOCH_SHIFT | header.seq
        hash_ = link(before, body)
        record(self.store, place, operation, body, hash_)
        self._head, self._is_known = Head(place, hash_, header.hlc, header.day), True
        if private:
            self.store.run(
                "insert into private (place, salt, bytes) values (:place, :salt, :bytes)",
                {"place": place, "salt": salt, "bytes": secret},
            )
        apply(self.store, Applied(place, operation, private, wallet))
        return operation

    def _header(self, kind: str, last: Head | None, identity: Id | None) -> Header:
        now = self.clock.now_ms()
        here = self.identity
        is_first = last is None or last.place >> EPOCH_SHIFT < here.epoch
        today = self._day(now)
        return Header(
            kind=kind,
            id=identity or self.fresh_id(),
            seq=1 if is_first else (_place_of(last) & SEQ_MASK) + 1,
            tenant=here.tenant,
            store=here.store,
            device=here.device,
            epoch=here.epoch,
            staff=self.staff,
            at_ms=now,
            day=today if last is None else max(today, last.day),
            hlc=tick(max(0 if last is None else last.hlc, self._heard_before()), now),
            programme=self.programme,
        )


def open_epoch(store: Store, device_key: bytes, *, clock: Clock, chance: Chance) -> None:
    """Begin a restored file's new epoch: the shop as it was opened, under a new device key."""
    from desktop.store.joining import begin_epoch  # only after a restore: no start waits for it

    shop = load_shop(store)
    first = read_operation(store.value("select body from operation order by place limit 1"))
    journal = Journal(store, shop.identity, shop.calendar, clock, chance, shop.programme.name)
    last = journal.head()
    assert last is not None, "only a shop that was founded is restored"
    begin_epoch(store, last.place >> EPOCH_SHIFT)
    goes_on = {"key": device_key.hex(), "follows": follows(last.place, last.hash)}
    journal.write("shop.opened", {**first.data, **goes_on})
    # The lost file may have numbered people after this backup: draw another block of numbers.
    keep_local_fact(store, "number_block", "")
    keep_local_fact(store, "number_serial", "0")


def _hash_of(head: Head | None) -> bytes:
    assert head is not None, "only the first operation of an epoch has nothing before it"
    return head.hash


def _place_of(head: Head | None) -> int:
    assert head is not None, "only the first operation of an epoch has nothing before it"
    return head.place


def head_of(store: Store) -> Head | None:
    """Give the newest operation; None in an empty log."""
    return _head(
        store.row("select place, hash, hlc, day from operation order by place desc limit 1")
    )


def _head(found: tuple[Any, ...] | None) -> Head | None:
    if found is None:
        return None
    return Head(found[0], found[1], found[2], date.fromisoformat(found[3]))


def day_at_least(store: Store, day: date) -> date:
    """Give a day, or the log's last where the clock says an earlier one."""
    last = store.value("select day from operation order by place desc limit 1")
    return day if last is None else max(day, date.fromisoformat(last))


def record(store: Store, place: int, operation: Operation, body: bytes, link_: bytes) -> None:
    """Insert a row of the log."""
    head = operation.header
    store.run(
        "insert into operation (place, id, kind, at_ms, day, hlc, body, hash)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            place,
            head.id,
            head.kind,
            head.at_ms,
            head.day.isoformat(),
            head.hlc,
            body,
            link_,
        ),
    )


def private_of(store: Store, place: int) -> dict[str, str]:
    """Give the personal data of an operation; empty where it has none or it was erased."""
    found = store.value("select bytes from private where place = :place", {"place": place})
    if found is None:
        return {}
    read: dict[str, str] = json.loads(found)
    return read


def places(store: Store, after: int = 0) -> Iterator[int]:
    """Give the places of the log in order."""
    for (place,) in store.run(
        "select place from operation where place > :after order by place", {"after": after}
    ):
        yield place
