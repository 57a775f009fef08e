"""The centre as a service of a computer: what is written and run, for an owner on their own."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from central import installing, trouble
from central.admin import main
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.installing import COMMAND, SETTINGS, SYSTEMD, Place
from central.migrate import migrate, read_migrations
from central.roles import OWNER, SERVICE


@dataclass(slots=True)
class Computer:
    """A computer that only remembers what was done to it."""

    done: list[str] = field(default_factory=list)
    files: dict[Path, tuple[str, int]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def run(self, *words: str, said: str = "") -> None:
        self.done.append(" ".join(words))
        self.said.append(said)

    def write(self, path: Path, content: str, mode: int) -> None:
        self.done.append(f"write {path}")
        self.files[path] = (content, mode)

    def read(self, path: Path) -> str:
        return self.files.get(path, ("", 0))[0]

    def remove(self, path: Path) -> None:
        self.done.append(f"remove {path}")
        self.files.pop(path, None)


def test_an_installation_says_each_step_before_it_does_it_and_may_be_done_again() -> None:
    computer, told = Computer(), list[str]()
    installing.do(installing.install(Place(), computer), told.append, is_dry=False)
    assert [line.split(".")[0] for line in told] == [str(n + 1) for n in range(len(told))]
    order = [
        next(at for at, line in enumerate(computer.done) if word in line)
        for word in ("useradd", "psql", "systemctl stop", "migrate", "daemon-reload", "enable")
    ]
    assert order[0] < min(order[1], order[2])
    assert max(order[1], order[2]) < order[3] < order[4] < order[5]
    assert computer.done[-1] == (
        "systemctl enable --now regulars-central.service regulars-central-backup.timer"
    )
    passfiles = {Place().passwords, *(Place().passwords_of(use) for use in ("service", "backup"))}
    assert set(computer.files) == {
        SETTINGS, COMMAND, *passfiles, *(SYSTEMD / name for name in installing.UNITS)
    }  # fmt: skip
    assert {computer.files[path][1] for path in passfiles} == {0o600}
    owned = [line for line in computer.done if line.startswith("chown ")]
    assert len(owned) == len(passfiles)
    assert all(line.startswith("chown -h ") for line in owned), "its user may put a link there"
    of_service = computer.files[Place().passwords_of("service")][0]
    assert re.fullmatch(r"localhost:\*:\*:regulars_service:\S+\n", of_service)
    passwords = computer.files[Place().passwords]
    assert passwords[1] == 0o600
    sql = next(said for said in computer.said if said)
    for role in ("regulars_owner", "regulars_service", "regulars_keeper"):
        (word,) = re.findall(rf"localhost:\*:\*:{role}:(\S+)", passwords[0])
        assert len(word) >= 32
        assert f"alter role {role} password '{word}'" in sql
        assert not any(word in line for line in [*computer.done, *told])
    installing.do(installing.install(Place(), computer), told.append, is_dry=False)
    assert computer.files[Place().passwords] == passwords, "passwords that are there stay"
    assert "password" not in computer.said[-1]


def test_what_postgresql_is_told_makes_roles_and_database_once(cluster: Cluster) -> None:
    computer, place = Computer(), Place(database=f"of_install_{os.getpid()}")
    installing.do(installing.install(place, computer), lambda _: None, is_dry=False)
    sql = next(said for said in computer.said if said)
    for _ in range(2):
        subprocess.run(
            [cluster.programs.folder / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
             f"--dbname={cluster.address('postgres', ADMINISTRATOR)}"],
            input=sql, text=True, check=True, capture_output=True,
        )  # fmt: skip
    address = cluster.address(place.database, OWNER)
    assert migrate(address) == len(read_migrations())
    with Database(cluster.address(place.database, SERVICE), size=1):
        pass
    with connected(cluster.address("postgres", ADMINISTRATOR)) as one:
        one.execute(f"drop database {place.database}".encode())


def test_a_dry_run_says_the_same_and_does_nothing() -> None:
    computer, dry, wet = Computer(), list[str](), list[str]()
    installing.do(installing.install(Place(), computer), dry.append, is_dry=True)
    assert (computer.done, computer.files) == ([], {})
    installing.do(installing.install(Place(), computer), wet.append, is_dry=False)
    assert dry == wet


def test_uninstalling_takes_away_what_was_written_and_leaves_what_was_kept() -> None:
    computer, told = Computer(), list[str]()
    installing.do(installing.install(Place(), computer), told.append, is_dry=False)
    computer.done.clear()
    installing.do(installing.uninstall(computer), told.append, is_dry=False)
    assert {path.parent for path in computer.files} == {Place().home}
    assert computer.done[0].startswith("systemctl disable --now")
    assert not any("rm " in line or "drop" in line or "userdel" in line for line in computer.done)


def test_a_database_that_is_elsewhere_is_left_alone() -> None:
    computer = Computer()
    place = Place(has_database=False)
    installing.do(installing.install(place, computer), lambda _: None, is_dry=False)
    assert not any("psql" in line or "migrate" in line for line in computer.done)
    assert place.passwords not in computer.files


def test_the_units_have_no_hole_left_and_belong_together() -> None:
    units = installing.units(Place(backups=Path("/mnt/usb/backups")))
    for name, text in units.items():
        assert not re.search(r"@[A-Z]+@", text), name
        assert "EnvironmentFile=/etc/regulars-central.env" in text or name.endswith(".timer")
    service, backup = units["regulars-central.service"], units["regulars-central-backup.service"]
    assert "LimitNOFILE=65536" in service
    assert "ReadWritePaths=/var/lib/regulars-central\n" in service
    assert "InaccessiblePaths=-/var/lib/regulars-central/pgpass -" in service
    for text, use in ((service, "service"), (backup, "backup")):
        assert f"PGPASSFILE={Place().passwords_of(use)}\n" in text
    assert "ReadWritePaths=/var/lib/regulars-central /mnt/usb/backups\n" in backup
    for text in (service, backup):
        assert "NoNewPrivileges=yes" in text
        assert "User=regulars-central" in text
    for name in re.findall(r"\$\{([A-Z_]+)\}", service):
        assert f'{name}="' in installing.settings(Place())


def test_the_settings_are_read_alike_by_systemd_and_by_a_shell() -> None:
    text = installing.settings(Place())
    assert all(re.fullmatch(r'[A-Z_]+="[^"$`\\]*"', line) for line in text.splitlines())
    said = subprocess.run(
        ["sh", "-c", f'{text}\necho "$REGULARS_CENTRAL_DATABASE"'],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said == "host=localhost dbname=centre user=regulars_service\n"
    subprocess.run(["sh", "-n"], input=installing.command(Place()), text=True, check=True)
    assert "password" not in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    settings, program = tmp_path / "settings", tmp_path / ".venv" / "bin" / "regulars-central"
    settings.write_text("", "utf-8")
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    paths = []
    for name, text in installing.units(Place(root=tmp_path, user="daemon")).items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *paths],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "regulars" in line]
    assert (ours, done.returncode) == ([], 0), done.stderr


def test_a_program_in_somebody_s_home_is_not_installed_from_there(tmp_path: Path) -> None:
    closed = tmp_path / "closed" / "regulars"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    with pytest.raises(trouble.Unclear, match="/opt/regulars"):
        installing.refuse_unreachable(Place(root=closed))


def test_on_a_computer_without_systemd_the_command_only_says_what_it_would_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "has_systemd", lambda: False)
    assert main(["install", "--listen", "192.168.1.5:8443"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("There is no systemd here. This is what would be done:\n1. ")
    assert "--- regulars-central.service" in out
    assert not SETTINGS.exists()
    assert main(["uninstall"]) == 0
    assert "the backups and the user stay" in capsys.readouterr().out


def test_a_step_that_fails_is_named_in_its_own_words(tmp_path: Path) -> None:
    computer = installing.ThisComputer()
    with pytest.raises(trouble.InstallFailed, match="no luck"):
        computer.run("sh", "-c", "echo no luck >&2; exit 3")
    path = tmp_path / "file"
    computer.write(path, "one", 0o600)
    computer.write(path, "two", 0o640)
    assert (computer.read(path), path.stat().st_mode & 0o777) == ("two", 0o640)
    computer.remove(path)
    computer.remove(path)
    assert computer.read(path) == ""
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(trouble.FolderUnfit):
        computer.write(tmp_path / "nowhere" / "file", "", 0o600)
