"""The centre's key: made once, read by nobody else, and worth something only where it belongs."""

import os
from pathlib import Path
from uuid import uuid4

import pytest

from central.cluster import Cluster
from central.database import Database
from central.folder import Folder
from central.keys import open_keys
from central.roles import SERVICE
from central.shops import shops
from central.trouble import FolderUnfit, KeyExposed, KeyMissing, KeyWrong
from regulars.ids import Id

TENANT, OTHER = Id(uuid4().bytes), Id(uuid4().bytes)
SECRET = b"\x07" * 32


def test_a_key_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "centre.key"
    first = open_keys(path, may_make=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["centre.key"]
    again = open_keys(path, may_make=True)
    assert (again.wrapping, again.bearer) == (first.wrapping, first.bearer)
    assert first.wrapping != first.bearer


def test_two_centres_have_two_keys(tmp_path: Path) -> None:
    one, other = (open_keys(tmp_path / name, may_make=True) for name in ("a", "b"))
    assert one.wrapping != other.wrapping


def test_a_key_that_should_be_there_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        open_keys(tmp_path / "centre.key", may_make=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o777])
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "centre.key"
    open_keys(path, may_make=True)
    path.chmod(mode)
    with pytest.raises(KeyExposed):
        open_keys(path, may_make=True)
    path.chmod(0o600)
    open_keys(path, may_make=True)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff" * 80, b"regulars-centre-key-1\n", b"x\n" + b"00" * 32, b"\0" * 5_000,
     b"regulars-centre-key-1\n" + b"00" * 31, b"regulars-centre-key-1\nzz"],
)  # fmt: skip
def test_a_file_that_is_no_key_is_named_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "centre.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyWrong):
        open_keys(path, may_make=True)
    assert path.read_bytes() == content


def test_a_secret_comes_back_where_it_was_wrapped_for_and_nowhere_else(tmp_path: Path) -> None:
    keys = open_keys(tmp_path / "a", may_make=True)
    wrapped = keys.wrap(TENANT, "phone", SECRET)
    assert SECRET not in wrapped
    assert keys.wrap(TENANT, "phone", SECRET) != wrapped
    assert keys.unwrap(TENANT, "phone", wrapped) == SECRET
    stranger = open_keys(tmp_path / "b", may_make=True)
    broken = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    for other, shop, name, what in (
        (keys, OTHER, "phone", wrapped),
        (keys, TENANT, "pepper", wrapped),
        (stranger, TENANT, "phone", wrapped),
        (keys, TENANT, "phone", broken),
        (keys, TENANT, "phone", b""),
    ):
        with pytest.raises(KeyWrong):
            other.unwrap(shop, name, what)


def test_a_key_shows_in_no_text(tmp_path: Path) -> None:
    keys = open_keys(tmp_path / "a", may_make=True)
    assert keys.wrapping.hex() not in repr(keys)
    assert str(keys.wrapping)[2:-1] not in repr(keys)


def test_what_a_start_that_was_killed_left_behind_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / f"centre.key.{os.getpid()}").write_bytes(b"half")
    open_keys(tmp_path / "centre.key", may_make=True)
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"centre.key", f"centre.key.{os.getpid()}"}


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_key_in_a_folder_that_others_can_write_in_is_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "own" / "centre.key"
    open_keys(path, may_make=True)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.parent.chmod(mode)
    with pytest.raises(KeyExposed):
        open_keys(path, may_make=True)


def test_a_key_of_another_user_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "centre.key"
    open_keys(path, may_make=True)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(KeyExposed):
        open_keys(path, may_make=True)


def test_a_disk_that_knows_no_second_name_of_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(FolderUnfit):
        open_keys(tmp_path / "centre.key", may_make=True)
    assert list(tmp_path.iterdir()) == []


def test_another_centre_s_key_is_noticed_at_a_start(
    cluster: Cluster, own_database: str, tmp_path: Path
) -> None:
    with Database(cluster.address(own_database, SERVICE), size=1) as database:
        keys = Folder(tmp_path / "a").keys(database)
        assert Folder(tmp_path / "a").keys(database) == keys
        with pytest.raises(KeyMissing):
            Folder(tmp_path / "b").keys(database)
        open_keys(Folder(tmp_path / "b").key, may_make=True)
        with pytest.raises(KeyWrong):
            Folder(tmp_path / "b").keys(database)
        assert shops(database) == []
