"""A shop of real processes: tills, a bad line, services, a database, the witness beside them."""

import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.processes.centre import (
    Service,
    Store,
    code,
    home,
    make_store,
    service_address,
    stand_by,
    verified,
)
from tests.processes.handle import TillProcess
from tests.processes.proxy import Proxy
from tests.processes.witness import ACTS, POINT_MINOR, Act, Witness

REST_S = 120
_ACTS = f"""
select encode(uuid_send(id), 'hex'), kind, outcome from operation
where kind in {ACTS} and device in (select device from device where role <> 'centre')
"""
_WALLETS = "select encode(uuid_send(member), 'hex'), balance, debt from wallet"
_HEADS = """
select encode(uuid_send(device), 'hex'), epoch, last_seq, encode(head, 'hex') from device_epoch
"""
_LOSS = "select points from loss"
NEWEST = "select max(next_seq) - 1 from tenant"


@dataclass(slots=True)
class Town:
    """Everything that runs; `stores` holds the database, and perhaps one that stands by."""

    folder: Path
    stores: list[Store]
    services: list[Service]
    proxy: Proxy
    chance: Random
    tills: list[TillProcess] = field(default_factory=list)
    members: list[dict[str, str]] = field(default_factory=list)
    witness: Witness = field(default_factory=Witness)
    gone: list[Store] = field(default_factory=list)

    # Beginning

    def settle(self, tills: int, members: int, **extra: object) -> None:
        """Let a shop that ran alone found the centre, further tills join, and people enrol."""
        for number in range(tills):
            self.add_till(f"till {number}", extra=extra, founds=not number)
        for number in range(members):
            self.add_member(self.tills[number % tills], f"Lin {number}")

    def add_till(
        self, name: str, *, extra: dict[str, Any], founds: bool, module: str | None = None
    ) -> TillProcess:
        """Found or join with another till."""
        place = self.folder / name.replace(" ", "-")
        place.mkdir()
        text = code(self.address, self.folder, founds=founds)
        told = extra if founds else {**extra, "code": text}
        till = TillProcess(name, place, self.proxy.address, told)
        till.module = module or till.module
        self.tills.append(till)
        till.start()
        if founds:
            said = till.ask("enter", code=text)
            assert "trouble" not in said, said
        return till

    def add_member(self, till: TillProcess, name: str) -> dict[str, str]:
        """Enrol somebody at one till, whom all others hear of."""
        said = till.ask("enrol", act=uuid.uuid4().hex, name=name)
        self.members.append(said)
        for other in self.tills:
            if other is not till:
                self.introduce(other, said)
        return said

    def introduce(self, till: TillProcess, one: dict[str, str]) -> None:
        """Let a till hear of a member of another."""
        row = {key: one[key] for key in ("wallet", "number", "joined", "name")}
        till.ask("introduce", row={"id": one["member"], **row})

    @property
    def address(self) -> str:
        """Give how services reach the database."""
        return self.services[0].address

    # Acts

    def sell(self, till: TillProcess, member: str, amount: int, act: str = "") -> str:
        """Sell once; gives the name of the act, or nothing where it was refused."""
        act = act or uuid.uuid4().hex
        said = till.ask("sell", act=act, member=member, amount=amount)
        return self.heard(said, Act(act, "sale", till.name, member, amount // POINT_MINOR))

    def heard(self, said: dict[str, Any], act: Act) -> str:
        """Tell the witness what a till answered; gives the name of what was done."""
        if "at" in said:
            self.witness.saw(act)
            return act.name
        self.witness.saw_refusal(said.get("refused") or said["trouble"])
        return ""

    # The end

    def rest(self, seconds: int = REST_S) -> None:
        """Wait until all that was done is at the centre, and all that is there at every till."""
        self.proxy.deliver()
        place, until = 0, time.monotonic() + seconds
        while True:
            left = max(1, int(until - time.monotonic()))
            states = [till.ask("rest", place=place, seconds=left) for till in self.tills]
            [(newest,)] = self.stores[0].rows(NEWEST)
            assert isinstance(newest, int)
            place = newest
            if all(one["cursor"] >= place and not one["waiting"] for one in states):
                return
            assert time.monotonic() < until, f"it never comes to rest: {place}, {states}"

    def judge(self) -> list[str]:
        """Say everything that is not as it must be, once all is at rest."""
        store, wrong = self.stores[0], list[str]()
        found = [(str(a), str(b), str(c)) for a, b, c in store.rows(_ACTS)]
        wrong += self.witness.judge_acts(found)
        wallets = {str(member): (balance, debt) for member, balance, debt in store.rows(_WALLETS)}
        for one in self.members:
            member, has = one["member"], self.witness.has(one["member"])
            balance, debt = wallets.get(member, (0, 0))
            assert isinstance(balance, int)
            assert isinstance(debt, int)
            if balance - debt != has:
                wrong.append(f"{one['name']}: the centre says {balance - debt}, it is {has}")
            for till in self.tills:
                card = till.ask("card", member=member)
                if (card["balance"], card["debt"]) != (balance, debt):
                    wrong.append(f"{one['name']}: {till.name} says {card}, it is {balance, debt}")
        heads = {(device, epoch): [last, head] for device, epoch, last, head in store.rows(_HEADS)}
        for till in self.tills:
            proof = till.ask("prove")
            wrong += [f"{till.name}: {finding}" for finding in proof["findings"]]
            for epoch, last, head in proof["heads"]:
                if heads[till.who["device"], epoch] != [last, head]:
                    wrong.append(f"{till.name}: its log of epoch {epoch} is not the centre's")
        wrong += [f"the shop paid for {points} points" for (points,) in store.rows(_LOSS)]
        said = verified(self.address, self.folder)
        return [*wrong, said] if said else wrong

    def close(self) -> None:
        """End all that was started here."""
        for till in self.tills:
            till.kill()
            till.end()
        for service in self.services:
            service.kill()
        for store in self.stores:
            store.cluster.stop(is_kept=False)


@contextmanager
def town(
    services: int = 1,
    *,
    module: str = "central",
    stands_by: bool = False,
    folder: Path | None = None,
    seed: int = 1,
) -> Iterator[Town]:
    """Run a centre with a line to it while the block lasts; nobody has come yet."""
    with ExitStack() as ending:
        folder = folder or ending.enter_context(home())
        stores = [make_store(folder / "db")]
        if stands_by:
            stores.append(stand_by(stores[0], folder / "db2"))
        address = service_address(*(store.cluster for store in stores))
        running = [
            Service(address, folder, folder / f"service-{number}.log", module)
            for number in range(services)
        ]
        turn = Random(seed)
        proxy = ending.enter_context(Proxy(lambda: turn.choice(running).port))
        one = Town(folder, stores, running, proxy, Random(seed))
        ending.callback(one.close)
        for service in running:
            service.start()
        yield one
