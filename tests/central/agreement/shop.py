"""A shop at the centre's door: tills that write real operations, and what they ask, by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from central.agreement import Agreement
from central.callers import Caller
from central.database import Connection, Database, uuid
from regulars.agreement import exchange, messages
from regulars.agreement.messages import Logged
from regulars.agreement.till import TillSide
from regulars.ids import Id, unspell
from regulars.operations.chain import seed
from regulars.operations.hlc import tick
from sync import signing, wire_push
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from sync.wire_push import PushAnswer
from sync.wire_rights import (
    GrantReport,
    ReportAnswer,
    RightsAnswer,
    RightsRequest,
    WalletRow,
    read_wallet_row,
)
from tests.central.agreement import spelling
from tests.central.agreement.mirror import VAULT, Second
from tests.simulation.world import BEGIN, DAY_MS, named, store_of

NOBODY = "00" * 16
MEMBER, OTHER = named("a member"), named("another member")
WALLET, OTHER_WALLET = named("a wallet"), named("another wallet")
MIDNIGHT_MS = 1_767_571_200_000
"""When the day on which a simulated world begins does."""


@dataclass(slots=True)
class Shop:
    """One tenant and its tills."""

    database: Database
    tenant: Id = field(default_factory=lambda: Id(uuid4().bytes))
    now_ms: int = MIDNIGHT_MS
    acts: int = 0
    stores: dict[str, str] = field(default_factory=dict)

    def open(self) -> "Shop":
        """Make the tenant's row."""
        self.second().found()
        return self

    def second(self) -> Second:
        """Give what registers tills."""
        second = Second(self.database, None, self.tenant)  # type: ignore[arg-type] # makes no backups
        second.stores = self.stores
        return second

    @property
    def agreement(self) -> Agreement:
        """Give the centre, as a process of the service would have it."""
        return Agreement(
            self.database,
            lambda: self.now_ms,
            lambda _, words: signing.sign(spelling.KEY, words),
            vault=VAULT,
        )

    def till(self, name: str, epoch: int = 1, *, store: int | None = None) -> TillSide:
        """Enrol a till, in a store or in none."""
        till = TillSide(named(name), epoch, first={epoch: 0})
        if store is not None:
            self.stores[till.device] = store_of(2 * store)
        self.second().enrol(till.source)
        return till

    def caller(self, till: TillSide) -> Caller:
        """Say who asks."""
        return self.second().enrol(till.source)

    # What tills write

    def write(self, till: TillSide, kind: str, data: Mapping[str, Any], **private: str) -> Logged:
        """Append an operation to a till's log, whether a till would or not."""
        self.acts += 1
        day = BEGIN + timedelta(days=(self.now_ms - MIDNIGHT_MS) // DAY_MS)
        till.hlc = tick(till.hlc, self.now_ms)
        identity = named(f"{kind} {self.acts} of {self.tenant.hex()}")
        place = len(till.log) + 1
        op = Logged(kind, identity, till.source, place, day, till.hlc, data, b"", private)
        till.log.append(op)
        spelling.chain(till, place - 1, self.tenant)
        return till.log[-1]

    def sell(
        self,
        till: TillSide,
        earned: int,
        *,
        spent: int = 0,
        wrong: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Logged:
        """Sell something that earns points, and perhaps is paid with some."""
        data: dict[str, Any] = {
            "member": MEMBER,
            "wallet": WALLET,
            "on": self.day,
            "receipt": "",
            "receipt_key": "",
            "amount": earned * 10 + spent,
            "lines": [["", "", 1, earned * 10 + spent, earned]],
            "excluded": 0,
            "paid": spent,
            "base": earned * 10,
            "earned": earned,
            "repaid": 0,
            "expires": "",
            "spent": [[WALLET, spent]] if spent else [],
            "pays": spent,
            "how": "card",
            "source": "typed",
            "approver": NOBODY,
        }
        return self.write(till, "sale", data | more | dict(wrong or {}))

    def enrol_member(self, till: TillSide, phone: str = "+886912345678") -> Logged:
        """Take in a member."""
        data = {"number": "2900420000172", "language": "en", "source": "counter"}
        return self.write(
            till,
            "member.enrolled",
            {"member": MEMBER, "wallet": WALLET} | data,
            name="王小明",
            phone=phone,
            birthday="",
        )

    def close_day(self, till: TillSide) -> Logged:
        """Close a till's day."""
        data = {"number": 1, "on": self.day, "head": "", "signature": "", "totals": {}}
        return self.write(till, "day.close", data)

    def ask_refund(self, till: TillSide, sale: Logged, **other: Any) -> Logged:
        """Ask for all of a sale to be given back, or for what `other` says."""
        data: dict[str, Any] = {
            "of": sale.id,
            "member": MEMBER,
            "on": self.day,
            "why": "refund",
            "lines": [sale.data["amount"]],
            "amount": sale.data["amount"],
            "whole": True,
            "approver": NOBODY,
        }
        return self.write(till, "refund.request", data | other)

    @property
    def day(self) -> str:
        """Give the shop's day."""
        return (BEGIN + timedelta(days=(self.now_ms - MIDNIGHT_MS) // DAY_MS)).isoformat()

    # What tills ask

    def push(self, till: TillSide, first: int = 1, **other: Any) -> PushAnswer | Problem:
        """Push a till's log from a number on; `other` changes the message before it is signed."""
        return self.agreement.push(self.caller(till), self.message(till, first, **other))

    def push_bytes(self, till: TillSide, *bodies: bytes) -> list[str]:
        """Push a log of bytes, and give what became of each."""
        device = unspell(till.device)
        said = wire_push.Push(device, till.epoch, 1, 1, seed(device, till.epoch), bodies)
        signed = replace(said, signature=signing.sign(spelling.KEY, said.statement()))
        answer = self.agreement.push(self.caller(till), signed)
        assert isinstance(answer, PushAnswer), answer
        return [result.outcome.value for result in answer.results]

    def message(self, till: TillSide, first: int = 1, **other: Any) -> wire_push.Push:
        """Give a push of a till's log from a number on, signed."""
        ops = tuple(till.log[first - 1 :])
        previous = till.log[first - 2].hash if first > 1 else b""
        said = spelling.spelled(messages.Push(till.source, ops, previous), self.tenant)
        changed = replace(said, **other)
        return replace(changed, signature=signing.sign(spelling.KEY, changed.statement()))

    def results(self, till: TillSide, first: int = 1) -> list[str]:
        """Push, and give what became of each operation."""
        answer = self.push(till, first)
        assert isinstance(answer, PushAnswer), answer
        return [result.outcome.value for result in answer.results]

    def pull(self, till: TillSide, cursor: str = "", limit: int = 100) -> Page:
        """Pull a page."""
        ended = exchange.next_pull(till).ended
        page = self.agreement.pull(self.caller(till), PullRequest(cursor, limit, ended=ended))
        assert isinstance(page, Page), page
        return page

    def wallet(self, till: TillSide, wallet: str = WALLET) -> WalletRow:
        """Give a wallet as a till is told of it."""
        rows = [read_wallet_row(row) for row in self.pull(till).rows["wallet"]]
        return next(
            row for row in rows if isinstance(row, WalletRow) and row.wallet.hex() == wallet
        )

    def ask(self, till: TillSide, want: int, feed: int = 1) -> RightsAnswer | Problem:
        """Ask for rights to have been granted so many points in all."""
        asked = RightsRequest(unspell(till.device), till.epoch, feed, unspell(WALLET), want)
        return self.agreement.rights(self.caller(till), asked)

    def tell(
        self, till: TillSide, granted: int, *, feed: int = 2, is_last: bool = True
    ) -> ReportAnswer | Problem:
        """Report what a till was granted."""
        report = GrantReport(
            unspell(till.device),
            till.epoch,
            feed,
            ((till.epoch, unspell(WALLET), granted),) if granted else (),
            ((till.epoch, len(till.log)),),
            is_last=is_last,
        )
        return self.agreement.report(self.caller(till), report)

    # What is in the database

    def rows(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """Ask the database as this tenant."""
        known = {**values, "tenant": uuid(self.tenant)}
        return self.database.read(
            self.tenant, lambda c: c.execute(question.encode(), known).fetchall()
        )

    def change(self, statement: str, **values: object) -> None:
        """Change something behind the centre's back."""

        def work(connection: Connection) -> None:
            connection.execute(statement.encode(), values)

        self.database.write(self.tenant, work)

    def balance(self, wallet: str = WALLET) -> tuple[int, int, int]:
        """Give balance, what tills hold, and debt."""
        ((balance, held, debt),) = self.rows(
            "select balance, held, debt from wallet where wallet = %(wallet)s",
            wallet=UUID(hex=wallet),
        )
        return balance, held, debt

    def reviews(self) -> list[str]:
        """Name what a person should look at."""
        return [kind for (kind,) in self.rows("select kind from review order by kind")]
