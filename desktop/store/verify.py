"""Prove the file: the chain holds, the ledger says what the log says, totals are the ledger's.

Every finding names the row. This reads everything; `desktop.store.verify_chain` is what every start
can afford.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from desktop.store.allocations import SETTLED, allocation_rows, end_text
from desktop.store.centre import is_known_to_have_joined
from desktop.store.database import Store
from desktop.store.entries import lots_of
from desktop.store.places import LINE_SHIFT
from desktop.store.verify_centre import AGREEING, people_match
from desktop.store.verify_chain import LOG, Finding, check_link
from desktop.store.verify_entries import entries_match
from desktop.store.verify_rows import ROWS
from regulars.ids import unspell
from regulars.operations.chain import SALT_BYTES, seal

_KNOWN = ("name", "phone", "birthday", "language")
_LOG_TABLES = ("operation", "private")
Progress = Callable[[str, int], bool]
"""Told what is looked at and how many rows are done; answers False to stop."""


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
        checks = AGREEING if is_known_to_have_joined(store) else (_totals, _lots, _members, *ROWS)
        for check in (_chain, entries_match, _private, *checks):
            if check in (*ROWS, people_match) and any(
                one.where.startswith(_LOG_TABLES) for one in findings
            ):
                break  # rows can only be held against a log that holds
            for finding in check(store, counts, progress):
                findings.append(finding)
                if len(findings) >= limit:
                    return Proof(**counts, findings=tuple(findings))
    return Proof(**counts, findings=tuple(findings))


def _chain(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    before: tuple[int, bytes] | None = None
    for row in store.run(f"{LOG} order by place"):
        yield from check_link(row, before)
        before = (row[0], row[4])
        counts["operations"] += 1
        if counts["operations"] % 5_000 == 0 and not progress("chain", counts["operations"]):
            return


def _totals(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    rows = store.run(
        "select wallet.key, wallet.balance, wallet.debt, member.number,"
        " coalesce(sum(points), 0), coalesce(sum(entry.debt), 0),"
        " visits, last_visit, granted, earned, used, returned,"
        " count(entry.key) filter (where kind = 'earn'),"
        " coalesce(max(day) filter (where kind = 'earn'), ''),"
        " 0, coalesce(sum(max(points, 0)), 0),"  # who has no centre is granted nothing
        " coalesce(sum(case when kind <> 'expire' then max(-points, 0) end), 0),"
        " coalesce(sum(case when kind = 'expire' then max(-points, 0) end), 0),"
        " next_end, coalesce(min(expires_on) filter (where points > 0), '')"
        " from wallet left join member on member.key = wallet.member"
        " left join entry on entry.wallet = wallet.key group by wallet.key"
    )
    for key, balance, debt, number, points, owed, *cells in rows:
        counts["wallets"] += 1
        where = f"wallet {key} (member {number})"
        if balance != points:
            yield Finding(where, f"its balance is {balance}, its ledger says {points}")
        if debt != owed:
            yield Finding(where, f"its debt is {debt}, its ledger says {owed}")
        if cells[:6] != cells[6:12]:
            yield Finding(
                where, f"its visits and rights are {cells[:6]}, its ledger says {cells[6:12]}"
            )
        never_took = cells[10] == cells[11] == 0  # whoever did is looked at with the lots
        if never_took and cells[12] != cells[13]:
            yield Finding(where, f"its points end {cells[12]}, its ledger says {cells[13]}")
        if counts["wallets"] % 5_000 == 0 and not progress("totals", counts["wallets"]):
            return


def _lots(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare the allocation rows of wallets that ever lost points, and lots with balances."""
    del counts
    took = store.rows(
        "select wallet from allocation union select wallet from entry where points < 0"
        " union select key from wallet where unsettled <> 0"
    )
    for number, (wallet,) in enumerate(took):
        try:
            lots = lots_of(store, wallet)
        except ValueError:  # an entry of no known kind or day; it was reported already
            yield Finding(f"allocation of wallet {wallet}", "its entries cannot be read")
            continue
        rows = store.rows(
            "select entry, line, lot, points from allocation where wallet = :wallet"
            " order by entry, line",
            {"wallet": wallet},
        )
        balance, end, put_off = store.row(
            "select balance, next_end, unsettled from wallet where key = ?", (wallet,)
        ) or (0, "", 0)
        if [row for row in allocation_rows(lots) if row[0] != put_off] != rows:
            yield Finding(f"allocation of wallet {wallet}", "it is not what the ledger gives")
        if put_off != SETTLED and (end or put_off != _last(store, wallet)):
            yield Finding(f"wallet {wallet}", f"what is unsettled in it is not {put_off}")
        alive = sum(lot.left for lot in lots.lots) - lots.expired_posted - lots.shortfall
        if alive != balance:
            yield Finding(f"wallet {wallet}", f"its lots hold {alive}, its balance is {balance}")
        if end_text(lots) != end:
            yield Finding(f"wallet {wallet}", f"its points end {end}, not {end_text(lots)}")
        if number % 1_000 == 0 and not progress("lots", number):
            return


