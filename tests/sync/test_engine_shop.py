"""The engine hands up PINs that were set at its till, and believes only what its centre signed."""

from dataclasses import replace
from random import Random

from regulars.ids import Id
from sync import signing
from sync.engine import Engine
from sync.status import Says
from sync.steps import Ask, Lane
from sync.wire_pins import Pin, PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_rights import RightsAnswer
from sync.wishes import WishEnd
from tests.sync.engine_world import sign
from tests.sync.rig import MINUTE_MS, Rig, Said
from tests.sync.test_engine import at_work
from tests.sync.test_engine_restored import restore

WEN = Id(b"\x77" * 16)
CENTRE_KEY = b"\x22" * 32
PIN = Pin(WEN, "$argon2id$made up", 5)


def told(rig: Rig, since: int = 0) -> list[tuple[Pin, ...]]:
    """Give the PINs that were handed up, question by question."""
    asked = [ask.question for _, ask, _ in rig.asked[since:]]
    return [one.pins for one in asked if isinstance(one, PinsRequest)]


def test_a_pin_is_handed_up_once_and_behind_the_log() -> None:
    rig = at_work()
    since = len(rig.asked)
    rig.store.set_here = [PIN]
    rig.give()
    rig.run(2 * MINUTE_MS)
    assert told(rig, since) == [(PIN,)]
    lanes = rig.lanes(since)
    assert lanes.index("push") < lanes.index("pins")
    assert rig.shop.service.verifiers == {WEN: PIN.verifier}


def test_a_pin_that_was_set_again_is_handed_up_again() -> None:
    rig = at_work()
    rig.store.set_here = [PIN]
    rig.run(MINUTE_MS)
    rig.store.set_here = [replace(PIN, seen_ms=6)]
    rig.run(MINUTE_MS)
    assert told(rig) == [(PIN,), (replace(PIN, seen_ms=6),)]


def test_a_restored_centre_is_handed_the_pins_again() -> None:
    rig = at_work()
    rig.store.set_here = [PIN]
    rig.run(MINUTE_MS)
    restore(rig, 1)
    rig.run(MINUTE_MS)
    assert told(rig) == [(PIN,), (PIN,)]


def test_a_pin_of_somebody_unknown_is_offered_from_time_to_time_and_says_nothing() -> None:
    rig = at_work()
    rig.store.set_here = [PIN]
    rig.meddle = _nobody_is_known
    rig.run(5 * MINUTE_MS)
    assert 3 <= len(told(rig)) <= 12
    assert rig.engine.state(rig.moment()).says is Says.AGREED
    assert rig.is_agreed()


def _nobody_is_known(ask: Ask) -> Said | None:
    return PinsAnswer((WEN,), 1, 0) if ask.lane is Lane.PINS else None


# Signatures


def with_key(rig: Rig) -> Rig:
    """Let the till know its centre's key from here on."""
    rig.engine = Engine(rig.store, sign, Random(7).randbytes, signing.public_key(CENTRE_KEY))
    return rig


def signed(rig: Rig, ask: Ask, key: bytes) -> Said | None:
    """Let the centre answer, and sign it."""
    said = rig._served(ask)
    if isinstance(said, Page):
        here = ask.here
        words = said.statement(here.tenant, here.device, here.epoch)
        return replace(said, signature=signing.sign(key, words))
    if isinstance(said, RightsAnswer):
        row = said.wallet
        return replace(said, wallet=replace(row, signature=signing.sign(key, row.statement())))
    return said


def test_what_the_centre_signed_is_taken_in() -> None:
    rig = with_key(at_work())
    rig.meddle = lambda ask: signed(rig, ask, CENTRE_KEY)
    rig.give()
    rig.run(MINUTE_MS)
    assert rig.is_agreed()
    rig.engine.want_rights(_wallet(rig), 10, rig.moment(), 5_000)
    rig.run(6_000)
    assert [one.end for _, one in rig.ends] == [WishEnd.MET]


def test_what_somebody_else_signed_changes_nothing() -> None:
    rig = with_key(at_work())
    rig.meddle = lambda ask: signed(rig, ask, b"\x33" * 32)
    before = rig.store.cursor()
    rig.give()
    rig.run(MINUTE_MS)
    assert rig.store.cursor() == before
    assert rig.engine.state(rig.moment()).code == ProblemKind.BAD_MESSAGE.value
    assert 5 <= rig.lanes().count("pull") <= 40, "it asks again, and not all the time"


def test_a_page_for_another_till_is_not_taken_in() -> None:
    rig = with_key(at_work())

    def others(ask: Ask) -> Said | None:
        said = rig._served(ask)
        if not isinstance(said, Page):
            return said
        words = said.statement(ask.here.tenant, WEN, ask.here.epoch)
        return replace(said, signature=signing.sign(CENTRE_KEY, words))

    rig.meddle = others
    before = rig.store.cursor()
    rig.give()
    rig.run(MINUTE_MS)
    assert rig.store.cursor() == before


def _wallet(rig: Rig) -> Id:
    return Id(bytes.fromhex(next(iter(rig.till.rows))))


def test_a_problem_needs_no_signature() -> None:
    rig = with_key(at_work())
    rig.meddle = lambda _: Problem(ProblemKind.REVOKED)
    rig.run(1_000)
    assert rig.store.standing().value == "revoked"
