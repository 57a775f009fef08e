"""Play a seed of the simulation with a real file beside one of its tills."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from desktop.store.rebuild import rebuild
from desktop.store.verify import verify
from regulars.agreement import till as till_side
from regulars.agreement.messages import Answer, Request, Resnapshot
from regulars.agreement.till import TillSide
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.agreeing.shadow import Shadow, same
from tests.desktop.book import KEY
from tests.regulars.operations.samples import DATA
from tests.simulation import acts, run
from tests.simulation.scenario import ACTS, WAITS, Plan, Step, plan
from tests.simulation.world import DAY_MS, Node, World, named, new_world

JUMP_DAYS = 7


@dataclass(slots=True)
class Watched(World):
    """A world in which one till has a file beside it."""

    shadow: Shadow | None = None
    node: Node | None = None
    answer: Answer | None = None
    exchanges: int = 0
    is_quiet: bool = False

    def wallets(self) -> list[str]:
        """Name all wallets of the plan."""
        return [acts.wallet_of(named(f"member {number}")) for number in range(self.plan.members)]

    def doing(self, node: Node, act: Callable[[], None]) -> None:
        """Let the file do or hear the same, and compare."""
        if node is not self.node or self.shadow is None:
            World.doing(self, node, act)
            return
        shadow, answer, self.answer = self.shadow, self.answer, None
        shadow.follow(node.till)
        before = len(node.till.log)
        World.doing(self, node, act)
        shadow.at(self.at(node)[1])
        if self.is_quiet:
            return
        if answer is None:
            shadow.write(node.till.log[before:])
        else:
            self._heard(shadow, answer, node.till, before)
        shadow.compare(self.wallets(), self.at(node)[1])

    def _heard(self, shadow: Shadow, answer: Answer, till: TillSide, before: int) -> None:
        self.exchanges += 1
        last = shadow.store.value("select max(place) from operation")
        shadow.holders = self.centre.people.cards
        shadow.hears(answer)
        kinds = [
            kind
            for (kind,) in shadow.store.rows(
                "select kind from operation where place > ? order by place", (last,)
            )
        ]
        same("what was written because of it", kinds, [op.kind for op in till.log[before:]])

    def _hear(self, node: Node, life: int, flight: int, request: Request, answer: Answer) -> None:
        if node is self.node and not (node.is_gone or node.is_down or node.life != life):
            if isinstance(answer, Resnapshot):
                answer = replace(answer, acked=())  # the file's log has hashes of its own
            self._confirm_clock(node)
            self.answer = answer
        World._hear(self, node, life, flight, request, answer)

    def _confirm_clock(self, node: Node) -> None:
        """Let somebody say that the date is right before the till writes because of a page."""
        if (self.at(node)[0] - node.till.day).days > JUMP_DAYS:
            self.doing(node, lambda: _carried(self, node, "clock.confirmed"))

    def crash(self, node: Node) -> None:
        """Stop the file as well."""
        World.crash(self, node)
        if node is self.node and self.shadow is not None:
            self.shadow.follow(node.till)
            self.shadow.reopen()

    def renew(self, node: Node) -> None:
        """Begin a new epoch of the file as well; its first operation says so."""
        if node is not self.node or self.shadow is None:
            World.renew(self, node)
            return
        self.shadow.follow(node.till)
        self.is_quiet = True
        World.renew(self, node)
        self.shadow.at(self.at(node)[1])
        self.shadow.renew()
        self.doing(node, lambda: _carried(self, node, "shop.opened"))
        self.is_quiet = False
        self.shadow.compare(self.wallets(), self.at(node)[1])

    def saved_of(self, till: TillSide) -> TillSide:
        """Copy the file as well."""
        copy = World.saved_of(self, till)
        if self.shadow is not None and self.node is not None and till is self.node.till:
            self.shadow.follow(till)
            self.shadow.save(copy)
        return copy


def _carried(world: World, node: Node, kind: str) -> None:
    acts.write(world, node, kind, DATA[kind])


def watched(drawn: Plan, folder: Path) -> Watched:
    """Set a seed's shops up with a file beside one of them, and let everybody be known."""
    plain = new_world(drawn)
    world = Watched(drawn, Random(f"world-{drawn.seed}"))
    world.centre, world.nodes, world.steps_max = plain.centre, plain.nodes, plain.steps_max
    node = world.nodes[Random(f"watched-{drawn.seed}").randrange(len(world.nodes))]
    shadow = Shadow(folder, node.till)
    for kind in shadow.founding():
        world.doing(node, lambda kind=kind: _carried(world, node, kind))  # type: ignore[misc]
    world.shadow, world.node = shadow, node
    if not node.till.is_authority:
        shadow.joins(is_authority=False)
    for number in range(drawn.members):
        acts.play(world, Step(0, "enrol", 0, number, 0, 0, number))
    return world


def play(seed: int, steps: int, folder: Path) -> Watched:
    """Play a seed to its end; raises Apart where file and rules differ. Close its shadow."""
    drawn = plan(seed, steps)
    world = watched(drawn, folder)
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
    assert world.shadow is not None
    same("what a proof of the file finds", verify(world.shadow.store).findings, ())
    again = rebuild(world.shadow.store, folder / "again.db", KEY)
    before, after = rows_of(world.shadow.store), rows_of(again)
    for name in before:
        same(f"table {name} after a rebuild", after[name], before[name])
    again.close()
    return world


def _can_act(world: Watched, step: Step) -> bool:
    """Tell whether the file knows everybody an act may be about."""
    nodes = [node for node in world.nodes if not node.is_down and not node.is_gone]
    if not nodes or nodes[step.till % len(nodes)] is not world.node or world.shadow is None:
        return True
    return all(_known(world.shadow, world.plan.members))


def _known(shadow: Shadow, members: int) -> Iterator[bool]:
    for number in range(members):
        yield shadow.knows(named(f"member {number}"))


__all__ = ["Watched", "play", "till_side"]
