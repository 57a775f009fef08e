"""A folder that holds any part of a shop is never offered to a first run."""

from pathlib import Path

import pytest

from desktop.paths import Folder, default_root, shop_folder, training_folder


def test_an_empty_folder_is_not_a_shop(tmp_path: Path) -> None:
    assert not Folder(tmp_path).is_set_up()
    assert not Folder(tmp_path / "nowhere").is_set_up()
    assert not Folder(Path("/nul\0/shop")).is_set_up()


@pytest.mark.parametrize("name", ["shop.db", "keys.json"])
def test_any_part_of_a_shop_is_a_shop(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert Folder(tmp_path).is_set_up()


def test_a_shop_that_only_waits_to_be_moved_in_is_a_shop(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "shop")
    folder.made.mkdir()
    assert folder.is_set_up()


def test_a_file_where_the_folder_should_be_is_not_offered_to_a_first_run(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("")
    assert Folder(tmp_path / "shop").is_set_up()


def test_the_shop_and_the_training_shop_never_share_a_file(tmp_path: Path) -> None:
    real, training = shop_folder(tmp_path), training_folder(tmp_path)
    mine = {real.root, real.making, real.made, real.database, real.keys, real.lock, real.head}
    other = {training.root, training.making, training.made, training.database, training.keys}
    assert not mine & other


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "會員 100% 'data'"))
    assert default_root() == tmp_path / "會員 100% 'data'"


def test_without_a_choice_it_is_where_this_system_keeps_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REGULARS_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert default_root() == tmp_path / "regulars"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_root().parts[-3:] == (".local", "share", "regulars")
    monkeypatch.setattr("sys.platform", "darwin")
    assert default_root().parts[-2:] == ("Application Support", "Regulars")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert default_root() == tmp_path / "Regulars"
