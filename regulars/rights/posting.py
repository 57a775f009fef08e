"""What an operation does to one account at the centre.

The centre posts every line a till wrote, exactly once and in the till's order; nothing is turned
away. Corrections of its own move the pool and the debt, never a till's rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from regulars.points.ledger import Posting
from regulars.rights.cells import Cells
from regulars.rights.funding import UNFUNDED, Funding, fund


@dataclass(frozen=True, slots=True)
class Account:
    """One wallet at the centre, in points: `held` is the sum of all tills' available rights."""

    balance: int = 0
    debt: int = 0
    held: int = 0

    @property
    def pool(self) -> int:
        """Give the points no till has rights to."""
        return self.balance - self.held


EMPTY = Account()


@dataclass(frozen=True, slots=True)
class Posted:
    """An account and a till's cells after its lines, and what a person should look at.

    `excess` is what a till repaid of a debt that was already gone; it is in the pool again.
    """

    account: Account
    cells: Cells
    funding: Funding = UNFUNDED
    excess: int = 0


def post(account: Account, cells: Cells, lines: Iterable[Posting]) -> Posted:
    """Post the lines of one till's operation that concern one account."""
    posted = Posted(account, cells)
    for line in lines:
        posted = _credit(posted, line) if line.points > 0 else _debit(posted, line)
    assert posted.cells.available >= 0, "a till never has less than no rights"
    assert posted.account.debt >= 0, "nobody owes less than nothing"
    return posted


def _credit(before: Posted, line: Posting) -> Posted:
    """Points a till gives are its own to spend at once: it may have done so already."""
    account, cells = before.account, before.cells
    points = line.points
    after = Account(account.balance + points, account.debt + line.debt, account.held + points)
    return Posted(after, cells.earning(points), before.funding, before.excess)


def _debit(before: Posted, line: Posting) -> Posted:
    account, cells = before.account, before.cells
    paid = fund(-line.points, rights=cells.available, pool=account.pool)
    if line.returned:
        cells = replace(cells, returned=cells.returned + paid.rights)
    else:
        cells = replace(cells, used=cells.used + paid.rights)
    excess = max(0, -line.debt - account.debt)
    account = Account(
        account.balance - paid.rights - paid.pool + excess,
        account.debt + line.debt + excess,
        account.held - paid.rights,
    )
    return Posted(account, cells, before.funding.plus(paid), before.excess + excess)


def post_own(account: Account, lines: Iterable[Posting]) -> Account:
    """Post lines of the authority itself: they move the pool only."""
    balance, debt = account.balance, account.debt
    for line in lines:
        balance += line.points
        debt += line.debt
    after = Account(balance, debt, account.held)
    assert balance >= account.balance or after.pool >= 0, "the authority takes only from the pool"
    assert debt >= 0, "nobody owes less than nothing"
    return after


def hand_back(account: Account, cells: Cells, points: int) -> tuple[Account, Cells]:
    """Put rights that a till hands back into the pool; a retired till has none to hand back."""
    points = min(points, cells.available)
    if not points:
        return account, cells
    return replace(account, held=account.held - points), cells.handing_back(points)


def reclaim(account: Account, cells: Cells) -> tuple[Account, Cells, int]:
    """Put what a till declared gone still holds into the pool; gives the points reclaimed."""
    points = cells.available
    return replace(account, held=account.held - points), cells.reclaim(), points


def raise_grant(account: Account, cells: Cells, granted: int) -> tuple[Account, Cells]:
    """Write a till's new total of grants."""
    assert granted >= cells.granted, "a grant is never taken back"
    held = account.held + granted - cells.granted
    return replace(account, held=held), cells.knowing(granted)


def correct(account: Account, points: int) -> tuple[int, int]:
    """Divide points the authority takes back into what the pool has and what becomes debt."""
    taken = min(points, max(account.pool, 0))
    return taken, points - taken


def collectable(account: Account) -> int:
    """Give what the pool can repay of a debt now."""
    return min(account.debt, max(account.pool, 0))
