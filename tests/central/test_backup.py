"""Backups are put back once before they count, thinned with care, and never beside the key."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central import backup, dumping, keycopy, trouble
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, changed, connected
from central.folder import Folder
from central.roles import KEEPER, SERVICE
from tests.central.agreement.shop import Shop
from tests.central.test_proving import trade

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre that has traded, and the folders beside it."""

    shop: Shop
    source: backup.Source
    place: Path
    administrator: str

    def make(self, now: datetime = NOW) -> backup.Kept:
        return backup.make(self.source, self.place, now)

    def scratches(self) -> list[str]:
        with connected(self.administrator) as one:
            rows = one.execute(
                "select datname from pg_database where datname like 'regulars\\_proof\\_%'"
            ).fetchall()
        return [name for (name,) in rows]


@pytest.fixture
def centre(cluster: Cluster, own_database: str, tmp_path: Path) -> Centre:
    service = cluster.address(own_database, SERVICE)
    folder = Folder(tmp_path / "centre")
    with Database(service, size=2) as database:
        folder.keys(database)
        shop = trade(Shop(database).open())
    source = backup.Source(service, cluster.address(own_database, KEEPER), folder)
    administrator = cluster.address(own_database, ADMINISTRATOR)
    return Centre(shop, source, tmp_path / "backups", administrator)


def test_a_backup_is_proved_by_putting_it_back_and_nothing_of_that_stays(centre: Centre) -> None:
    made = centre.make()
    assert made.path.name == "centre-20261122T030000Z.dump"
    assert made.note.is_good
    assert made.note.shops == {centre.shop.tenant.hex(): 6}
    assert backup.kept(centre.place) == [made]
    assert backup.fingerprint(made.path) == (made.note.digest, made.note.size)
    assert centre.scratches() == []
    files = {path.name: path.stat().st_mode & 0o777 for path in centre.place.iterdir()}
    assert set(files) == {made.path.name, backup.note_of(made.path).name, "lock"}
    assert files[made.path.name] == files[backup.note_of(made.path).name] == 0o600
    key = centre.source.folder.key.read_text("ascii").split()[1]
    assert key.encode() not in made.path.read_bytes()
    assert bytes.fromhex(key) not in made.path.read_bytes()


def test_what_was_changed_past_every_guard_is_found_and_the_backup_is_not_a_good_one(
    centre: Centre,
) -> None:
    good = centre.make()
    with connected(centre.administrator) as one:
        one.execute("set session_replication_role = replica")
        one.execute("update wallet set balance = balance + 1")
    bad = centre.make(NOW + timedelta(hours=1))
    assert not bad.note.is_good
    assert "balance 581, the ledger says 580" in bad.note.findings[0]
    assert backup.thin(centre.place, 1, NOW + timedelta(days=40)) == []
    assert backup.kept(centre.place) == [bad, good], "the last good one stays, however old"


