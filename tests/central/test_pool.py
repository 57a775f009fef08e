"""The pool of the service uses few connections much: the last that was used is taken first."""

import inspect
from hashlib import sha256
from typing import Any

import psycopg_pool

from central.cluster import Cluster
from central.database import Database, _Pool
from central.roles import SERVICE
from regulars.ids import Id

SHOP = Id(b"\x05" * 16)
_RELIED_ON = (
    psycopg_pool.ConnectionPool.__init__,
    psycopg_pool.ConnectionPool._get_ready_connection,
    psycopg_pool.ConnectionPool._add_to_pool,
    psycopg_pool.ConnectionPool._shrink_pool,
)
_AS_READ = "2f18299a1d15c1f17bdc5e76081ac990656dab449b9a81e7e53d40f84cb8f7aa"
_WHO = "select pg_backend_pid()"


def test_the_pool_is_the_one_that_was_read() -> None:
    """Where this fails, read what `central.database._Pool` relies on, and mend it first."""
    source = "".join(inspect.getsource(one) for one in _RELIED_ON)
    assert sha256(source.encode()).hexdigest() == _AS_READ


def _last_and_next(pool: psycopg_pool.ConnectionPool[Any]) -> tuple[int, int]:
    """Use two connections at once; gives which came back last, and which is taken next."""
    with pool.connection() as outer:
        with pool.connection() as inner:
            assert inner is not outer
        last = outer.info.backend_pid
    with pool.connection() as found:
        return last, found.info.backend_pid


def test_the_connection_that_came_back_last_is_taken_first(
    cluster: Cluster, database_name: str
) -> None:
    address = cluster.address(database_name, SERVICE)
    with _Pool(address, min_size=2, max_size=2) as pool:
        pool.wait(30)
        last, taken = _last_and_next(pool)
    assert taken == last


def test_control_the_driver_takes_turns(cluster: Cluster, database_name: str) -> None:
    address = cluster.address(database_name, SERVICE)
    with psycopg_pool.ConnectionPool(address, min_size=2, max_size=2, open=True) as pool:
        pool.wait(30)
        last, taken = _last_and_next(pool)
    assert taken != last


def test_the_service_asks_again_on_the_same_connection(
    cluster: Cluster, database_name: str
) -> None:
    with Database(cluster.address(database_name, SERVICE), size=3) as database:
        (outer,), (inner,) = database.read(
            SHOP, lambda one: (one.execute(_WHO).fetchall()[0], database.ask(_WHO)[0])
        )
        assert outer != inner
        assert [database.ask(_WHO)[0][0] for _ in range(3)] == [outer] * 3
