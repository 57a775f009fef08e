"""The day as it must be, by plain arithmetic; and what the closed files say of it.

One point for each 1.00, a hundred points pay 1.00. Amounts are in hundredths. The rules stand here
a second time on purpose: nothing that reckons in the program reckons here.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from desktop.admin_desk import Desk
from desktop.opening import World
from desktop.paths import Folder
from desktop.store.database import Store

PER_POINT = 100


@dataclass(slots=True)
class Sale:
    """A sale that was rung up: what it came to, earned and spent, and what went back of it.

    One that was taken back as a mistake frees its receipt; goods brought back do not.
    """

    receipt: str
    amount: int
    earned: int
    spent: int = 0
    gone: int = 0
    is_undone: bool = False


@dataclass(slots=True)
class Purse:
    """What one member has."""

    balance: int = 0
    debt: int = 0

    def gain(self, points: int) -> None:
        """Repay what is owed first."""
        repaid = min(points, self.debt)
        self.debt -= repaid
        self.balance += points - repaid

    def lose(self, points: int) -> None:
        """Owe what is not there."""
        taken = min(points, self.balance)
        self.balance -= taken
        self.debt += points - taken


@dataclass(slots=True)
class Expected:
    """What the day comes to so far."""

    purses: dict[str, Purse] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    sales: list[Sale] = field(default_factory=list)

    def found(self) -> None:
        """A shop, its store, till and rules, its language, its owner."""
        self.kinds.update(["shop.opened", "store", "till", "programme", "setting", "staff"])

    def enrol(self, name: str, *, offers: bool = False) -> None:
        """A member with a card, and a yes or two."""
        self.purses[name] = Purse()
        self.kinds.update(["member.enrolled", "card.issued", "consent.given"])
        self.kinds["consent.given"] += offers

    def replace_card(self) -> None:
        """One card dead, one new."""
        self.kinds.update(["card.revoked", "card.issued"])

    def sell(self, name: str, amount: int, receipt: str = "", spend: int = 0) -> Sale:
        """A sale of which points pay `spend`, a hundredth each; that part earns nothing."""
        sale = Sale(receipt, amount, (amount - spend) // PER_POINT, spend)
        purse = self.purses[name]
        purse.balance -= spend
        purse.gain(sale.earned)
        self.kinds["sale"] += 1
        self.sales.append(sale)
        return sale

    def give_back(self, name: str, sale: Sale, amount: int) -> None:
        """A part of a sale, or all that is left of it: spent points first come back."""
        part = (sale.gone + amount, sale.gone)
        spent = [-(-sale.spent * gone // sale.amount) for gone in part]
        earned = [sale.earned * gone // sale.amount for gone in part]
        purse = self.purses[name]
        purse.balance += spent[0] - spent[1]
        purse.lose(earned[0] - earned[1])
        sale.gone += amount
        self.kinds["reverse"] += 1

    def undo(self, name: str, sale: Sale) -> None:
        """All of a sale that should not have been."""
        self.give_back(name, sale, sale.amount)
        sale.is_undone = True

    def adjust(self, name: str, points: int) -> None:
        """Points by hand."""
        self.purses[name].gain(points)
        self.kinds["adjust"] += 1


def differences(expected: Expected, root: Path, world: World) -> list[str]:
    """Read the closed files again, and give what is not as expected."""
    desk = Desk(Folder(root / "shop"), world, lambda _text: None, lambda _text: None)
    with desk.beside() as (store, _keys):
        found = dict(_read(store))
    wanted: dict[str, object] = {
        "members": {name: (one.balance, one.debt) for name, one in expected.purses.items()},
        "operations": dict(expected.kinds),
        "sales": [(one.receipt, one.amount, one.gone) for one in expected.sales],
        "receipts": sorted(
            one.receipt for one in expected.sales if one.receipt and not one.is_undone
        ),
    }
    return [
        f"{what}: {found[what]}, expected {wanted[what]}"
        for what in wanted
        if found[what] != wanted[what]
    ]


def _read(store: Store) -> list[tuple[str, object]]:
    members = store.rows(
        "select name, balance, debt from member join wallet on wallet.member = member.key"
    )
    kinds = store.rows("select kind, count(*) from operation group by kind")
    sales = store.rows(
        "select coalesce(said ->> 'receipt', ''), coalesce(said ->> 'amount', 0),"
        " coalesce(refunded, 0) from (select place, kind, cast(body as text) -> '$.data' as said"
        " from operation) left join given_back using (place)"
        " where kind in ('sale', 'redeem') order by place"
    )
    receipts = store.rows("select key from receipt")
    return [
        ("members", {name: (balance, debt) for name, balance, debt in members}),
        ("operations", dict(kinds)),
        ("sales", [tuple(row) for row in sales]),
        ("receipts", sorted(key.partition("|")[2] for (key,) in receipts)),
    ]
