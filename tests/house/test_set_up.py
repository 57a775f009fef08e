"""The set-up decides rightly what is missing and what to do; installing itself is tried by hand."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from installer import set_up
from installer.set_up import Need

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"run.txt": "r1", "central.txt": "c1", "dev.txt": "d1"}


def packages(lock: str) -> set[str]:
    """Read what a lock file pins, as "name==version"."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return set(re.findall(r"^([a-z0-9.-]+==[^ ;]+)", text, re.MULTILINE))


def test_only_packages_whose_library_is_absent_are_named_once_each_in_order() -> None:
    needs = [Need("a.so", "one"), Need("b.so", "two"), Need("c.so", "three"), Need("d.so", "three")]
    assert set_up.missing(needs, {"b.so"}.__contains__) == ["one", "three"]


def test_nothing_is_named_when_everything_is_there() -> None:
    assert set_up.missing(set_up.LIBRARIES, lambda _: True) == []


def test_a_library_that_does_not_exist_does_not_load() -> None:
    assert not set_up.loads("libno-such-thing.so.0")


def test_a_debian_python_without_ensurepip_needs_its_own_venv_package() -> None:
    assert set_up.venv_package((3, 11), ensurepip=False, base_prefix="/usr") == ["python3.11-venv"]


@pytest.mark.parametrize(("ensurepip", "prefix"), [(True, "/usr"), (False, "/opt/python")])
def test_other_pythons_need_no_venv_package(ensurepip: bool, prefix: str) -> None:
    assert set_up.venv_package((3, 12), ensurepip=ensurepip, base_prefix=prefix) == []


@pytest.mark.parametrize(
    ("stamp", "wanted", "todo"),
    [
        ({}, "run.txt", "rebuild"),
        ({"run.txt": "r1"}, "run.txt", "nothing"),
        ({"dev.txt": "d1"}, "run.txt", "nothing"),
        ({"run.txt": "r1"}, "dev.txt", "add"),
        ({"run.txt": "r0"}, "run.txt", "rebuild"),
        ({"run.txt": "r0"}, "dev.txt", "rebuild"),
        ({"dev.txt": "d0"}, "run.txt", "rebuild"),
        ({"run.txt": "r1", "dev.txt": "d0"}, "run.txt", "nothing"),
        ({"run.txt": "r1", "dev.txt": "d0"}, "dev.txt", "rebuild"),
        ({"run.txt": "r0", "dev.txt": "d1"}, "run.txt", "nothing"),
        ({"run.txt": "r1"}, "central.txt", "add"),
        ({"central.txt": "c1"}, "run.txt", "add"),
        ({"run.txt": "r0", "central.txt": "c1"}, "central.txt", "nothing"),
        ({"dev.txt": "d1"}, "central.txt", "nothing"),
    ],
)
def test_the_environment_is_rebuilt_only_when_a_lock_it_holds_has_changed(
    stamp: dict[str, str], wanted: str, todo: str
) -> None:
    assert set_up.plan(stamp, wanted, LOCKS) == todo


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty checkout with a .venv whose Python is the one running now."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "VENV", venv)
    monkeypatch.setattr(set_up, "STAMP", venv / "ready.json")
    return tmp_path


def stamp_now() -> None:
    """Leave the stamp of a set-up that has just finished."""
    python = os.path.realpath(sys.executable)
    stamp = {"venv": str(set_up.VENV), "python": python, "run.txt": "r1"}
    set_up.STAMP.write_text(json.dumps(stamp), "utf-8")


def test_a_finished_environment_is_recognised(folder: Path) -> None:
    stamp_now()
    assert set_up.read_stamp()["run.txt"] == "r1"
    assert folder in set_up.STAMP.parents


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("text", ["", "{", "[]", '"ready"', '{"venv": "elsewhere"}', "7"])
def test_a_stamp_that_says_nothing_useful_counts_as_none(text: str) -> None:
    set_up.STAMP.write_text(text, "utf-8")
    assert set_up.read_stamp() == {}


@pytest.mark.usefixtures("folder")
def test_an_environment_whose_python_went_away_counts_as_none() -> None:
    stamp_now()
    python = set_up.VENV / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    assert set_up.read_stamp() == {}


@pytest.mark.usefixtures("folder")
def test_an_environment_that_was_moved_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp_now()
    moved = set_up.ROOT / "moved"
    set_up.VENV.rename(moved)
    monkeypatch.setattr(set_up, "VENV", moved)
    monkeypatch.setattr(set_up, "STAMP", moved / "ready.json")
    assert set_up.read_stamp() == {}


