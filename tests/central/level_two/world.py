"""Level 2: real files, real engines and a real PostgreSQL, with level 1 played beside them.

Plans, acts, faults and checks are those of the simulation, time is virtual. After every exchange
the file says what the till of the rules says, and both centres hold the same.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from central.database import Connection, Database
from desktop.store.centre import has_joined
from desktop.store.verify import verify
from regulars.agreement import till as till_side
from regulars.agreement.messages import Source
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync import signing
from sync.engine import Engine
from sync.steps import Ask
from sync.wire_pull import Page
from tests.central.agreement import spelling
from tests.central.agreement.mirror import VAULT, DifferentError, Second, nobody_comes_by
from tests.central.agreement.state import differences
from tests.central.level_two.file import TillFile
from tests.central.level_two.pair import BothCentres, PairStore, RulesStore
from tests.desktop.agreeing.shadow import same
from tests.regulars.operations.samples import DATA
from tests.simulation import acts, checks, run
from tests.simulation.run import Told
from tests.simulation.scenario import ACTS, WAITS, Step, plan
from tests.simulation.world import BEGIN, CHEAPEST, DAY_MS, Node, World, named, store_of
from tests.sync.engine_world import Desk, EngineWorld, Said

JUMP_DAYS = 7
OLD = "it has a till of another life of the log"


def sign(statement: bytes) -> bytes:
    """Sign as every till here does."""
    return signing.sign(spelling.KEY, statement)


def vouches(statement: bytes, signature: bytes) -> bool:
    """Tell whether a till signed."""
    return signing.vouches(spelling.PUBLIC, statement, signature)


class LevelTwo(EngineWorld):
    """Everything in one seed."""

    def set_up_files(self, second: Second, folder: Path) -> None:
        """Found the shop at the centre and in the tills' files."""
        self.second, self.folder = second, folder
        self.files: dict[int, TillFile] = {}
        self.saved: dict[int, tuple[TillSide, Path]] = {}
        self.cursors: dict[str, str] = {}
        self.service = BothCentres(
            rules=lambda: self.centre,
            now_ms=lambda: self.now_ms + DAY_MS * 1_000,
            vouches=vouches,
            lives_s=self.service.lives_s,
            heard=self._check_push,
            other=self.other,
            compare=self.compare,
            cursors=self.cursors,
        )
        for number in range(self.plan.tills):
            is_alone = self.plan.is_founded and number == 0
            file = TillFile(folder / f"till {number}", self.plan.seed, number, is_alone=is_alone)
            file.cursors = self.cursors
            node = Node(f"till {number}", file.till, is_cut=is_alone)
            self.centre.places.stores[file.till.device] = store_of(number)
            if number == 0:
                second.tenant = self.service.tenant = file.own.who().tenant
                VAULT.forget(second.tenant)  # another database had a shop of this name
                second.found()
            second.stores.update(self.centre.places.stores)
            self.files[id(node)] = file
            self.nodes.append(node)
            self.doing(node, lambda: None)

    def other(self) -> Second:
        """Give the second centre, at the same moment."""
        self.second.now_ms = self.wall_ms()
        return self.second

    def wall_ms(self) -> int:
        """Give the time at the centres; the files' clocks show the same day."""
        midnight = datetime(BEGIN.year, BEGIN.month, BEGIN.day, tzinfo=UTC)
        return int(midnight.timestamp()) * 1_000 + self.now_ms

    def compare(self) -> None:
        """Compare all that the two centres hold."""
        other = self.other()
        known = other.database.read(self.second.tenant, other.stored)
        found = differences(known, other.remembered(self.centre))
        if found:
            raise DifferentError("\n".join(found))

    # A till and its file

    def file_of(self, node: Node) -> TillFile:
        """Give the file of a till, as it is after a disk was lost or copied."""
        file = self.files.get(id(node))
        if file is None or file.till is not node.till:
            till, path = self.saved.pop(id(node.till))
            assert till is node.till, OLD
            file = self.files.get(id(node)) or self._copy_of(node)
            file.till = till
            file.store.close()
            file._start(path)
            if not (has_joined(file.store) or node.is_cut):
                file.joins(is_authority=True)  # put back as it was before it met the centre
            self.files[id(node)] = file
        return file

    def _copy_of(self, node: Node) -> TillFile:
        """Make a place for a copied file."""
        number = len(self.files)
        file = TillFile(self.folder / f"copy {number}", self.plan.seed, 1_000 + number)
        file.cursors = self.cursors
        return file

    def desk(self, node: Node) -> Desk:
        """Give a till's desk; a till that started again has a new engine."""
        known = self.desks.get(id(node))
        if known is not None and known.life == node.life and known.store.till is node.till:
            return known
        rules = RulesStore(node.till, lambda: self.at(node), self.name)
        pair = PairStore(node, self.file_of(node), rules, self.service)  # type: ignore[arg-type]
        desk = Desk(node, pair, Engine(pair, sign, self.chance.randbytes), node.life)  # type: ignore[arg-type]
        self.desks[id(node)] = desk
        return desk

    def doing(self, node: Node, act: Callable[[], None]) -> None:
        """Let a till do something, its file too, and compare them."""
        before = len(node.till.log)
        file = self.file_of(node)
        file.at(self.at(node)[1])
        act()
        file.holders = self.centre.people.cards
        file.at(self.at(node)[1])
        if file.count() < len(node.till.log):
            file.write(node.till.log[before:])
        self._absorb(node, file, before)
        for op in node.till.log[before:]:
            self.ghost.committed(op)
            self.digest.update(op.hash)
        checks.check_till(node.till, self.centre, self.ghost)
        file.compare(self.wallets(), self.at(node)[1])
        if len(node.till.log) > before:
            self.wake(node, 0)

    def _absorb(self, node: Node, file: TillFile, before: int) -> None:
        """Give the till of the rules the operations as the file has them."""
        till = node.till
        for number, op in enumerate(file.logged(before), before):
            if number == len(till.log):  # the file's own beginning
                till_side.write(till, op.kind, op.data, identity=op.id, at=self.at(node))
            mine = till.log[number]
            same("place", (op.source, op.seq), (mine.source, mine.seq))
            is_same = op.kind == mine.kind or mine.kind.startswith("of.") or "opened" in mine.kind
            same("kind", (op.kind, is_same), (op.kind, True))
            till.log[number] = op
        same("length", file.count(), len(till.log))

    def wallets(self) -> list[str]:
        """Name all wallets of the plan."""
        return [acts.wallet_of(named(f"member {number}")) for number in range(self.plan.members)]

    def _told(self, desk: Desk, ask: Ask, said: Said, *, unheard: bool) -> None:
        is_heard = desk.flight is ask and self.is_there(desk)
        if is_heard and isinstance(said, Page) and not (unheard and desk.is_listening):
            node = desk.node
            if (self.at(node)[0] - node.till.day).days > JUMP_DAYS:
                self.doing(node, lambda: _carried(self, node, "clock.confirmed"))
        EngineWorld._told(self, desk, ask, said, unheard=unheard)

    # What happens to machines

    def crash(self, node: Node) -> None:
        """Stop a till; its file is opened again."""
        World.crash(self, node)
        self.file_of(node).reopen()

    def renew(self, node: Node) -> None:
        """Begin a new life of a till's log; its first operation says so."""
        self.ghost.ended.add(node.till.source)
        file = self.file_of(node)
        file.at(self.at(node)[1])
        file.renew()
        till_side.begin_epoch(node.till)
        self.doing(node, lambda: None)

    def saved_of(self, till: TillSide) -> TillSide:
        """Copy the file as well."""
        copy = World.saved_of(self, till)
        node = next(one for one in self.nodes if one.till is till)
        file = self.file_of(node)
        file.save(copy)
        self.saved[id(copy)] = file.saved.pop(id(copy))
        return copy

    # What people do with the centre

    def tick_centre(self) -> None:
        """Begin a new day at both."""
        is_new = self.today() != self.centre.day
        World.tick_centre(self)
        if is_new:
            agreement = self.other().agreement
            agreement.begin_day(self.second.tenant, self.today())
            while agreement.place(self.second.tenant):
                pass
            self.compare()

    def retire(self, source: Source) -> None:
        """Declare a till gone at both."""
        World.retire(self, source)
        self.other().agreement.retire(self.second.tenant, unspell(source.device), source.epoch)
        self.compare()

    def back_up(self) -> None:
        """Put copies of both by."""
        World.back_up(self)
        self.other().back_up()

    def restore(self) -> None:
        """Lose both, and put copies back."""
        enrolled = list(self.centre.chains)
        World.restore(self)
        self.other().restore(self.centre.feed_epoch, enrolled)
        self.compare()


