"""What the service writes down: one JSON line each, with nothing of a person and no secret.

An error says its kind and where it came from, never its words: a database's words quote rows.
"""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

Line = Mapping[str, str | int | bool]
Log = Callable[[Line], None]
_FRAMES = 12


@dataclass(frozen=True, slots=True)
class JsonLog:
    """Writes lines to a stream; many threads may."""

    stream: TextIO
    now_ms: Callable[[], int]

    def __call__(self, line: Line) -> None:
        """Write one line, whole."""
        at = datetime.fromtimestamp(self.now_ms() / 1_000, UTC).isoformat(timespec="milliseconds")
        said = json.dumps({"at": at, **line}, ensure_ascii=True, separators=(",", ":"))
        self.stream.write(said + "\n")
        self.stream.flush()


def places(error: BaseException) -> str:
    """Say where an error came from, innermost last, without what it says or was called with."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " ".join(f"{frame.name}:{frame.lineno}" for frame in frames)


class LineHandler(logging.Handler):
    """Turns what libraries log into our lines: their fixed words, and what kind of error."""

    def __init__(self, log: Log) -> None:
        """Hand everything to one log."""
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record down; `msg` is the library's own text, its arguments are left out."""
        first = str(record.msg).splitlines()[0] if record.msg else ""
        line: dict[str, str | int | bool] = {
            "event": "library",
            "level": record.levelname.lower(),
            "from": record.name,
            "said": first[:200],
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": type(error).__qualname__, "where": places(error)}
        self._log(line)


def catch_libraries(log: Log) -> None:
    """Make this process's libraries log through one log, and nowhere else."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(LineHandler(log))
    root.setLevel(logging.WARNING)


def standard_log(now_ms: Callable[[], int]) -> JsonLog:
    """Give the log that goes where services log: standard error."""
    return JsonLog(sys.stderr, now_ms)
