"""What arrives is weighed while it is unpacked; a device has few questions under way at once."""

import socket
import threading
import zlib

import pytest

from central.database import Database
from central.service.flight import Budget, Flight
from central.service.work import STRANGERS, Workers
from central.trouble import DatabaseBusy
from sync.wire_problem import Problem, ProblemKind
from tests.central.service.standing import Raw, Running, Shop, Till, ask, running

MIB = 1 << 20


def half_a_push(token: str) -> bytes:
    """Give a push of a few thousand bytes that unpacks to 4 MiB, but for its end."""
    packer = zlib.compressobj(9, wbits=31)
    raw = packer.compress(b"a" * (4 * MIB)) + packer.flush(zlib.Z_SYNC_FLUSH)
    head = (
        "POST /v1/sync/push HTTP/1.1\r\nhost: c\r\ncontent-type: application/x-ndjson\r\n"
        f"authorization: Bearer {token}\r\ncontent-encoding: gzip\r\n"
        f"transfer-encoding: chunked\r\n\r\n{len(raw):x}\r\n"
    )
    return head.encode() + raw + b"\r\n"


def answer_to(one: socket.socket) -> bytes:
    one.settimeout(10)
    return one.recv(65_536)


@pytest.mark.parametrize("budget", [Budget(from_one=9 * MIB), Budget(most=9 * MIB)])
def test_unfinished_bodies_take_no_more_memory_than_there_is_for_them(
    database: Database, budget: Budget
) -> None:
    with running(database, budget=budget) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        held = [socket.create_connection(("127.0.0.1", centre.port)) for _ in range(3)]
        for one in held:
            one.sendall(half_a_push(token))
        answers = list[bytes]()
        for one in held:  # two fit and are waited for, whichever they are
            one.settimeout(0.5)
            try:
                answers.append(one.recv(65_536))
            except TimeoutError:
                continue
        assert len(answers) == 1
        assert answers[0].startswith(b"HTTP/1.1 503 ")
        assert b"/problems/away" in answers[0]
        for one in held:
            one.close()
        raw, kind = till.push().spelled(), {"content-type": "application/x-ndjson"}
        whole = ask(
            centre, "POST", "/v1/sync/push", raw, kind | {"authorization": f"Bearer {token}"}
        )
        assert whole.status == 200


def test_a_device_asks_few_things_at_once(database: Database) -> None:
    with running(database, budget=Budget(at_once=2)) as centre, centre.till_side() as side:
        shop, till, other = Shop(centre.parts.enrolling).open(), Till(), Till()
        token, others = till.enter(side, shop.code()), other.enter(side, shop.code())
        gate, begun = threading.Event(), threading.Semaphore(0)

        def wait() -> Problem:
            begun.release()
            gate.wait(10)
            return Problem(ProblemKind.FORBIDDEN)

        centre.agreement.next["push"] = wait
        threads = [threading.Thread(target=_push, args=(centre, till, token)) for _ in range(2)]
        for one in threads:
            one.start()
            assert begun.acquire(timeout=10)
        answer = _push(centre, till, token)
        assert (answer.status, answer.problem) == (429, "too-many")
        del centre.agreement.next["push"]
        assert _push(centre, other, others).status == 200
        gate.set()
        for one in threads:
            one.join()
        assert _push(centre, till, token).status == 200


def _push(centre: Running, till: Till, token: str) -> Raw:
    headers = {"content-type": "application/x-ndjson", "authorization": f"Bearer {token}"}
    return ask(centre, "POST", "/v1/sync/push", till.push().spelled(), headers)


def test_what_was_taken_is_given_back_and_strangers_are_only_weighed() -> None:
    flight = Flight(Budget(most=10, from_one=6, at_once=1))
    with flight.entering("a", is_known=True) as load, flight.entering("b", is_known=False) as other:
        assert load is not None
        assert other is not None
        assert [load.add(6), load.add(1), other.add(5), other.add(4)] == [True, False, False, True]
        with flight.entering("a", is_known=True) as second:
            assert second is None
        with flight.entering("b", is_known=False) as further:
            assert further is not None
    assert (flight.size, flight._sizes, flight._questions) == (0, {}, {})


def test_one_shop_leaves_half_the_threads_to_others() -> None:
    import asyncio

    gate = threading.Event()

    async def play() -> None:
        workers = Workers(threads=4, most=8)
        held = [asyncio.create_task(workers.run(gate.wait, "shop")) for _ in range(3)]
        held.append(asyncio.create_task(workers.run(gate.wait, STRANGERS)))
        async with asyncio.timeout(10):
            assert await workers.run(lambda: 7, "another shop") == 7
            assert await workers.run(lambda: 8) == 8
            held.append(asyncio.create_task(workers.run(gate.wait, "shop")))
            await asyncio.sleep(0)
            with pytest.raises(DatabaseBusy):
                await workers.run(gate.wait, "shop")
            assert await workers.run(lambda: 9, "another shop") == 9
            gate.set()
            await asyncio.gather(*held)
        assert (workers.jobs, workers._shares) == (0, {})
        workers.close()

    asyncio.run(play())
