"""Measure the centre: `python -m bench.centre [--only push,files] [--seconds 600]`.

Prints one table and writes build/bench-centre.json and build/bench-centre.png.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.centre.parts import PARTS, Found, Settings
from bench.centre.town import town
from bench.results import Axes, picture, table, write_json
from tests.screen import without_display

BUILD = Path(__file__).parents[2] / "build"
_SIZES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
_AXES = Axes("What centre and till spend, ms, against members or tills", _SIZES)
_BUSY = 0.5
"""So much work of others makes figures worth less, and is said."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; gives 1 where a limit is not kept."""
    without_display()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended in order
    chosen = _chosen(arguments)
    settings = Settings(
        chosen.seconds,
        chosen.tills,
        chosen.members,
        cache=BUILD / "cache",
        newcomer=chosen.newcomer,
    )
    busy = os.getloadavg()[0]
    found = Found()
    for name in chosen.only:
        begun, before = time.perf_counter(), len(found.rows)
        with town() as one:  # each part finds an empty database
            PARTS[name](one, settings, found)
        took = time.perf_counter() - begun
        print(f"{name} ({took:.0f} s)\n{table(found.rows[before:])}\n", flush=True)
    if busy > _BUSY:
        print(f"Others were at work when this began (load {busy:.1f}): do not quote this.")
    BUILD.mkdir(exist_ok=True)
    write_json(found.rows, BUILD / "bench-centre.json")
    if found.curves:
        from PySide6.QtGui import QGuiApplication

        app = QGuiApplication.instance() or QGuiApplication(["bench"])
        picture(found.curves, BUILD / "bench-centre.png", _AXES)
        del app
    print(f"written: {BUILD.name}/bench-centre.json, {BUILD.name}/bench-centre.png")
    return 1 if any(row.ok is False for row in found.rows) else 0


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    usual = Settings()
    parser = argparse.ArgumentParser(prog="bench.centre", description=__doc__)
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--seconds", type=int, default=usual.seconds, help="of the long runs")
    parser.add_argument("--tills", type=int, default=usual.tills, help="that wait at once")
    parser.add_argument("--members", type=int, default=usual.members, help="of the shop with files")
    parser.add_argument("--newcomer", type=int, default=usual.newcomer,
                        help="members of the shop that a new till comes to")  # fmt: skip
    return parser.parse_args(arguments)


def _parts(text: str) -> list[str]:
    names = text.split(",")
    wrong = [name for name in names if name not in PARTS]
    if wrong:
        raise argparse.ArgumentTypeError(f"there is {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
