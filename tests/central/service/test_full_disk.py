"""The database's disk is full: "later" is said, reading goes on, and nothing is lost."""

import pwd
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest

from central.agreement import Agreement
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.proving import prove
from central.roles import SERVICE
from sync.signing import sign
from sync.trouble import ServiceBusy
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from tests.central.service.standing import Hand, Shop, Till, ask, running

MIB = 1 << 20
ROOM = 16 * MIB + 4_096
"""Half a block more than a segment of PostgreSQL's own log, which must still fit."""
LIMITED = 15
"""The newest version that calls a file which may not grow what it calls a disk that is full."""

Full = Callable[[Cluster, str], AbstractContextManager[None]]


@contextmanager
def no_file_grows(cluster: Cluster, name: str) -> Iterator[None]:
    """Let no table of the service's connections grow past ROOM: a write comes back half done."""
    with connected(cluster.address(name, ADMINISTRATOR)) as one:
        rows = one.execute(
            "select pid from pg_stat_activity where datname = %s and usename = %s", (name, SERVICE)
        ).fetchall()
    limit(cluster, [pid for (pid,) in rows], f"{ROOM}:")
    yield
    limit(cluster, [pid for (pid,) in rows], "unlimited:")


def limit(cluster: Cluster, pids: list[int], size: str) -> None:
    """Bound how long the files of processes may become, as the user whose processes they are."""
    for pid in pids:
        words = ["prlimit", f"--pid={pid}", f"--fsize={size}"]
        if cluster.user is None:
            subprocess.run(words, check=True)
        else:
            group = pwd.getpwnam(cluster.user).pw_gid
            subprocess.run(words, user=cluster.user, group=group, extra_groups=[], check=True)


@contextmanager
def no_operation_fits(cluster: Cluster, name: str) -> Iterator[None]:
    """Let PostgreSQL say that its disk is full wherever the third operation is written."""
    with connected(cluster.address(name, ADMINISTRATOR)) as one:
        one.execute(
            "create function is_full() returns trigger language plpgsql as"
            " $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$"
        )
        one.execute(
            "create trigger is_full before insert on operation for each row"
            " when (new.place % 4294967296 = 3) execute function is_full()"
        )
        yield
        one.execute("drop trigger is_full on operation")


def pushes(till: Till, size: int) -> list[Push]:
    """Make three operations of a later program, of so many bytes, each in a push of its own."""
    made, previous = list[Push](), b""
    for number in range(1, 4):
        body = b'{"kind":"of a later program","x":"%s"}' % secrets.token_hex(size // 2).encode()
        push = till.push(body, first=number)
        push = replace(push, previous=previous or push.previous)
        made.append(replace(push, signature=sign(till.key, push.statement())))
        previous = push.hashes()[-1]
    return made


@pytest.mark.parametrize(
    "full", [pytest.param(no_file_grows, marks=pytest.mark.nightly), no_operation_fits]
)
def test_a_push_that_does_not_fit_is_asked_for_again_and_nothing_is_lost(
    cluster: Cluster, own_database: str, full: Full
) -> None:
    is_limited = shutil.which("prlimit") and cluster.programs.version <= LIMITED
    if full is no_file_grows and not is_limited:
        pytest.skip("files cannot be bound here, or this PostgreSQL names it otherwise")
    with Database(cluster.address(own_database, SERVICE), size=3) as database:
        agreement = Agreement(database, Hand())
        with running(database, agreement=agreement) as centre, centre.till_side() as side:
            shop, till = Shop(centre.parts.enrolling).open(), Till()
            token = till.enter(side, shop.code())
            first, second, third = pushes(till, 6 * MIB if full is no_file_grows else 100)
            with full(cluster, own_database):
                for push in (first, second):
                    assert isinstance(side.push(token, push), PushAnswer)
                with pytest.raises(ServiceBusy):
                    side.push(token, third)
                page = side.pull(token, PullRequest())
                assert isinstance(page, Page)
                assert page.acked == 2
                assert ask(centre, "GET", "/ready").status == 200
            troubles = [line["trouble"] for line in centre.lines if line["event"] == "trouble"]
            assert set(troubles) == {"database-full"}
            answer = side.push(token, third)
            assert isinstance(answer, PushAnswer)
            assert answer.acked == 3
        proof = prove(database, shop.tenant)
        assert (proof.findings, proof.operations) == ([], 3)