def _carried(world: World, node: Node, kind: str) -> None:
    acts.write(world, node, kind, DATA[kind])


def play(seed: int, steps: int, second: Second, folder: Path) -> tuple[Told, int]:
    """Play a seed to its end; gives also how many exchanges there were."""
    with nobody_comes_by():
        return _play(seed, steps, second, folder)


def _play(seed: int, steps: int, second: Second, folder: Path) -> tuple[Told, int]:
    drawn = plan(seed, steps)
    world = LevelTwo(drawn, Random(f"two-{seed}"))
    world.set_up()
    world.centre.day = BEGIN
    world.centre.places.cheapest = CHEAPEST
    world.steps_max = 20_000 + 400 * len(drawn.steps)
    world.set_up_files(second, folder)
    for number in range(drawn.members):
        acts.play(world, Step(0, "enrol", 0, number, 0, 0, number))
    for step in drawn.steps:
        world.run_until(world.now_ms + step.gap_ms)
        world.steps += 1
        if step.what in WAITS:
            is_night = step.what == "night"
            wait = DAY_MS * (1 + step.which) if is_night else 10_000 + 1_000 * step.amount
            world.run_until(world.now_ms + wait)
        elif step.what not in ACTS:
            run.strike(world, step)
        elif _can_act(world, step):
            acts.play(world, step)
        world.look()
    run.calm(world)
    for file in world.files.values():
        same("what a proof of a file finds", verify(file.store).findings, ())
        file.close()
    assert isinstance(world.service, BothCentres)
    digest = world.digest.hexdigest()
    told = Told(seed, world.steps, world.faults, world.ghost.redemptions, world.centre.loss, digest)
    return told, world.service.exchanges


def _can_act(world: LevelTwo, step: Step) -> bool:
    """Tell whether the till's file knows everybody an act may be about."""
    nodes = [node for node in world.nodes if not node.is_down and not node.is_gone]
    if not nodes:
        return True
    file = world.file_of(nodes[step.till % len(nodes)])
    return all(file.knows(named(f"member {number}")) for number in range(world.plan.members))


def centre_for(database: Database, administrator: Connection) -> Second:
    """Give a centre on a database for one seed; its shop is named by the first till."""
    return Second(database, administrator, named_later)


named_later = unspell("00" * 16)
