"""Backups as they lie on a disk: opened with the centre's key alone, all of them or nothing."""

from io import BytesIO
from pathlib import Path

import pytest

from central import backup, sealing, trouble
from central.keys import backup_key
from tests.central.test_backup import NOW, Centre, centre

__all__ = ["centre"]
KEY, OTHER = b"\x01" * 32, b"\x02" * 32


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be many parts in a small file."""
    monkeypatch.setattr(sealing, "PART", 64)


def sealed(place: Path, plain: bytes, key: bytes = KEY) -> Path:
    path = place / "one"
    sealing.seal(BytesIO(plain), path, key)
    return path


def parts_of(path: Path) -> tuple[bytes, list[bytes]]:
    """Give what a file begins with, and its parts as they lie there."""
    raw, found = path.read_bytes(), list[bytes]()
    begin = len(sealing.HEADER) + 16
    at = begin
    while at < len(raw):
        end = at + 4 + int.from_bytes(raw[at : at + 4], "big")
        found.append(raw[at:end])
        at = end
    return raw[:begin], found


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1_000])
def test_what_was_sealed_comes_back_and_is_not_to_be_read_before(tmp_path: Path, size: int) -> None:
    plain = bytes(number % 251 for number in range(size))
    path = sealed(tmp_path, plain)
    assert b"".join(sealing.unsealed(path, KEY)) == plain
    assert sealing.is_sealed(path)
    assert size < 32 or plain[:32] not in path.read_bytes()
    again = tmp_path / "again"
    sealing.seal(BytesIO(plain), again, KEY)
    assert again.read_bytes() != path.read_bytes()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"a" * 200)
    with pytest.raises(trouble.KeyWrong):
        sealing.check_key(path, OTHER)
    sealing.check_key(path, KEY)


def test_another_key_is_not_taken_for_a_broken_file(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"a" * 64)
    begin, parts = parts_of(path)
    path.write_bytes(begin + parts[0] * 2)
    with pytest.raises(trouble.BackupUnfit):
        sealing.check_key(path, KEY)
    with pytest.raises(trouble.KeyWrong):
        sealing.check_key(path, OTHER)


def test_nothing_can_be_cut_off_left_out_moved_or_changed(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"".join(bytes([number]) * 64 for number in range(5)))
    begin, parts = parts_of(path)
    assert len(parts) == 5
    other = sealed(tmp_path.parent, b"x" * 320)
    _, strange = parts_of(other)
    wrong = {
        "cut at a part": [*parts[:3]],
        "left out": [*parts[:2], *parts[3:]],
        "swapped": [parts[0], parts[2], parts[1], *parts[3:]],
        "another file's": [parts[0], strange[1], *parts[2:]],
        "changed": [parts[0], parts[1][:-1] + bytes([parts[1][-1] ^ 1]), *parts[2:]],
        "cut within a part": [*parts[:4], parts[4][:-1]],
        "more behind it": [*parts, parts[4]],
        "nothing behind the first": [parts[0]],
        "nothing at all": [],
    }
    other.unlink()
    for some in wrong.values():
        path.write_bytes(begin + b"".join(some))
        with pytest.raises(trouble.BackupUnfit):
            list(sealing.unsealed(path, KEY))


def test_a_backup_is_sealed_with_what_follows_from_the_centre_s_key(centre: Centre) -> None:
    made = centre.make()
    raw = made.path.read_bytes()
    assert raw.startswith(sealing.HEADER)
    assert b"PGDMP" not in raw
    plain = b"".join(sealing.unsealed(made.path, backup_key(centre.source.folder.key)))
    assert plain.startswith(b"PGDMP")
    assert made.note.is_good, "it was opened and put back as it lies there"


def test_control_a_plain_one_anybody_can_read(centre: Centre) -> None:
    made = backup.make(centre.source, centre.place, NOW, is_plain=True)
    assert made.path.read_bytes().startswith(b"PGDMP")
    assert not sealing.is_sealed(made.path)
    assert made.note.is_good
