"""A till of several for the tests of pages: what the centre tells it, and what it answers."""

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from desktop.opening import OpenShop
from desktop.store.joining import join
from desktop.till import Till
from desktop.till_file import TillFile
from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.enrolment import Standing
from sync.wire_problem import ProblemKind
from sync.wire_pull import Page
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer, WalletRow
from sync.wishes import Wished, WishEnd
from tests.ui.shop import result

EAST, MARKET = Id(b"east".ljust(16)), Id(b"market".ljust(16))
EAST_STREET = Id(b"east street".ljust(16))
FOREVER = 10**12


@dataclass
class Centre:
    """What a centre would say to one till; a question for rights waits until a test answers."""

    till: Till
    seq: int = 10
    asked: list[tuple[Id, int, Future[Wished]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        def job(opened: OpenShop) -> None:
            with opened.book.store.writing():
                join(opened.book.store, lease_days=14, is_authority=False)

        result(self.till.writer.submit(job))
        self.file = TillFile(self.till)
        self.tells()

    def row(self, wallet: Id, balance: int, granted: int, **more: int) -> WalletRow:
        """Make a wallet's row with all this till did in it."""
        here = self.file.who()
        self.seq += 1
        return WalletRow(
            tenant=here.tenant,
            device=here.device,
            epoch=here.epoch,
            wallet=wallet,
            seq=self.seq,
            balance=balance,
            debt=more.get("debt", 0),
            seen=self.file.heads()[-1],
            granted=granted,
            keep=FOREVER,
            backed=((date(2027, 12, 31), balance),),
        )

    def tells(
        self, *wallets: WalletRow, standing: Standing = Standing.LIVE, **rows: dict[str, Json]
    ) -> None:
        """Let the till read a page."""
        told: dict[str, tuple[dict[str, Json], ...]] = {k: (row,) for k, row in rows.items()}
        if wallets:
            told["wallet"] = tuple(row.row() for row in wallets)
        self.seq += 1
        page = Page(f"c1.{self.seq}", True, 0, 1, standing, 1, 0, told)
        self.file.apply_page(page)

    def has(self, wallet: Id, balance: int, here: int) -> None:
        """Let a wallet have so much, and this till rights to a part of it."""
        self.tells(self.row(wallet, balance, here))

    def says_who_holds(
        self, wallet: Id, balance: int, here: int, *held: tuple[Id, int], pool: int = 0
    ) -> RightsAnswer:
        """Answer a question for rights; the till keeps what it says of others."""
        answer = RightsAnswer(self.row(wallet, balance, here), pool, held, 1, 0)
        self.file.apply_rights(answer)
        return answer

    def names(self) -> None:
        """Let the till know what the others are called, as the feed tells it."""
        till: dict[str, Json] = {"id": spell(EAST), "seq": 2, "name": "till 1"}
        store: dict[str, Json] = {"id": spell(EAST_STREET), "seq": 1, "name": "East Street"}
        facts = (("till", till | {"store": spell(EAST_STREET)}), ("store", store))

        def job(opened: OpenShop) -> None:
            with opened.book.store.writing():
                for kind, row in facts:
                    opened.book.store.run(
                        "insert into feed_row (kind, id, seq, place, body) values (?, ?, 1, 0, ?)"
                        " on conflict (kind, id) do nothing",
                        (kind, row["id"], encode(row).decode()),
                    )

        result(self.till.writer.submit(job))

    def has_heard_all(self, outcome: Outcome = Outcome.POSTED) -> None:
        """Confirm everything this till did; the newest act came to this."""
        epoch, last = self.file.heads()[-1]
        told = (Result(last, outcome),)
        answer = PushAnswer(last, self.file.hash_at(epoch, last), told, 1, Standing.LIVE, 0)
        self.file.note_answer(epoch, answer)

    def want_rights(self, wallet: Id, points: int) -> Future[Wished]:
        """Keep a question for rights."""
        told: Future[Wished] = Future()
        self.asked.append((wallet, points, told))
        return told

    def answers(self, end: WishEnd, problem: ProblemKind | None = None) -> None:
        """Say what came of the oldest question."""
        self.asked.pop(0)[2].set_result(Wished(1, end, None, problem))
