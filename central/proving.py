"""Proves a shop's data at the centre: every log's chain, every wallet against the ledger, the feed.

Reads everything as it was at one moment; changes nothing. The store's own triggers refuse most of
what is looked for here; this finds what was changed past them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from central.database import Connection, Database, identity, uuid
from regulars.ids import Id
from regulars.operations.chain import link, seed

_PAGE = 2_000
_EPOCH_BITS = 32
_SEQ_MASK = (1 << _EPOCH_BITS) - 1

_OPERATIONS = """
select device, place, body, hash from operation
where tenant = %(tenant)s and (device, place) > (%(device)s, %(place)s)
order by device, place limit %(limit)s
"""
_HEADS = """
select device, epoch, last_seq, head from device_epoch join device using (tenant, device)
where device_epoch.tenant = %(tenant)s and device.role <> 'centre'
"""
_WALLETS = """
with ledger as (
  select wallet, sum(points) as points, sum(debt) as debt from entry
  where tenant = %(tenant)s group by wallet
), rights as (
  select wallet, sum(available) as held from holding
  where tenant = %(tenant)s group by wallet
), carried as ( -- by the shop, for what only a decision that was lost with the centre explains
  select split_part(detail ->> 'about', ' ', 1)::uuid as wallet,
    sum((detail ->> 'points')::bigint) as points
  from review where tenant = %(tenant)s and kind = 'short-after-restore' group by 1
)
select wallet.wallet, balance, coalesce(ledger.points, 0) + coalesce(carried.points, 0),
  wallet.debt, coalesce(ledger.debt, 0),
  wallet.held, coalesce(rights.held, 0)
from wallet left join ledger using (wallet) left join rights using (wallet)
  left join carried using (wallet)
where tenant = %(tenant)s
order by wallet.wallet
"""
_COUNTS = """
select (select count(*) from entry where tenant = %(tenant)s), next_seq,
  (select coalesce(max(seq), 0) from entity_version where tenant = %(tenant)s)
from tenant where tenant = %(tenant)s
"""


@dataclass(slots=True)
class Proof:
    """What was looked at, and what is not as it must be."""

    operations: int = 0
    entries: int = 0
    wallets: int = 0
    points: int = 0
    findings: list[str] = field(default_factory=list)


def prove(database: Database, shop: Id) -> Proof:
    """Look at everything of one shop."""

    def work(connection: Connection) -> Proof:
        proof = Proof()
        _prove_logs(connection, shop, proof)
        _prove_wallets(connection, shop, proof)
        _prove_feed(connection, shop, proof)
        return proof

    return database.read(shop, work)


def _prove_logs(connection: Connection, shop: Id, proof: Proof) -> None:
    """Follow each log from its beginning; a device's own name and place say where it is broken."""
    heads: dict[tuple[Id, int], tuple[int, bytes]] = {}
    for device, place, body, hash_ in _operations(connection, shop):
        proof.operations += 1
        epoch, seq = place >> _EPOCH_BITS, place & _SEQ_MASK
        last, before = heads.get((device, epoch), (0, seed(device, epoch)))
        where = f"device {device.hex()}, epoch {epoch}, operation {seq}"
        if seq != last + 1:
            proof.findings.append(f"{where}: operations before it are missing")
        elif link(before, body) != hash_:
            proof.findings.append(f"{where}: does not follow from the one before it")
        heads[device, epoch] = seq, hash_
    for device, epoch, last, head in _said_heads(connection, shop):
        found = heads.get((device, epoch), (0, seed(device, epoch)))
        if found != (last, head):
            what = f"device {device.hex()}, epoch {epoch}"
            proof.findings.append(f"{what}: its log ends at {found[0]}, its row says {last}")


def _operations(connection: Connection, shop: Id) -> Iterator[tuple[Id, int, bytes, bytes]]:
    values: dict[str, object] = {"tenant": uuid(shop), "device": uuid(Id(bytes(16)))}
    values |= {"place": 0, "limit": _PAGE}
    while True:
        rows = connection.execute(_OPERATIONS, values).fetchall()
        for device, place, body, hash_ in rows:
            yield identity(device), place, bytes(body), bytes(hash_)
        if len(rows) < _PAGE:
            return
        values |= {"device": rows[-1][0], "place": rows[-1][1]}


def _said_heads(connection: Connection, shop: Id) -> Iterator[tuple[Id, int, int, bytes]]:
    for device, epoch, last, head in connection.execute(_HEADS, {"tenant": uuid(shop)}).fetchall():
        yield identity(device), epoch, last, bytes(head)


def _prove_wallets(connection: Connection, shop: Id, proof: Proof) -> None:
    for row in connection.execute(_WALLETS, {"tenant": uuid(shop)}).fetchall():
        wallet, *figures = row
        balance, entries, debt, owed, held, rights = (int(figure) for figure in figures)
        proof.wallets += 1
        proof.points += balance
        pairs = (
            ("balance", balance, "the ledger says", entries),
            ("debt", debt, "the ledger says", owed),
            ("held", held, "its holdings say", rights),
        )
        proof.findings += [
            f"wallet {wallet.hex}: {name} {figure:,}, {who} {other:,}"
            for name, figure, who, other in pairs
            if figure != other
        ]


def _prove_feed(connection: Connection, shop: Id, proof: Proof) -> None:
    ((entries, following, newest),) = connection.execute(_COUNTS, {"tenant": uuid(shop)}).fetchall()
    proof.entries = entries
    if following <= newest:
        proof.findings.append(f"feed: the next number is {following:,}, {newest:,} is used")
