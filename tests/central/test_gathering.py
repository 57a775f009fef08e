"""Our connection does what the driver's does, and sends nothing before somebody waits.

It takes the place of the driver's cursors: a newer driver has to be looked at first.
"""

import inspect
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from psycopg._cursor_base import BaseCursor
from psycopg._pipeline_base import BasePipeline
from psycopg._preparing import PrepareManager
from psycopg._queries import PostgresQuery

from central.cluster import Cluster
from central.database import Connection, catch_up
from central.piping import Piped
from central.roles import SERVICE

_RELIED_ON = (
    BaseCursor._execute_gen,
    BaseCursor._maybe_prepare_gen,
    BaseCursor._start_query,
    BaseCursor._execute_send,
    BaseCursor._check_results,
    BaseCursor._set_results,
    BasePipeline._communicate_gen,
    BasePipeline._fetch_gen,
    BasePipeline._sync_gen,
    BasePipeline._process_results,
    PrepareManager,
    PostgresQuery,
)
_AS_READ = "5c47dd1162d7459fd1186cd04de24159ec7171bd8d0c391342d1c47b335db1b6"
_BIG = 3 << 20


@pytest.fixture(params=["ours", "the driver's"])
def piped(cluster: Cluster, database_name: str, request: pytest.FixtureRequest) -> Any:
    """A connection of ours, and one of the driver's."""
    kind = Piped if request.param == "ours" else psycopg.Connection
    address = cluster.address(database_name, SERVICE)
    with kind.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def ours(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    """A connection of ours."""
    address = cluster.address(database_name, SERVICE)
    with Piped.connect(address, autocommit=True) as connection:
        yield connection


def test_the_driver_is_the_one_that_was_read() -> None:
    """Where this fails, read what `central.piping` stands in for, and mend it first."""
    source = "".join(inspect.getsource(one) for one in _RELIED_ON)
    assert sha256(source.encode()).hexdigest() == _AS_READ


def _is_free(other: Connection) -> bool:
    return bool(other.execute("select pg_try_advisory_xact_lock(7)").fetchall()[0][0])


def test_nothing_is_sent_before_somebody_waits(
    ours: Connection, cluster: Cluster, database_name: str
) -> None:
    address = cluster.address(database_name, SERVICE)
    with psycopg.connect(address, autocommit=True) as other, ours.pipeline():
        ours.execute("select pg_advisory_lock(7)")
        assert _is_free(other), "it is in memory"
        assert ours.execute("select 1").fetchall() == [(1,)]
        assert not _is_free(other), "it went along with what was waited for"
        ours.execute("select pg_advisory_unlock(7)")
        catch_up(ours)
        assert _is_free(other)


def test_control_the_driver_sends_at_once(cluster: Cluster, database_name: str) -> None:
    address = cluster.address(database_name, SERVICE)
    with (
        psycopg.connect(address, autocommit=True) as plain,
        psycopg.connect(address, autocommit=True) as other,
        plain.pipeline(),
    ):
        plain.execute("select pg_advisory_lock(7)")
        assert any(not _is_free(other) for _ in range(10_000)), "it went at once"


def test_answers_come_in_order_however_much_is_sent(piped: Connection) -> None:
    """More than any buffer on the way holds, on the way there and back."""
    with piped.pipeline():
        asked = [
            piped.execute("select %s::bigint, length(%s::text), repeat('y', %s)", (n, "x" * n, n))
            for n in (1, _BIG, 2, 0, _BIG)
        ]
        many = [piped.execute("select %s::bigint", (n,)) for n in range(2_000)]
        found = [one.fetchall()[0] for one in reversed(asked)][::-1]
        assert [int(one.fetchall()[0][0]) for one in many] == [*range(2_000)]
    assert [(n, length, len(text)) for n, length, text in found] == [
        (n, n, n) for n in (1, _BIG, 2, 0, _BIG)
    ]


def test_statements_are_prepared_and_forgotten_as_they_are_used(piped: Connection) -> None:
    """The driver prepares what comes five times, keeps so many, and lets go of the oldest."""
    piped.prepared_max = 10
    for _ in range(8):
        with piped.pipeline():
            asked = [piped.execute(f"select {n} + %s::bigint".encode(), (n,)) for n in range(30)]
            assert [int(one.fetchall()[0][0]) for one in asked] == [2 * n for n in range(30)]
            same = [piped.execute("select %s::bigint", (n,)) for n in range(8)]
            assert [int(one.fetchall()[0][0]) for one in same] == [*range(8)]
    assert piped.execute("select count(*) <= 10 from pg_prepared_statements").fetchall() == [
        (True,)
    ]


def _fail(piped: Connection) -> None:
    with piped.pipeline():
        piped.execute("select pg_advisory_lock(8)")
        piped.execute("select 1 / %s::int", (0,))
        piped.execute("select pg_advisory_lock(9)").fetchall()


def test_what_fails_is_told_to_who_waits_and_nothing_behind_it_is_done(piped: Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        _fail(piped)
    locks = "select objid::bigint from pg_locks where locktype = 'advisory' and objid = 9"
    assert piped.execute(locks).fetchall() == []
    with piped.pipeline():
        assert piped.execute("select 1").fetchall() == [(1,)], "the connection is good again"
