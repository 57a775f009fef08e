"""Keys are made once, open with this computer or with the sheet, and are never made anew."""

import base64
import json
import os
import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import pytest

from desktop import trouble
from desktop.secrets import (
    MASTER_NAME,
    NAME,
    FileStore,
    KeyringStore,
    Keys,
    MasterStore,
    best_store,
    found_keys,
    new_recovery,
    open_keys,
    recover_keys,
    renew_device_key,
    settle_sheet,
    store_in_use,
    write_private,
)

MUTATIONS = int(os.environ.get("REGULARS_MUTATIONS", "500"))


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory; `away` makes it answer as one that is locked or gone."""

    priority = 1

    def __init__(self, *, forgets: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.away, self.forgets = False, forgets

    def get_password(self, service: str, username: str) -> str | None:
        if self.away:
            raise keyring.errors.KeyringLocked
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.away:
            raise keyring.errors.NoKeyringError
        if not self.forgets:
            self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "shop"
    place.mkdir()
    return place


def made(folder: Path, keeper: MasterStore | None = None) -> tuple[Keys, bytes]:
    return found_keys(folder, "corner", os.urandom, keeper or FileStore(folder))


def test_keys_open_again_on_the_computer_that_made_them(folder: Path) -> None:
    keys, _ = made(folder)
    assert open_keys(folder) == keys
    assert len({keys.database, keys.pepper, keys.phone, keys.device}) == 4
    assert store_in_use(folder) == "file"


def test_keys_are_not_shown_by_accident(folder: Path) -> None:
    keys, _ = made(folder)
    assert keys.database.hex() not in repr(keys)
    assert str(keys.database) not in repr(keys)
    held = (folder / NAME).read_bytes()
    for secret in (keys.database, keys.pepper, keys.phone, keys.device):
        assert base64.b64encode(secret) not in held
        assert secret.hex().encode() not in held


def test_files_of_keys_are_for_this_user_alone(folder: Path) -> None:
    made(folder)
    for name in (NAME, MASTER_NAME):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert {path.name for path in folder.iterdir()} == {NAME, MASTER_NAME}


def test_keys_are_never_made_over_others(folder: Path) -> None:
    made(folder)
    before = (folder / NAME).read_bytes()
    with pytest.raises(trouble.KeysDamaged):
        made(folder)
    assert (folder / NAME).read_bytes() == before


@pytest.mark.usefixtures("ring")
def test_the_keyring_keeps_the_master_key_where_there_is_one(folder: Path) -> None:
    keeper = best_store(folder, "corner")
    assert isinstance(keeper, KeyringStore)
    keys, _ = made(folder, keeper)
    assert open_keys(folder) == keys
    assert not (folder / MASTER_NAME).exists()
    assert store_in_use(folder) == "keyring"


def test_looking_for_a_keyring_touches_no_key_that_is_there(folder: Path, ring: Ring) -> None:
    made(folder, KeyringStore("corner"))
    before = ring.held["Regulars", "corner"]
    best_store(folder, "corner")
    assert ring.held["Regulars", "corner"] == before


@pytest.mark.parametrize("kind", ["away", "forgets"])
def test_without_a_keyring_that_keeps_what_it_is_given_a_file_is_used(
    folder: Path, kind: str
) -> None:
    before = keyring.get_keyring()
    ring = Ring(forgets=kind == "forgets")
    ring.away = kind == "away"
    keyring.set_keyring(ring)
    try:
        assert isinstance(best_store(folder, "corner"), FileStore)
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("lost", ["away", "forgotten", "garbage", "short"])
def test_a_keyring_that_does_not_answer_is_key_not_found_and_nothing_is_made(
    folder: Path, ring: Ring, lost: str
) -> None:
    keys, _ = made(folder, KeyringStore("corner"))
    document, held = (folder / NAME).read_bytes(), dict(ring.held)
    if lost == "away":
        ring.away = True
    elif lost == "forgotten":
        ring.held.clear()
    else:
        ring.held["Regulars", "corner"] = {"garbage": "錀 not base64", "short": "AAAA"}[lost]
    with pytest.raises(trouble.KeyMissing):
        open_keys(folder)
    assert (folder / NAME).read_bytes() == document
    ring.away, ring.held = False, held
    assert open_keys(folder) == keys


def test_the_sheet_opens_the_keys_and_this_computer_knows_them_again(folder: Path) -> None:
    keys, recovery = made(folder)
    (folder / MASTER_NAME).unlink()
    with pytest.raises(trouble.KeyMissing):
        open_keys(folder)
    assert recover_keys(folder, recovery, FileStore(folder)) == keys
    assert open_keys(folder) == keys


@pytest.mark.usefixtures("ring")
def test_the_sheet_brings_keys_to_a_computer_with_another_store(folder: Path) -> None:
    keys, recovery = made(folder)
    (folder / MASTER_NAME).unlink()
    assert recover_keys(folder, recovery) == keys
    assert store_in_use(folder) == "keyring"
    assert open_keys(folder) == keys


def test_another_sheet_opens_nothing_and_changes_nothing(folder: Path) -> None:
    made(folder)
    before = (folder / NAME).read_bytes()
    with pytest.raises(trouble.WrongKey):
        recover_keys(folder, b"x" * 16, FileStore(folder))
    assert (folder / NAME).read_bytes() == before


def test_a_new_sheet_takes_the_place_of_the_old_one(folder: Path) -> None:
    keys, old = made(folder)
    new = new_recovery(folder, os.urandom)
    for sheet in (old, new):  # nobody may have seen the new one yet
        assert recover_keys(folder, sheet, FileStore(folder)) == keys
    settle_sheet(folder)
    assert recover_keys(folder, new, FileStore(folder)) == keys
    with pytest.raises(trouble.WrongKey):
        recover_keys(folder, old, FileStore(folder))


def test_no_sheet_is_made_for_a_master_key_that_opens_nothing(folder: Path) -> None:
    _, recovery = made(folder)
    write_private(folder / MASTER_NAME, b"x" * 32)
    with pytest.raises(trouble.WrongKey):
        new_recovery(folder, os.urandom)
    recover_keys(folder, recovery, FileStore(folder))


def test_a_new_device_key_leaves_the_others_and_the_sheet_as_they_are(folder: Path) -> None:
    keys, recovery = made(folder)
    fresh = renew_device_key(folder, os.urandom)
    assert fresh.device != keys.device
    assert (fresh.database, fresh.pepper, fresh.phone) == (keys.database, keys.pepper, keys.phone)
    assert open_keys(folder) == fresh
    assert recover_keys(folder, recovery, FileStore(folder)) == fresh


def test_two_wrapped_keys_cannot_be_swapped(folder: Path) -> None:
    made(folder)
    document = json.loads((folder / NAME).read_bytes())
    wrapped = document["wrapped"]
    wrapped["pepper"], wrapped["phone"] = wrapped["phone"], wrapped["pepper"]
    (folder / NAME).write_text(json.dumps(document))
    with pytest.raises(trouble.WrongKey):
        open_keys(folder)


def test_a_key_file_of_a_newer_program_is_left_alone(folder: Path) -> None:
    made(folder)
    document = json.loads((folder / NAME).read_bytes())
    (folder / NAME).write_text(json.dumps(document | {"version": 2}))
    with pytest.raises(trouble.FileNewer):
        open_keys(folder)


def flip(held: bytes) -> bytes:
    changed = bytearray(held)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(held: bytes) -> bytes:
    return held[: random.randrange(len(held))]


def another_type(held: bytes) -> bytes:
    document: dict[str, Any] = json.loads(held)
    value: Any = random.choice([None, 0, 1.5, [], {}, "", "x" * 99, [[]], True, -1])
    if random.random() < 0.5:
        document[random.choice(list(document))] = value
    else:
        document["wrapped"][random.choice(list(document["wrapped"]))] = value
    return json.dumps(document).encode()


def shuffled(held: bytes) -> bytes:
    start = random.randrange(len(held) - 20)
    return held[:start] + os.urandom(20) + held[start + 20 :]


@pytest.mark.parametrize("mutate", [flip, cut, another_type, shuffled])
def test_a_damaged_key_file_never_opens_wrong_keys_and_never_breaks_the_program(
    folder: Path, mutate: Callable[[bytes], bytes]
) -> None:
    keys, _ = made(folder)
    whole = (folder / NAME).read_bytes()
    for _ in range(MUTATIONS // 4):
        changed = mutate(whole)
        (folder / NAME).write_bytes(changed)
        try:
            found = open_keys(folder)
        except (trouble.KeysDamaged, trouble.WrongKey, trouble.KeyMissing, trouble.FileNewer):
            continue
        assert found == keys, changed  # what was changed is not a key: a name, a space


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"[" * 100_000, b"\xff\xfe{}", b"\x00" * 4096, b"{}"]
)
def test_a_key_file_of_anything_else_is_damaged(folder: Path, content: bytes) -> None:
    (folder / NAME).write_bytes(content)
    with pytest.raises(trouble.KeysDamaged):
        open_keys(folder)


def test_a_folder_in_place_of_the_key_file_is_damaged(folder: Path) -> None:
    (folder / NAME).mkdir()
    with pytest.raises(trouble.KeysDamaged):
        open_keys(folder)


def test_no_key_file_is_no_shop(folder: Path) -> None:
    with pytest.raises(trouble.NotSetUp):
        open_keys(folder)


def test_a_private_file_is_written_whole_or_not_at_all(folder: Path) -> None:
    path = folder / "note"
    write_private(path, b"old")
    path.with_name("note.new").mkdir()
    with pytest.raises(trouble.Trouble):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