def test_a_dump_that_breaks_off_leaves_nothing_new(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = centre.make()
    whole = dumping.dump

    def torn(address: str, into: Path, key: bytes | None) -> None:
        whole(address, into, key)
        os.truncate(into, into.stat().st_size // 2)

    monkeypatch.setattr(dumping, "dump", torn)
    with pytest.raises(trouble.BackupUnfit):
        centre.make(NOW + timedelta(hours=1))
    with pytest.raises(trouble.ProgramFailed):
        backup.make(centre.source, centre.place, NOW + timedelta(hours=1), is_plain=True)
    assert backup.kept(centre.place) == [first]
    assert list(centre.place.glob("*.part")) == []
    assert centre.scratches() == []


def test_a_run_that_was_killed_is_cleared_away_by_the_next(centre: Centre) -> None:
    centre.place.mkdir()
    (centre.place / "centre-20261121T030000Z.part").write_bytes(b"half")
    old = "regulars_proof_20261120030000_00112233"
    with connected(changed(centre.source.keeper, dbname="postgres")) as one:
        one.execute(f"create database {old}".encode())
    made = centre.make()
    assert backup.kept(centre.place) == [made]
    assert list(centre.place.glob("*.part")) == []
    assert centre.scratches() == []


def test_another_key_than_the_database_s_is_noticed_before_it_is_needed(centre: Centre) -> None:
    centre.source.folder.key.unlink()
    with pytest.raises(trouble.KeyMissing):
        centre.make()
    assert backup.kept(centre.place) == []


def test_backups_are_never_beside_the_key_nor_the_key_beside_backups(
    centre: Centre, tmp_path: Path
) -> None:
    home = centre.source.folder.root
    for place in (home, home / "backups"):
        with pytest.raises(trouble.Unclear, match="must not find the key"):
            backup.make(centre.source, place, NOW)
    centre.make()
    for place in (centre.place, centre.place / "key", centre.place.parent / "key"):
        with pytest.raises(trouble.Unclear, match="away from them"):
            keycopy.copy(centre.source.folder, place)
    away = tmp_path / "drawer" / "key"
    (copied,) = keycopy.copy(centre.source.folder, away)
    assert copied.read_bytes() == centre.source.folder.key.read_bytes()
    assert copied.stat().st_mode & 0o777 == 0o600
    assert keycopy.copy(centre.source.folder, away) == [copied]
    copied.write_bytes(b"another's")
    with pytest.raises(trouble.Unclear, match="another centre's"):
        keycopy.copy(centre.source.folder, away)


def test_two_at_once_do_not_meet(centre: Centre) -> None:
    with backup._alone(centre.place), pytest.raises(trouble.BackupUnderWay):
        centre.make()


def test_without_the_keeper_it_is_said_how_to_make_one(centre: Centre) -> None:
    nobody = backup.Source(
        centre.source.service,
        centre.source.keeper.replace(KEEPER, "nobody_at_all"),
        centre.source.folder,
    )
    with pytest.raises(trouble.KeeperMissing, match="create role regulars_keeper"):
        backup.make(nobody, centre.place, NOW)


def put(place: Path, days: float, size: int, *, is_good: bool = True) -> str:
    """Lay a backup down that was made so many days ago."""
    at = NOW - timedelta(days=days)
    path = place / f"centre-{at.strftime('%Y%m%dT%H%M%SZ')}.dump"
    path.write_bytes(b"x")
    note = backup.Note(at, size, "", 1, {}, () if is_good else ("something",))
    backup.note_of(path).write_bytes(note.spelled())
    return path.name


@pytest.mark.parametrize(
    ("backups", "stay"),
    [
        ([(0, 5, True), (1, 5, True), (2, 5, True)], [0, 1]),
        ([(0, 50, True), (1, 5, True)], [0]),
        ([(0, 5, False), (1, 50, True), (2, 5, True)], [0, 1]),
        ([(0, 5, True), (29, 1, True), (31, 1, True)], [0, 1]),
        ([(45, 5, True)], [0]),
        ([(0, 5, False), (40, 5, True), (41, 1, True)], [0, 1]),
    ],
)
def test_what_stays_when_there_is_room_for_ten(
    tmp_path: Path, backups: list[tuple[float, int, bool]], stay: list[int]
) -> None:
    names = [put(tmp_path, days, size, is_good=good) for days, size, good in backups]
    gone = backup.thin(tmp_path, 10, NOW)
    assert [one.path.name for one in backup.kept(tmp_path)] == [names[at] for at in stay]
    assert sorted(path.name for path in gone) == sorted(set(names) - {names[at] for at in stay})
    assert len(list(tmp_path.glob("*.json"))) == len(stay)


def test_a_file_nobody_vouches_for_is_no_backup_and_is_left_alone(tmp_path: Path) -> None:
    stranger = tmp_path / "centre-20260101T000000Z.dump"
    stranger.write_bytes(b"somebody's")
    for note in ("", "{", "[]", json.dumps({"taken": 1})):
        backup.note_of(stranger).write_text(note, "utf-8")
        assert backup.kept(tmp_path) == []
    backup.thin(tmp_path, 1, NOW)
    assert stranger.exists()


def test_programs_fit_the_server(tmp_path: Path) -> None:
    for version in (15, 17, 18):
        place = tmp_path / str(version)
        place.mkdir()
        for name in ("pg_dump", "pg_restore"):
            (place / name).write_text(f'#!/bin/sh\necho "pg_dump (PostgreSQL) {version}.1"\n')
            (place / name).chmod(0o755)
    (tmp_path / "18" / "pg_restore").unlink()
    places = [tmp_path / "18", tmp_path / "17", tmp_path / "15"]
    assert dumping.programs(15, places) == tmp_path / "15"
    assert dumping.programs(16, places) == tmp_path / "17"
    with pytest.raises(trouble.ProgramMissing):
        dumping.programs(18, places)
