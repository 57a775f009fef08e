"""A till as a value: its log, its rights, and what it last heard of the centre.

The log is the truth; cells, own lines and sales follow from it (`relive` proves that). Nothing here
waits for an answer: a till acts by what it has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from regulars.agreement.asked import most_of, read_asked
from regulars.agreement.messages import NOWHERE, Logged, Place, Source, WalletRow
from regulars.agreement.sales import Sale, after_reverse, sale_of
from regulars.canonical import encode
from regulars.ids import Id
from regulars.operations.chain import link, seed
from regulars.operations.hlc import tick
from regulars.operations.kinds import KINDS
from regulars.points.ledger import postings
from regulars.rights.cells import NOTHING, Cells
from regulars.rights.spending import alive_points, spendable


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What one of the till's operations did to a wallet."""

    place: Place
    points: int
    debt: int


@dataclass(slots=True)
class TillSide:
    """One till. `cells` are those of its present life; `grants` remembers every life's grants.

    `acked` is how far each life of its log is known at the centre. `released` are sales whose
    refund it has handed over, all up to `closed` among them. `asked` are its own requests for
    refunds; `told`, kept for good, as which one of its sale each was carried out, 0: refused.
    """

    device: str
    epoch: int = 1
    log: list[Logged] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=lambda: {1: 0})
    acked: dict[int, int] = field(default_factory=dict)
    cells: dict[str, Cells] = field(default_factory=dict)
    grants: dict[tuple[int, str], int] = field(default_factory=dict)
    rows: dict[str, WalletRow] = field(default_factory=dict)
    facts: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    own: dict[str, list[OwnLine]] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    closed: Place = NOWHERE
    released: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    told: dict[str, int] = field(default_factory=dict)
    cursor: int = 0
    feed_epoch: int = 0
    must_report: bool = False
    must_pull: bool = True
    is_frozen: bool = False
    is_authority: bool = False
    lease_until_ms: int = 0
    day: date = date(2026, 1, 1)
    hlc: int = 0

    @property
    def source(self) -> Source:
        """Give the present life of this till's log."""
        return Source(self.device, self.epoch)

    @property
    def last(self) -> int:
        """Give the last sequence number of the present life."""
        return len(self.log) - self.first[self.epoch]

    def head(self) -> bytes:
        """Give the hash the next operation follows."""
        if self.last:
            return self.log[-1].hash
        return seed(Id(self.device.encode()), self.epoch)


def write(
    till: TillSide,
    kind: str,
    data: Mapping[str, Any],
    *,
    identity: str,
    at: tuple[date, int],
    private: Mapping[str, str] | None = None,
) -> Logged:
    """Append an operation and apply it, as one transaction; `at` is the day and the wall clock."""
    till.day = max(till.day, at[0])
    till.hlc = tick(till.hlc, max(0, at[1]))
    seq = till.last + 1
    body = encode({"data": data, "id": identity, "kind": kind, "seq": seq})
    hash_ = link(till.head(), body)
    op = Logged(kind, identity, till.source, seq, till.day, till.hlc, data, hash_, private or {})
    till.log.append(op)
    _apply(till, op)
    return op


def _apply(till: TillSide, op: Logged) -> None:
    if op.kind == "rights.return":
        wallet = op.data["wallet"]
        till.cells[wallet] = rights(till, wallet).handing_back(op.data["points"])
    elif op.kind in {"sale", "redeem"}:
        till.sales[op.id] = sale_of(op)
    elif op.kind == "reverse":
        till.sales[op.data["of"]] = after_reverse(till.sales[op.data["of"]], op.data)
    elif op.kind == "refund.release":
        till.released.add(op.data["of"])
    elif op.kind == "refund.request":
        till.asked.add(op.id)
    elif op.kind == "day.close":
        till.closed = op.place
    elif op.kind == "authority.handed_over":
        till.is_authority = False
    if op.kind in KINDS and KINDS[op.kind].moves_points:
        _post(till, op)


