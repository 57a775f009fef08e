"""Ending a question from another thread, over real sockets: at once, also while nobody answers."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.courier import Courier
from sync.engine import Engine
from sync.http import HttpCentre
from sync.steps import Moment
from sync.trouble import AnswerLost, SyncTrouble
from sync.wire_enrol import NonceRequest
from sync.wire_pull import PullRequest
from tests.sync.rig import Rig, Shop
from tests.sync.samples import DEVICE, SAMPLES
from tests.sync.service import Service, http

TRUSTED = ssl.create_default_context()
SOON_S = 5.0
"""Much less than the twenty seconds a silent answer is given."""


@contextmanager
def silent_service() -> Iterator[tuple[HttpCentre, threading.Event]]:
    """Be a service that takes a question and never answers."""
    asked = threading.Event()
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                while True:
                    connection, _ = listening.accept()
                    held.append(connection)
                    connection.recv(65_536)
                    asked.set()
            except OSError:  # the test is over
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        centre = HttpCentre(f"http://127.0.0.1:{listening.getsockname()[1]}", TRUSTED)
        try:
            yield centre, asked
        finally:
            centre.close()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(SOON_S)
            for connection in held:
                connection.close()


def test_a_question_that_nobody_answers_ends_when_somebody_hangs_up() -> None:
    with silent_service() as (centre, asked):
        lost: list[SyncTrouble] = []

        def ask() -> None:
            try:
                centre.pull("t1", PullRequest(wait_s=15))
            except SyncTrouble as trouble:
                lost.append(trouble)

        thread = threading.Thread(target=ask)
        begun = time.monotonic()
        thread.start()
        assert asked.wait(SOON_S)
        centre.hang_up()
        thread.join(SOON_S)
        assert not thread.is_alive()
        assert time.monotonic() - begun < SOON_S
        assert [type(one) for one in lost] == [AnswerLost]


def test_whoever_hangs_up_before_the_question_ends_it_too_until_the_line_is_closed() -> None:
    with Service([http(200, SAMPLES["nonce"].message.spelled())]) as service:
        centre = HttpCentre(service.address, TRUSTED)
        centre.hang_up()
        for _ in range(2):
            with pytest.raises(AnswerLost, match="hung up"):
                centre.nonce(NonceRequest(DEVICE, 1))
        centre.close()
        assert centre.nonce(NonceRequest(DEVICE, 1)) == SAMPLES["nonce"].message
        centre.close()


def test_hanging_up_where_nobody_asks_is_harmless() -> None:
    centre = HttpCentre("http://127.0.0.1:9", TRUSTED)
    centre.hang_up()
    centre.close()
    centre.hang_up()


def test_a_courier_stops_at_once_while_the_service_says_nothing() -> None:
    with silent_service() as (centre, asked):
        rig = Rig(Shop())

        def make() -> Engine:
            return rig.engine

        courier = Courier(make, centre, lambda: Moment(0, 0), lambda _: None)
        courier.start()
        assert asked.wait(SOON_S)
        begun = time.monotonic()
        assert courier.stop(SOON_S)
        assert time.monotonic() - begun < SOON_S