def _last(store: Store, wallet: int) -> int | None:
    """Give the redemption that a wallet's newest act is, made on its own day; None is no such."""
    found: int | None = store.value(
        "select entry.key from entry join operation on place = entry.key >> :shift"
        " where wallet = :wallet and entry.kind = 'redeem' and entry.day = operation.day"
        " and place = (select max(key) from entry where wallet = :wallet) >> :shift",
        {"wallet": wallet, "shift": LINE_SHIFT},
    )
    return found


def _private(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts
    rows = store.run(
        "select place, body, salt, bytes from private left join operation using (place)"
    )
    for number, (place, body, salt, secret) in enumerate(rows):
        try:
            sealed = json.loads(body or b"{}").get("p", "")
        except (ValueError, AttributeError):
            continue
        if len(salt) != SALT_BYTES or seal(salt, secret) != sealed:
            yield Finding(f"private {place}", "the operation vouches for other personal data")
        if number % 5_000 == 0 and not progress("private", number):
            return


def _members(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare what members are called with the newest personal data in the log."""
    del counts
    rows = store.run(
        "select member.id, wallet.id, number, joined, operation.day,"
        " name, phone, birthday, member.language, operation.body, private.bytes from operation"
        " left join member using (place) left join private using (place)"
        " left join wallet on wallet.member = member.key where kind = 'member.enrolled'"
    )
    changed = _changes(store)
    for number, (*ids, joined, day, name, phone, birthday, language, body, secret) in enumerate(
        rows
    ):
        try:
            data = json.loads(body)["data"]
            known = {"language": data["language"]}
            known |= {} if secret is None else json.loads(secret)
            wanted_ids = [unspell(data["member"]), unspell(data["wallet"]), data["number"]]
        except (ValueError, KeyError, TypeError):
            continue  # its bytes were reported already
        known = known | changed.get(ids[0], {})
        wanted = tuple(known.get(name, "") for name in _KNOWN)
        where = f"member {data['number']}"
        if ids != wanted_ids or joined != day:
            yield Finding(where, "who this is, the wallet or the number were changed by hand")
        elif (name, phone, birthday, language) != wanted:
            yield Finding(where, "name, phone, birthday or language were changed by hand")
        if number % 5_000 == 0 and not progress("members", number):
            return


def _changes(store: Store) -> dict[bytes, dict[str, str]]:
    found: dict[bytes, dict[str, str]] = {}
    for body, secret in store.run(
        "select body, bytes from operation join private using (place)"
        " where kind = 'member.changed' order by place"
    ):
        with suppress(ValueError, KeyError, TypeError):  # such bytes were reported already
            member = unspell(json.loads(body)["data"]["member"])
            found.setdefault(member, {}).update(json.loads(secret))
    return found