def _post(till: TillSide, op: Logged) -> None:
    lines = postings(op.kind, op.id, op.data)
    for wallet in dict.fromkeys(line.wallet for line in lines):
        mine = [line for line in lines if line.wallet == wallet]
        if op.source.epoch == till.epoch:
            till.cells[wallet] = rights(till, wallet).plus(mine)
        points, debt = sum(line.points for line in mine), sum(line.debt for line in mine)
        till.own.setdefault(wallet, []).append(OwnLine(op.place, points, debt))


def rights(till: TillSide, wallet: str) -> Cells:
    """Give the cells of a wallet at this till."""
    return till.cells.get(wallet, NOTHING)


def own_since(till: TillSide, wallet: str) -> tuple[int, int]:
    """Give what this till's own operations did that the centre's row does not show yet.

    Of an earlier life of the log the centre may keep operations for a person to look at; once it
    has them, its row is the truth.
    """
    row = till.rows.get(wallet)
    known = NOWHERE if row is None else row.place
    points = debt = 0
    for line in reversed(till.own.get(wallet, ())):
        if line.place <= known:
            break
        epoch, seq = line.place
        if epoch == till.epoch or seq > till.acked.get(epoch, 0):
            points += line.points
            debt += line.debt
    return points, debt


def shown(till: TillSide, wallet: str) -> tuple[int, int]:
    """Give balance and debt as this till knows them."""
    row = till.rows.get(wallet)
    points, debt = own_since(till, wallet)
    return (row.balance if row else 0) + points, max(0, (row.debt if row else 0) + debt)


def may_spend(till: TillSide, wallet: str, now_ms: int) -> int:
    """Give the points this till may spend from a wallet now."""
    row = till.rows.get(wallet)
    alive = alive_points(row.backed, till.day) if row else 0
    alive += own_since(till, wallet)[0]
    return spendable(
        rights(till, wallet),
        alive=alive,
        is_frozen=till.is_frozen,
        lease=till.is_authority or now_ms < till.lease_until_ms,
    )


def may_reverse(till: TillSide, sale: str) -> bool:
    """Tell whether giving a sale back is still this till's own right."""
    return holds_refund(till, sale) and not till.sales[sale].is_gone


def holds_refund(till: TillSide, sale: str) -> bool:
    """Tell whether the refunds of a sale are in this till's hands: it sold, and kept them."""
    one = till.sales.get(sale)
    if one is None or one.place.epoch != till.epoch:
        return False
    return one.place > till.closed and sale not in till.released


def known_back(till: TillSide, sale: str) -> list[int]:
    """Give what a till knows to have gone back of each line of a sale; [] for nothing."""
    one = till.sales.get(sale)
    own = [line.refunded_minor for line in one.sold.lines] if one else []
    found = most_of(own, read_asked(till.facts.get(("request", sale), (0, ""))[1]).back)
    return [*found] if any(found) else []


def begin_epoch(till: TillSide) -> None:
    """Begin a new life of the log: nothing the old one had rights to may be spent any more.

    A person does this after a restore, a copy, or when the till was declared gone.
    """
    for wallet, cells in till.cells.items():
        till.grants[till.epoch, wallet] = cells.granted
    till.epoch += 1
    till.first[till.epoch] = len(till.log)
    till.cells = {}
    till.is_frozen = False
    till.lease_until_ms = 0
    till.cursor = 0


def relive(till: TillSide) -> dict[str, tuple[int, int, int]]:
    """Work the cells that the log alone determines out anew: earned, used, returned."""
    cells: dict[str, Cells] = {}
    for op in till.log[till.first[till.epoch] :]:
        if op.kind == "rights.return":
            before = cells.get(op.data["wallet"], NOTHING)
            after = Cells(0, before.earned, before.used, before.returned + op.data["points"])
            cells[op.data["wallet"]] = after
        elif op.kind in KINDS and KINDS[op.kind].moves_points:
            for line in postings(op.kind, op.id, op.data):
                before = cells.get(line.wallet, NOTHING)
                most = Cells(1 << 60, before.earned, before.used, before.returned)
                after = most.plus([line])
                cells[line.wallet] = Cells(0, after.earned, after.used, after.returned)
    return {wallet: (one.earned, one.used, one.returned) for wallet, one in cells.items()}
