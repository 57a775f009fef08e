"""Play one seed to its end: the plan with its faults, then calm, then everything must agree."""

from collections.abc import Callable
from dataclasses import dataclass

from regulars.agreement.messages import Source, Standing
from regulars.agreement.till import TillSide
from tests.simulation import acts, checks
from tests.simulation.scenario import ACTS, WAITS, Plan, Step, plan
from tests.simulation.world import DAY_MS, HEALS_IN_MS, Node, World, new_world

WRONG = (AssertionError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What a seed that goes wrong is noticed by: a rule that is broken, or a bug that trips."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one seed had in it."""

    seed: int
    steps: int
    faults: int
    redemptions: int
    loss: int
    digest: str


def run(seed: int, steps: int) -> Told:
    """Play a seed; raises Violation (or the product's own AssertionError) where it fails."""
    return run_plan(plan(seed, steps), new_world)


def run_plan(drawn: Plan, new: Callable[[Plan], World]) -> Told:
    """Play a plan in a world of one's own making."""
    world = new(drawn)
    for step in drawn.steps:
        world.run_until(world.now_ms + step.gap_ms)
        world.steps += 1
        if step.what in WAITS:
            is_night = step.what == "night"
            wait = DAY_MS * (1 + step.which) if is_night else 10_000 + 1_000 * step.amount
            world.run_until(world.now_ms + wait)
        elif step.what in ACTS:
            acts.play(world, step)
        else:
            strike(world, step)
        world.look()
    calm(world)
    world.digest.update(repr(sorted(world.centre.accounts.items())).encode())
    return Told(
        drawn.seed,
        world.steps,
        world.faults,
        world.ghost.redemptions,
        world.centre.loss,
        world.digest.hexdigest(),
    )


def calm(world: World) -> None:
    """Mend everything, let half a minute pass, and look whether all agree."""
    if world.now_ms % DAY_MS > DAY_MS - 2 * HEALS_IN_MS:
        world.run_until(world.now_ms + 2 * HEALS_IN_MS)  # a day is not to end in the calm
    world.is_calm = True
    world.is_down = False
    world.nodes = [node for node in world.nodes if not node.name.startswith("copy")]
    for node in world.nodes:
        acts_before = node.till.is_authority
        if acts_before:
            node.is_down = False
            world.doing(node, lambda node=node: acts.hand_over(world, node))  # type: ignore[misc]
        world.start(node)
        world.mend(node)
    world.tick_centre()
    started, before = world.now_ms, world.op_count()
    for wait in (5_000, 10_000, 16_000):
        world.after(wait, lambda: _people_look(world))
    world.run_until(started + HEALS_IN_MS)
    checks.check_hand_backs(list(world.ghost.ops.values())[before:])
    checks.check_rest(world.centre, [node.till for node in world.nodes], world.ghost)


def _people_look(world: World) -> None:
    """Somebody reads the review list: copied and retired tills begin a new life."""
    for node in world.nodes:
        chain = world.centre.chains.get(node.till.source)
        if node.till.is_frozen or (chain is not None and chain.standing is not Standing.LIVE):
            world.renew(node)
            world.wake(node, 0)
    known = {node.till.device for node in world.nodes}
    assert known >= {source.device for source in world.centre.chains}


def strike(world: World, step: Step) -> None:
    """Let a fault of the plan strike."""
    world.faults += 1
    node = world.nodes[step.till % len(world.nodes)]
    match step.what:
        case "cut":
            node.is_cut = True
        case "mend":
            if not node.till.is_authority:
                world.mend(node)
            elif step.which == 0:
                world.doing(node, lambda: acts.hand_over(world, node))
                world.mend(node)
        case "crash":
            world.crash(node)
        case "start":
            world.start(node)
        case "clock":
            node.skew_ms = (step.which - 2) * DAY_MS // (1 + step.till % 3)
        case "retire":
            _retire(world, node.till.source)
        case _ if "centre" in step.what:
            _strike_centre(world, step)
        case _:
            _file(world, node, step)


def _strike_centre(world: World, step: Step) -> None:
    if step.what == "stop-centre":
        world.is_down = True
        world.after(500 + step.amount, lambda: _up(world))
    elif step.what == "back-up-centre":
        world.back_up()
    else:
        _restore(world)


def _up(world: World) -> None:
    world.is_down = False


def _file(world: World, node: Node, step: Step) -> None:
    """Copy or lose a till's file, or begin a new life in it."""
    if node.name.startswith("copy"):
        return
    if step.what == "renew-till" and not node.till.is_authority:
        world.renew(node)  # with whatever it has to send; it may ask for news first
        node.till.must_pull = step.which % 2 == 0
    if step.what == "back-up-till":
        node.saved = world.saved_of(node.till)
    elif step.what == "lose-disk" and node.saved is not None:
        _lose(world, node, node.saved)
    elif step.what == "copy-till" and len(world.nodes) < 6:
        twin = Node(f"copy of {node.name}", world.saved_of(node.till), skew_ms=node.skew_ms)
        world.ghost.copied.add(node.till.source)
        world.nodes.append(twin)


def _lose(world: World, node: Node, saved: TillSide) -> None:
    """A disk breaks; yesterday's backup is put back, which begins a new life of the log."""
    for epoch in range(saved.epoch, node.till.epoch + 1):
        world.ghost.torn.add(Source(node.till.device, epoch))
    node.life += 1
    node.is_awake, node.wish, node.flight = False, None, 0
    lost = node.till.epoch
    node.till, node.saved = saved, None
    while node.till.epoch <= lost:
        world.renew(node)


def _retire(world: World, source: Source) -> None:
    chain = world.centre.chains.get(source)
    if chain is None or world.is_down or chain.standing is Standing.RETIRED:
        return
    world.ghost.gone.add(source)
    world.retire(source)


def _restore(world: World) -> None:
    """The centre's database is lost; an older one is put back."""
    if not world.backups:
        return
    world.restore()
    world.reclaimed = world.centre.reclaimed
    world.checked = 0
    world.tick_centre()