def test_the_folder_is_on_the_path_and_every_command_can_be_started(folder: Path) -> None:
    set_up.connect_folder()
    (pth,) = (set_up.VENV / "lib").glob("*/site-packages/regulars.pth")
    assert pth.read_text("utf-8") == f"{folder}\n"
    for name in ("regulars", "regulars-admin", "regulars-central"):
        assert os.access(set_up.VENV / "bin" / name, os.X_OK)


@pytest.mark.usefixtures("folder")
def test_a_command_that_is_newer_than_the_environment_gets_its_launcher() -> None:
    command = set_up.VENV / "bin" / "regulars-central"
    set_up.environment(set_up.PROFILES["run"], "nothing")
    assert command.exists()
    before = command.stat().st_ino, command.stat().st_mtime_ns
    set_up.environment(set_up.PROFILES["run"], "nothing")
    assert (command.stat().st_ino, command.stat().st_mtime_ns) == before


def test_a_launcher_starts_its_command_from_a_folder_with_a_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "corner shop"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "bin" / "shop.py").write_text("import sys\ndef main(): return len(sys.argv) + 40\n")
    monkeypatch.setattr(set_up, "VENV", venv)
    command = venv / "bin" / "shop"
    command.write_text(set_up.launcher("shop:main"), "utf-8")
    command.chmod(0o755)
    assert subprocess.run([command, "two words"], check=False).returncode == 42


def test_a_command_that_is_broken_off_while_it_loads_ends_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    loading = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\ndef main(): return 0\n"
    (tmp_path / "bin" / "shop.py").write_text(loading)
    monkeypatch.setattr(set_up, "VENV", tmp_path)
    command = tmp_path / "bin" / "shop"
    command.write_text(set_up.launcher("shop:main"), "utf-8")
    command.chmod(0o755)
    ended = subprocess.run([command], check=False, capture_output=True)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, b"")


def test_only_translations_that_changed_are_compiled(tmp_path: Path) -> None:
    for name, ts_age, qm_age in [("old", 50, 10), ("new", 10, 50), ("never", 10, None)]:
        for suffix, age in ((".ts", ts_age), (".qm", qm_age)):
            if age is not None:
                path = tmp_path / f"{name}{suffix}"
                path.touch()
                os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert [path.stem for path in set_up.stale(tmp_path.glob("*.ts"))] == ["never", "new"]


def test_a_person_without_rights_is_given_one_line_to_copy() -> None:
    words = set_up.by_hand(["libgl1", "gcc"], sudo=True)
    assert words.endswith("sudo apt-get install -y --no-install-recommends libgl1 gcc")
    assert "as root" in set_up.by_hand(["gcc"], sudo=False)


def test_pip_is_kept_from_installing_somewhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TIMEOUT", "60")
    cleaned = set_up.clean_environment()
    assert "PIP_TARGET" not in cleaned
    assert "PYTHONPATH" not in cleaned
    assert cleaned["PIP_TIMEOUT"] == "60"
    assert cleaned["LC_ALL"] == "C.UTF-8"


@pytest.mark.parametrize("lock", ["run.txt", "central.txt"])
def test_the_test_lock_holds_everything_the_other_locks_hold(lock: str) -> None:
    assert packages(lock)
    assert packages(lock) <= packages("dev.txt")


def test_what_till_and_centre_both_use_is_the_same_version() -> None:
    names = {one.partition("==")[0] for one in packages("run.txt")}
    shared = {one for one in packages("central.txt") if one.partition("==")[0] in names}
    assert shared
    assert shared <= packages("run.txt")


def test_the_centre_never_installs_qt_and_a_till_never_a_server() -> None:
    assert not any(one.startswith(("pyside", "shiboken")) for one in packages("central.txt"))
    assert not any(one.startswith(("psycopg", "fastapi")) for one in packages("run.txt"))


def test_every_profile_names_a_lock_that_exists() -> None:
    for profile in set_up.PROFILES.values():
        assert (ROOT / "requirements" / profile.lock).is_file()


def test_set_up_can_at_least_be_parsed_by_an_old_python() -> None:
    source = (ROOT / "installer" / "set_up.py").read_text("utf-8")
    assert ast.parse(source, feature_version=(3, 8)).body
