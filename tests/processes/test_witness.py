"""The witness finds what must not be: tills and a centre that are broken on purpose."""

import uuid
from collections.abc import Iterator

import pytest

from tests.processes.handle import TillProcess
from tests.processes.proxy import Calm, Fault, Kind
from tests.processes.town import Town, town


class CutPushes(Calm):
    """No push arrives."""

    def question(self, raw: bytes) -> Fault:
        """Cut pushes, and nothing else."""
        return Fault(Kind.CUT_QUESTION if raw.startswith(b"POST /v1/sync/push") else Kind.PASS)


@pytest.fixture(scope="module")
def spoiled() -> Iterator[Town]:
    """A shop of which each test spoils something more."""
    with town() as one:
        one.settle(tills=1, members=1)
        one.rest()
        assert one.judge() == []
        yield one


def broken(shop: Town, bug: str) -> TillProcess:
    """Let a broken till join."""
    module = "tests.processes.broken_till"
    till = shop.add_till(bug, extra={"bug": bug}, founds=False, module=module)
    for one in shop.members:
        shop.introduce(till, one)
    return till


def test_a_sale_that_was_said_to_be_done_before_it_was_written(spoiled: Town) -> None:
    till = broken(spoiled, "early")
    member = spoiled.add_member(spoiled.tills[0], "Early")["member"]
    spoiled.sell(till, member, 10_000)
    lost = spoiled.sell(till, member, 20_000)
    till.kill()
    till.start()
    spoiled.rest()
    wrong = spoiled.judge()
    assert f"sale {lost} of early: lost" in wrong
    assert "Early: the centre says 100, it is 300" in wrong


def test_a_sale_that_was_tried_again_under_another_name(spoiled: Town) -> None:
    till = broken(spoiled, "forgetful")
    member = spoiled.add_member(spoiled.tills[0], "Again")["member"]
    act = uuid.uuid4().hex
    for _ in range(2):  # the first answer did not reach the cashier
        spoiled.sell(till, member, 10_000, act)
    spoiled.rest()
    wrong = spoiled.judge()
    assert any(one.endswith("nobody did it") for one in wrong), wrong
    assert "Again: the centre says 200, it is 100" in wrong


def test_a_push_that_was_taken_for_done_without_an_answer(spoiled: Town) -> None:
    till = broken(spoiled, "hopeful")
    spoiled.rest()
    spoiled.proxy.plan = CutPushes()
    lost = spoiled.sell(till, spoiled.members[0]["member"], 10_000)
    spoiled.rest()
    spoiled.proxy.plan = Calm()
    assert f"sale {lost} of hopeful: lost" in spoiled.judge()


def test_a_push_that_was_confirmed_before_it_was_saved(spoiled: Town) -> None:
    [service] = spoiled.services
    service.kill()
    service.module = "tests.processes.broken_service"
    service.start()
    lost = spoiled.sell(spoiled.tills[0], spoiled.members[0]["member"], 10_000)
    spoiled.rest()
    service.kill()
    service.module = "central"
    service.start()
    assert f"sale {lost} of till 0: lost" in spoiled.judge()
