"""Cashiers that sell, redeem and take back at tills that die under their hands."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.processes.handle import TillDied, TillProcess
from tests.processes.town import REST_S, Town
from tests.processes.witness import POINT_MINOR, Act


@dataclass(slots=True)
class Cashier:
    """Somebody at one till, who does as many acts as are wished for, one after another.

    Where the till dies it is started again and the same is asked again, under the same name.
    """

    town: Town
    till: TillProcess
    chance: Random
    sold: list[Act] = field(default_factory=list)
    wished: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    failed: list[BaseException] = field(default_factory=list)
    is_over: bool = False
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Come to work."""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go home; what was asked is answered first."""
        self.is_over = True
        self.wished.release()
        self._thread.join(REST_S)
        assert not self._thread.is_alive(), f"{self.till.name} does not answer"
        for error in self.failed:
            raise error

    def _work(self) -> None:
        try:
            while self.wished.acquire() and not self.is_over:
                self._act()
        except BaseException as error:  # noqa: BLE001 - the test must see it, whatever it is
            self.failed.append(error)

    def _act(self) -> None:
        member = self.chance.choice(self.town.members)["member"]
        act, roll = uuid.uuid4().hex, self.chance.randrange(10)
        if roll < 6 or not self.sold:
            amount = self.chance.randrange(10_000, 60_000)
            done = Act(act, "sale", self.till.name, member, amount // POINT_MINOR)
            if self._ask(done, "sell", member=member, amount=amount):
                self.sold.append(done)
        elif roll < 9:
            points = self.chance.randrange(100, 400)
            done = Act(act, "redeem", self.till.name, member, -points)
            self._ask(done, "redeem", member=member, points=points)
        else:
            back = self.sold.pop(self.chance.randrange(len(self.sold)))
            done = Act(act, "reverse", self.till.name, back.member, -back.points)
            self._ask(done, "refund", sale=back.name)

    def _ask(self, act: Act, do: str, **said: object) -> str:
        while True:
            self.town.witness.tries += 1
            try:
                answer = self.till.ask(do, act=act.name, **said)
            except TillDied:
                self._revive()
            else:
                return self.town.heard(answer, act)

    def _revive(self) -> None:
        try:
            self.till.start()
        except TillDied:  # killed again while it started
            return


@dataclass(slots=True)
class Load:
    """All cashiers of a town."""

    town: Town
    cashiers: list[Cashier]

    def wish(self, each: int) -> int:
        """Wish for so many acts of each; gives how many answers there are when all are done."""
        target = self.town.witness.answers + each * len(self.cashiers)
        for cashier in self.cashiers:
            cashier.wished.release(each)
        return target


@contextmanager
def working(town: Town) -> Iterator[Load]:
    """Let a cashier work at each till while the block lasts; every till runs afterwards."""
    seeds = [Random(town.chance.random()) for _ in town.tills]
    load = Load(town, [Cashier(town, *one) for one in zip(town.tills, seeds, strict=True)])
    try:
        yield load
    finally:
        for cashier in load.cashiers:
            cashier.stop()
    for till in town.tills:
        till.start()
