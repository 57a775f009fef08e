"""More is asked than can be done: some are told to come later, and the books are those of a quiet
day. REGULARS_OVERLOAD sets how often each till hands something over (make nightly: 300 times).
"""

import os
import threading
from collections import Counter
from dataclasses import dataclass, field

from central.agreement import Agreement
from central.database import Database
from central.enrolling import Enrolling
from central.proving import prove
from central.vouching import Vouching
from regulars.ids import spell
from sync.wire_pull import Page, PullRequest
from tests.central.service.book import Book
from tests.central.service.cast import GENEROUS
from tests.central.service.standing import KEYS, Hand, Raw, Running, Shop, Till, ask, running

PUSHES = int(os.environ.get("REGULARS_OVERLOAD", "3"))
TILLS, POINTS = 16, 10
LATER = {429, 503}


@dataclass(slots=True)
class Rush:
    """Tills that all hand over at once, and go on until each of their pushes is in."""

    centre: Running
    books: list[tuple[Book, str]]
    said: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    most_jobs: int = 0

    def play(self) -> None:
        """Hand over, from every till on a thread of its own."""
        gate = threading.Barrier(len(self.books))
        threads = [
            threading.Thread(target=self._hand_over, args=(gate, *one)) for one in self.books
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _hand_over(self, gate: threading.Barrier, book: Book, token: str) -> None:
        headers = {"content-type": "application/x-ndjson", "authorization": f"Bearer {token}"}
        gate.wait()
        for _ in range(PUSHES):
            book.sell(POINTS)
            raw = book.push().spelled()
            while True:
                answer = ask(self.centre, "POST", "/v1/sync/push", raw, headers)
                self._look(answer)
                if answer.status not in LATER:
                    break

    def _look(self, answer: Raw) -> None:
        self.said[answer.status] += 1
        workers = self.centre.service.doors._behind.workers
        self.most_jobs = max(self.most_jobs, workers.jobs)
        wait = answer.headers.get("retry-after", "")
        if answer.status in LATER and not (wait.isdigit() and int(wait) > 0):
            self.wrong.append(f"later, but not when: {answer}")
        if answer.status not in LATER | {200}:
            self.wrong.append(f"neither done nor later: {answer}")


def rush(database: Database, most_waiting: int) -> tuple[Rush, Shop]:
    """Play a rush; what was pushed must be in the books once, and the centre well at once."""
    agreement = Agreement(database, Hand(), Vouching(Enrolling(database, KEYS, Hand())))
    with (
        running(
            database, limits=GENEROUS, agreement=agreement, threads=2, most_waiting=most_waiting
        ) as centre,
        centre.till_side() as side,
    ):
        shop, books = Shop(centre.parts.enrolling).open(), list[tuple[Book, str]]()
        for till in (Till() for _ in range(TILLS)):
            token = till.enter(side, shop.code())
            books.append((Book(till), token))
        found = Rush(centre, books)
        found.play()
        assert isinstance(side.pull(books[0][1], PullRequest()), Page)
        assert centre.service.doors._behind.workers.jobs == 0
        assert [line for line in centre.lines if line["event"] == "bug"] == []
    return found, shop


def test_what_is_too_much_is_told_to_come_later_and_nothing_is_lost_or_doubled(
    database: Database,
) -> None:
    found, shop = rush(database, most_waiting=6)
    assert found.wrong == []
    assert found.said[200] == TILLS * PUSHES
    assert sum(found.said[status] for status in LATER) > 0
    assert found.most_jobs <= 6
    proof = prove(database, shop.tenant)
    assert proof.findings == []
    assert (proof.operations, proof.points) == (TILLS * PUSHES, TILLS * PUSHES * POINTS)
    assert len({spell(book.wallet) for book, _ in found.books}) == proof.wallets


def test_control_a_centre_that_turns_nobody_away_lets_them_pile_up(database: Database) -> None:
    found, _ = rush(database, most_waiting=1_000)
    assert found.said == {200: TILLS * PUSHES}
    assert found.most_jobs > 6
