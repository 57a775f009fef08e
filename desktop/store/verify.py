"""Prove the file: the chain holds, the ledger says what the log says, totals are the ledger's.

Every finding names the row. `verify` reads everything; `check_recent` is what every start does:
the newest operations and the head kept beside the file.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.store.database import Store
from desktop.store.journal import EPOCH_SHIFT, SEQ_MASK
from desktop.store.postings import LINE_SHIFT, allocation_rows, lots_of
from regulars.canonical import NotCanonicalError, decode
from regulars.ids import Id, unspell
from regulars.operations.chain import link, seal, seed
from regulars.points.ledger import postings

RECENT = 1_000
Progress = Callable[[str, int], bool]
"""Told what is looked at and how many rows are done; answers False to stop."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is not what it must be; `where` names it, `what` says what is wrong."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at and what was found; `is_whole` when nothing was."""

    operations: int
    entries: int
    wallets: int
    points: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether everything is as it must be."""
        return not self.findings


def _never_stop(_what: str, _done: int) -> bool:
    return True


def verify(store: Store, progress: Progress = _never_stop, limit: int = 100) -> Proof:
    """Prove the whole file; stops after `limit` findings."""
    findings: list[Finding] = []
    counts = {"operations": 0, "entries": 0, "wallets": 0, "points": 0}
    with store.reading():
        for check in (_chain_and_entries, _totals, _lots, _private, _members):
            for finding in check(store, counts, progress):
                findings.append(finding)
                if len(findings) >= limit:
                    return Proof(**counts, findings=tuple(findings))
    return Proof(**counts, findings=tuple(findings))


def check_recent(store: Store, count: int = RECENT) -> list[Finding]:
    """Check the newest operations: what every start can afford."""
    with store.reading():
        rows = store.rows(
            "select place, id, kind, body, hash from operation order by place desc limit :count",
            {"count": count + 1},
        )[::-1]
        found: list[Finding] = []
        before: tuple[int, bytes] | None = None
        for row in rows:
            if before is None and row[0] & SEQ_MASK != 1:
                before = (row[0], row[4])  # its own predecessor is not looked at
                continue
            found += _check_link(row, before)
            before = (row[0], row[4])
        return found


def _chain_and_entries(
    store: Store, counts: dict[str, int], progress: Progress
) -> Iterator[Finding]:
    entries = iter(
        store.run(
            "select entry.key, wallet.id, kind, points, entry.debt, day, act, expires_on"
            " from entry join wallet on wallet.key = entry.wallet order by entry.key"
        )
    )
    entry = next(entries, None)
    before: tuple[int, bytes] | None = None
    for row in store.run("select place, id, kind, body, hash from operation order by place"):
        place = row[0]
        yield from _check_link(row, before)
        before = (place, row[4])
        counts["operations"] += 1
        mine: list[tuple[Any, ...]] = []
        while entry is not None and entry[0] >> LINE_SHIFT <= place:
            counts["entries"] += 1
            counts["points"] += entry[3]
            if entry[0] >> LINE_SHIFT < place:
                yield Finding(f"entry {entry[0]}", "no operation brought it")
            else:
                mine.append(entry)
            entry = next(entries, None)
        yield from _check_entries(place, row[3], mine)
        if counts["operations"] % 5_000 == 0 and not progress("chain", counts["operations"]):
            return
    while entry is not None:
        yield Finding(f"entry {entry[0]}", "no operation brought it")
        entry = next(entries, None)


def _check_link(row: tuple[Any, ...], before: tuple[int, bytes] | None) -> list[Finding]:
    place, identity, kind, body, hash_ = row
    where = f"operation {place >> EPOCH_SHIFT}-{place & SEQ_MASK}"
    try:
        read: Any = decode(body)
        device, epoch, seq = unspell(read["device"]), read["epoch"], read["seq"]
        row_says = (epoch << EPOCH_SHIFT | seq, unspell(read["id"]), read["kind"])
    except (NotCanonicalError, KeyError, ValueError, TypeError):
        return [Finding(where, "its bytes are not an operation")]
    found: list[Finding] = []
    if row_says != (place, Id(identity), kind):
        found.append(Finding(where, "its row and its bytes differ"))
    is_first = place & SEQ_MASK == 1
    if not is_first and (before is None or before[0] != place - 1):
        found.append(Finding(where, "the operation before it is missing"))
        return found
    previous = seed(device, epoch) if is_first or before is None else before[1]
    if link(previous, body) != hash_:
        found.append(Finding(where, "its hash does not follow from its bytes and what was before"))
    return found


