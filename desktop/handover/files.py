"""Names and files of the watched folder, touched so that nothing in it can hurt.

No file is followed out of the folder, none is read without a bound, and whatever is written takes
its place whole or not at all.
"""

import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop.handover.message import BYTES_MAX

SUFFIX: Final = ".json"
_NAME_BYTES_MAX: Final = 120
_DIGITS_MAX: Final = 18


def read_file(path: Path) -> bytes | str:
    """Read a plain file within bounds; a text is the sentence that says why that is hopeless.

    Raises OSError where trying again may help.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if not stat.S_ISREG(path.lstat().st_mode):
        return "This is a link, not a plain file."
    with os.fdopen(os.open(path, flags), "rb") as file:
        content = file.read(BYTES_MAX + 1)
    return content if len(content) <= BYTES_MAX else "The file is larger than 1 MiB."


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there: nobody sees half of it.

    A link that somebody put in its place is replaced, not followed. Not only for this user: the
    register may run as another; the folder says who may look.
    """
    beside = path.with_name(f".{path.name}.tmp")
    beside.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o644), "wb") as file:
            file.write(content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)  # a full disk needs the room
        raise


def free_name(folder: Path, given: str) -> Path:
    """Give a name in a folder that nothing has yet: the given one, or one with a number."""
    target, number = folder / given, 2
    while os.path.lexists(target):
        target = folder / f"{given[: -len(SUFFIX)]} ({number}){SUFFIX}"
        number += 1
    return target


def without_member(content: bytes) -> bytes | None:
    """Take the card or phone out of a message; None where there is none in it."""
    try:
        message = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not message.pop("member", None):
        return None
    return json.dumps(message).encode()


def safe_name(name: str) -> str:
    """Give a name of a file that any system can show: its answer is found under it."""
    stem = "".join(one if one.isprintable() and one != "~" else "_" for one in name)
    plain = stem[: -len(SUFFIX)].encode("utf-8", "replace")[:_NAME_BYTES_MAX]
    return plain.decode("utf-8", "ignore") + SUFFIX


def claimed_name(number: int, name: str) -> str:
    """Give the name under which a file is claimed: its turn, and the name it was dropped with."""
    return f"{number:08d}~{safe_name(name)}"


def given_name(claimed: str) -> str:
    """Give the name a claimed file had when it was dropped."""
    return claimed.partition("~")[2] or claimed


def number_of(claimed: str) -> int:
    """Give the turn of a claimed file; 0 for what was put there by somebody else."""
    number = claimed.partition("~")[0]
    is_ours = number.isascii() and number.isdigit() and len(number) <= _DIGITS_MAX
    return int(number) if is_ours else 0
