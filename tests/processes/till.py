"""A till without a screen in a process of its own: a line of JSON asks, a line answers.

The verbs, the encrypted file, the engine, the courier and HTTP are those of the program. Only the
courier's time runs faster, so that a test need not wait as long as a shop can.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from random import Random
from typing import Any

from desktop.changes import Changed
from desktop.joining import Joined, Offer, bring_shop
from desktop.joining_new import MadeTill, NewTill, join_new
from desktop.opening import OpenShop, World, found
from desktop.paths import Folder
from desktop.pins import Hasher
from desktop.requests import BY_SEARCH, EnrolRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.secrets import FileStore
from desktop.staff import Person
from desktop.store import feed
from desktop.store.centre import has_joined
from desktop.store.shop import Identity
from desktop.store.verify import verify
from desktop.store.way import way_of
from desktop.till import open_till
from desktop.till_file import TillFile
from desktop.trouble import Trouble
from regulars.ids import spell, unspell
from regulars.points.earning import Line
from regulars.refusals import Refusal
from sync import engine as engines
from sync.courier import Courier, alarm
from sync.engine import Engine
from sync.http import HttpCentre
from sync.signing import sign
from sync.status import SyncState
from sync.steps import Moment
from sync.wire import Row
from tests.faults.day import PIN, first_run
from tests.processes.quicker import NoticedFile, QuickWaiter, ShiftedClock

Said = Mapping[str, Any]
SECONDS = 60
WISH_MS = 3_000


class Counter:
    """One till and its way to the centre; each public method answers one line."""

    def __init__(self, told: Said) -> None:
        """Make the till where there is none, open it, and go on where it was."""
        self.told = told
        self.clock = ShiftedClock(int(told.get("shift_ms", 0)))
        self.world = World(
            self.clock, os.urandom, Hasher(time_cost=1, memory_cost=8, parallelism=1)
        )
        self.folder = Folder(Path(told["folder"]))
        self.moved = threading.Condition()
        self.courier: Courier | None = None
        self.said: SyncState | None = None
        if not self.folder.is_set_up():
            self._make()
        self.till = open_till(self.folder, self.world, self._changed)
        self.till.ready.result(SECONDS)
        if "synchronous" in told:
            words = f"pragma synchronous = {told['synchronous']}"
            self._write(lambda opened: opened.book.store.run(words))
        if self._write(lambda opened: has_joined(opened.book.store)):
            self.link()
        self._sign_in()

    def _make(self) -> None:
        """Become a till of the shop it was told a code for, or found one of its own."""
        keeper = FileStore(self.folder.making)
        if "code" in self.told:
            code, name = self.told["code"], NewTill(self.folder.root.parent.name)
            made = join_new(self.folder, self.world, self._offer(), code, name, keeper)
            assert isinstance(made, MadeTill), made
            return
        done = found(self.folder, first_run(), self.world, keeper)
        assert not isinstance(done, Refusal)
        done[0].close()

    def _offer(self) -> Offer:
        return Offer(self.told["address"], "", "")

    def _sign_in(self) -> None:
        """Let the owner act, once the centre has told of them and their PIN."""
        until = self.clock.steady_ms() + SECONDS * 1_000
        while not self._is_in():
            assert self.clock.steady_ms() < until, "nobody can sign in"
            with self.moved:
                self.moved.wait(0.1)

    def _is_in(self) -> bool:
        owners = [one for one in done(self.till.staff()) if one.role == "owner" and one.has_pin]
        return any(isinstance(done(self.till.sign_in(one.id, PIN)), Person) for one in owners)

    def _write(self, job: Callable[[OpenShop], Any]) -> Any:
        return done(self.till.writer.submit(job))

    def _changed(self, _: Changed) -> None:
        if self.courier is not None:
            self.courier.nudge()

    def _heard(self, state: SyncState) -> None:
        self.said = state

    # The centre

    def link(self) -> Said:
        """Begin anew to speak with the centre, as after a start: without a token."""
        self.cut_off()
        # One that says nothing is not waited for as long as in a shop.
        engines.SILENCE_MS = engines.LISTEN_SILENCE_MS = int(self.told.get("silence_ms", 3_000))
        engines.LISTEN_S = 5
        pace = int(self.told["pace"])
        key: bytes = self._write(lambda opened: opened.keys.device)
        file = NoticedFile(self.till, self.moved)
        way = self._write(lambda opened: way_of(opened.book.store))
        self.courier = Courier(
            lambda: Engine(file, lambda statement: sign(key, statement), os.urandom, way.key),
            HttpCentre(self.told["address"]),
            lambda: Moment(self.clock.steady_ms() * pace, self.clock.now_ms()),
            self._heard,
            another=lambda: HttpCentre(self.told["address"]),
            waiter=QuickWaiter(pace),
            later=lambda after_ms, act: alarm(after_ms // pace, act),
        )
        self.courier.start()
        return {}

    def cut_off(self) -> Said:
        """Speak with the centre no more."""
        if self.courier is not None:
            assert self.courier.stop(SECONDS)
        self.courier = None
        return {}

    def enter(self, said: Said) -> Said:
        """Bring the shop to the centre with a code, and begin to speak with it."""
        answer = bring_shop(self.till, self._offer(), said["code"])
        return self.link() if isinstance(answer, Joined) else {"trouble": str(answer)}

    # Acts

    def enrol(self, said: Said) -> Said:
        """Make somebody a member."""
        wish = EnrolRequest(said["name"], agreed=True, act=unspell(said["act"]))
        made = done(self.till.enrol(wish))
        if isinstance(made, Refusal):
            return {"refused": made.code}
        one = made.member
        who = {"member": spell(one.id), "wallet": spell(one.wallet), "number": one.number}
        return who | {"joined": one.joined.isoformat(), "name": one.name}

    def introduce(self, said: Said) -> Said:
        """Hear of a member of another till, as from the feed; what that says later counts."""
        row: Row = {**said["row"], "seq": 1}

        def hear(opened: OpenShop) -> None:
            head = opened.book.journal.head()
            with opened.book.store.writing():
                feed.apply_row(opened.book.store, "member", row, 0 if head is None else head.place)

        self._write(hear)
        return {}

    def sell(self, said: Said) -> Said:
        """Sell, perhaps paying with points."""
        wish = SaleRequest(
            act=unspell(said["act"]),
            member=unspell(said["member"]),
            lines=(Line(said["amount"]),),
            receipt=said["act"],
            spend_points=said.get("spend", 0),
        )
        return _said(done(self.till.sell(wish)))

    def redeem(self, said: Said) -> Said:
        """Spend points; where rights are missing, ask for them first."""
        member = unspell(said["member"])
        card = done(self.till.member(member, BY_SEARCH))
        spendable = card.balance if card.spendable is None else card.spendable
        if spendable < said["points"] and self.courier is not None:
            wish_ms = WISH_MS * int(self.told["pace"])
            done(self.courier.want_rights(card.wallet, said["points"], wish_ms))
        wish = RedeemRequest(unspell(said["act"]), member, said["points"], "tea")
        return _said(done(self.till.redeem(wish)))

    def refund(self, said: Said) -> Said:
        """Take a whole sale back."""
        wish = RefundRequest(unspell(said["act"]), unspell(said["sale"]), "void")
        return _said(done(self.till.give_back(wish)))

    def batch(self, said: Said) -> Said:
        """Do many acts without a pause, time passing in between; gives each with what came of it.

        Nobody is asked for rights: it is for a till that is cut off.
        """
        chance, acts = Random(said["seed"]), list[list[object]]()
        for _ in range(said["count"]):
            member, act = chance.choice(said["members"]), spell(self.till.fresh_id())
            if chance.randrange(5):
                amount = chance.randrange(10_000, 60_000)
                answer = self.sell({"act": act, "member": member, "amount": amount})
                acts.append([act, "sale", member, amount, answer])
            else:
                points = chance.randrange(100, 400)
                wish = RedeemRequest(unspell(act), unspell(member), points, "tea")
                answer = _said(done(self.till.redeem(wish)))
                acts.append([act, "redeem", member, points, answer])
            self.clock.shift_ms += said["step_ms"] if "at" in answer else 0
        return {"acts": acts}

    def hurry(self) -> Said:
        """Press the key that tries at once."""
        if self.courier is not None:
            self.courier.try_now()
        return {}

    # Looking

    def who(self) -> Said:
        """Say which till of which shop this is."""
        here: Identity = self.till.shop.identity
        return {name: spell(getattr(here, name)) for name in ("tenant", "store", "device")}

    def card(self, said: Said) -> Said:
        """Say what a cashier sees of a member."""
        card = done(self.till.member(unspell(said["member"]), BY_SEARCH))
        return {"balance": card.balance, "debt": card.debt}

    def state(self) -> Said:
        """Say how far this till and the centre are."""
        file = TillFile(self.till)
        place = file.cursor().rpartition(".")[2]
        return {
            "waiting": file.backlog().count,
            "cursor": int(place or 0),
            "feed": file.feed(),
            "standing": file.standing().value,
            "reports": file.must_report(),
            "says": str(self.said),
        }

    def rest(self, said: Said) -> Said:
        """Wait until all is sent and a place of the feed is read; gives how it stands then."""
        place, until = said["place"], self.clock.steady_ms() + said["seconds"] * 1_000

        def is_far() -> bool:
            now = self.state()
            return bool(not now["waiting"] and not now["reports"] and now["cursor"] >= place)

        while not is_far() and self.clock.steady_ms() < until:
            with self.moved:
                self.moved.wait(0.1)
        return self.state()

    def prove(self) -> Said:
        """Prove the whole file."""
        proof = done(self.till.read_long(verify))
        findings = [f"{one.where}: {one.what}" for one in proof.findings]
        file = TillFile(self.till)
        heads = [[epoch, last, file.hash_at(epoch, last).hex()] for epoch, last in file.heads()]
        return {"findings": findings, "heads": heads, "operations": proof.operations}

    def pass_time(self, said: Said) -> Said:
        """Let time pass at this till."""
        self.clock.shift_ms += said["ms"]
        return {}


def done(future: "Future[Any]") -> Any:
    """Wait for what a till was asked."""
    return future.result(SECONDS)


def _said(answer: Any) -> Said:
    return {"refused": answer.code} if isinstance(answer, Refusal) else {"at": answer.at_ms}


def serve(counter: Counter) -> None:
    """Answer lines until they end; a trouble is an answer too."""
    for line in sys.stdin:
        said = json.loads(line)
        act = getattr(counter, said.pop("do"))
        try:
            answer = act(said) if said else act()
        except Trouble as error:
            answer = {"trouble": error.code}
        tell(answer)


def tell(answer: Said) -> None:
    """Answer a line."""
    sys.stdout.write(json.dumps(dict(answer)) + "\n")
    sys.stdout.flush()


def main(make: Callable[[Said], Counter] = Counter) -> None:
    """Be the till that the first argument describes, until nobody asks any more."""
    counter = make(json.loads(sys.argv[1]))
    tell(counter.who())
    serve(counter)
    counter.cut_off()
    counter.till.close(SECONDS)


if __name__ == "__main__":
    main()