def _check_entries(place: int, body: bytes, found: list[tuple[Any, ...]]) -> Iterator[Finding]:
    try:
        read: Any = json.loads(body)
        lines = postings(read["kind"], read["id"], read["data"])
    except (ValueError, KeyError, TypeError):
        return  # its bytes were reported already
    wanted = {
        place << LINE_SHIFT | number: (
            unspell(line.wallet),
            line.kind.value,
            line.points,
            line.debt,
            line.day.isoformat(),
            unspell(line.act),
            None if line.expires_on is None else line.expires_on.isoformat(),
        )
        for number, line in enumerate(lines)
    }
    for key, *rest in found:
        if wanted.pop(key, None) != tuple(rest):
            yield Finding(f"entry {key}", "it is not what its operation says")
    for key in wanted:
        yield Finding(f"entry {key}", "it is missing")


def _totals(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    rows = store.run(
        "select wallet.key, wallet.balance, wallet.debt, member.number,"
        " coalesce(sum(points), 0), coalesce(sum(entry.debt), 0),"
        " (select granted + earned - used - returned from holding"
        "  where holding.wallet = wallet.key and device = 0)"
        " from wallet join member on member.key = wallet.member"
        " left join entry on entry.wallet = wallet.key group by wallet.key"
    )
    for key, balance, debt, number, points, owed, rights in rows:
        counts["wallets"] += 1
        where = f"wallet {key} (member {number})"
        if balance != points:
            yield Finding(where, f"its balance is {balance}, its ledger says {points}")
        if debt != owed:
            yield Finding(where, f"its debt is {debt}, its ledger says {owed}")
        if rights != balance:
            yield Finding(where, f"rights to {rights} points are held for a balance of {balance}")
        if counts["wallets"] % 5_000 == 0 and not progress("totals", counts["wallets"]):
            return


def _lots(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare the allocation rows of wallets that spent, and lots with balances."""
    del counts
    spent = [row[0] for row in store.run("select distinct wallet from allocation")]
    for number, wallet in enumerate(spent):
        lots = lots_of(store, wallet)
        rows = store.rows(
            "select entry, line, lot, points from allocation where wallet = :wallet"
            " order by entry, line",
            {"wallet": wallet},
        )
        if allocation_rows(lots) != rows:
            yield Finding(f"allocation of wallet {wallet}", "it is not what the ledger gives")
        balance = store.value("select balance from wallet where key = :key", {"key": wallet})
        alive = sum(lot.left for lot in lots.lots) - lots.expired_posted - lots.shortfall
        if alive != balance:
            yield Finding(f"wallet {wallet}", f"its lots hold {alive}, its balance is {balance}")
        if number % 1_000 == 0 and not progress("lots", number):
            return


def _private(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts
    rows = store.run(
        "select place, body, salt, bytes from operation left join private using (place)"
        " where kind in ('member.enrolled', 'member.changed', 'staff', 'adjust')"
    )
    for number, (place, body, salt, secret) in enumerate(rows):
        try:
            sealed = json.loads(body).get("p", "")
        except (ValueError, AttributeError):
            continue
        if secret is not None and seal(salt, secret) != sealed:
            yield Finding(f"private {place}", "the operation vouches for other personal data")
        if number % 5_000 == 0 and not progress("private", number):
            return


def _members(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare what members are called with the newest personal data in the log."""
    del counts
    rows = store.run(
        "select member.id, number, name, phone, birthday, operation.body, private.bytes"
        " from member join operation using (place) left join private using (place)"
    )
    changed = _changes(store)
    for number, (identity, card_number, name, phone, birthday, body, secret) in enumerate(rows):
        if secret is None:
            continue
        try:
            known: dict[str, str] = json.loads(secret)
            spelled = json.loads(body)["data"]["number"]
        except (ValueError, KeyError):
            continue
        known = known | changed.get(identity, {})
        wanted = (known.get("name", ""), known.get("phone", ""), known.get("birthday", ""))
        if (name, phone, birthday) != wanted or spelled != card_number:
            yield Finding(
                f"member {spelled}", "name, phone, birthday or number were changed by hand"
            )
        if number % 5_000 == 0 and not progress("members", number):
            return


def _changes(store: Store) -> dict[bytes, dict[str, str]]:
    found: dict[bytes, dict[str, str]] = {}
    for body, secret in store.run(
        "select body, bytes from operation join private using (place)"
        " where kind = 'member.changed' order by place"
    ):
        member = unspell(json.loads(body)["data"]["member"])
        found.setdefault(member, {}).update(json.loads(secret))
    return found
