"""The commands that keep a centre, as people type them: backups, the way back, what waits."""

import re
from pathlib import Path

import pytest

from central.cluster import ADMINISTRATOR
from central.database import connected
from central.roles import OWNER, SERVICE
from tests.central.terminal import SHOP, Desk


def test_a_backup_from_the_command_line_and_the_way_back(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    desk.environment["REGULARS_CENTRAL_BACKUPS"] = str(place)
    desk.at_once(*SHOP)
    assert "There is no good backup." in desk.at_once("tenant", "list")[1]
    assert desk.at_once("backups")[:2] == (1, "There is no backup yet.\n")
    code, out, err = desk.run("backup")
    assert (code, err) == (0, "")
    assert re.fullmatch(
        r"centre-\d{8}T\d{6}Z\.dump: proved, 1 shops, 0 operations, [\d,]+ bytes\n", out
    )
    assert desk.at_once("backups")[:2] == (0, out)
    assert "backup" not in desk.at_once("tenant", "list")[1]
    (file,) = place.glob("*.dump")
    assert "not empty" in desk.at_once("restore", str(file))[2]
    with connected(desk.cluster.address("postgres", ADMINISTRATOR)) as one:
        one.execute(f"create database {desk.name}_new owner {OWNER}".encode())
    owner = desk.cluster.address(f"{desk.name}_new", OWNER)
    code, out, err = desk.at_once("restore", str(file), "--owner", owner)
    assert (code, err) == (0, "")
    assert re.match(r"The backup of \d{4}-\d\d-\d\d \d\d:\d\d UTC is back: 1 shops\.\n", out)
    desk.environment["REGULARS_CENTRAL_DATABASE"] = desk.cluster.address(
        f"{desk.name}_new", SERVICE
    )
    code, out, _ = desk.at_once("tenant", "list")
    assert (code, "Corner 街角" in out) == (0, True)
    assert desk.at_once("key", "--to", str(place))[0] == 2
    code, out, _ = desk.at_once("key", "--to", str(tmp_path / "drawer" / "key"))
    assert (code, "Keep this away from the backups" in out) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "--budget", "0"),
        ("restore",),
        ("restore", "x", "--let-in", "a/b/c"),
        ("restore", "x", "--let-in", f"{'aa' * 16}/{'bb' * 16}"),
        ("key",),
        ("review",),
    ],
)
def test_a_wrong_command_of_keeping_is_2(idle: Desk, words: tuple[str, ...]) -> None:
    assert idle.at_once(*words)[0] == 2


def test_without_a_folder_for_backups_none_is_guessed(idle: Desk) -> None:
    code, _, err = idle.at_once("backup")
    assert (code, "Say where backups are" in err) == (2, True)


def test_a_device_that_is_only_known_by_name_is_told_how_to_let_in(desk: Desk) -> None:
    desk.at_once(*SHOP)
    name = "abcdef00-0000-4000-8000-000000000000"
    desk.sql(
        f"insert into device (tenant, device, role, enrolled) select tenant, '{name}', 'counter', 1"
        " from tenant where name like 'Corner%'",
        "insert into device_epoch (tenant, device, epoch, head, public_key) select tenant,"
        f" '{name}', 1, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')"
        " from tenant where name like 'Corner%'",
    )
    code, out, _ = desk.at_once("devices")
    assert code == 0
    assert "epoch 1, not let in yet: live" in out
    (shown,) = re.findall(r"code --device ([0-9a-f]+)\)", out)
    assert desk.at_once("code", "--device", shown)[0] == 0


def test_what_a_person_should_look_at_is_listed_until_it_is_settled(desk: Desk) -> None:
    desk.at_once(*SHOP)
    assert desk.at_once("review", "list")[:2] == (0, "Nothing waits for a person.\n")
    desk.sql(
        "insert into review (tenant, review, kind, detail, opened)"
        " select tenant, 'abcdef00-0000-4000-8000-000000000000', 'same-receipt',"
        ' \'{"about": "one two", "points": 1200}\', 1772416800123'
        " from tenant where name like 'Corner%'",
        "insert into review (tenant, review, kind, opened)"
        " select tenant, 'bbcdef00-0000-4000-8000-000000000000', 'of-a-later-program', 1"
        " from tenant where name like 'Corner%'",
    )
    code, out, _ = desk.at_once("review", "list")
    assert code == 1
    assert "of-a-later-program" in out.splitlines()[0]
    assert "2026-03-02 02:00 UTC: one receipt earned points at two tills" in out
    assert "1,200 points\n  one two" in out
    assert desk.at_once("review", "settle", "ff")[:2] == (1, "There is no review ff.\n")
    assert desk.at_once("review", "settle", "abcdef", "--outcome", "asked her")[0] == 0
    assert desk.at_once("review", "settle", "bbcdef")[:2] == (0, "It is settled.\n")
    assert desk.at_once("review", "list")[0] == 0
