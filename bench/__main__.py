"""Run every measurement: `python -m bench [--members 1000000] [--quick]`.

Prints one table and writes build/bench.json and build/bench.png. Shops are built once into
build/cache and kept; measuring works on copies.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bench import screen_speed, store_speed
from bench.results import Curve, Result, judged, picture, table, write_json
from bench.shop_file import SEED, built
from bench.start import strengthen
from tests.screen import without_display

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def progress(what: str, done: int, of: int) -> None:
    """Say how far building is."""
    print(f"\rbuilding {of:,} members: {what} {done:,}      ", end="", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; gives 1 where a limit is not kept."""
    without_display()
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--members", type=int, default=SIZES[-1], help="the largest shop")
    parser.add_argument("--screen-tries", type=int, default=screen_speed.SCREEN_TRIES)
    chosen = parser.parse_args(arguments)
    sizes = [size for size in SIZES if size <= chosen.members]
    rows: list[Result] = []
    curves: Curve = {}
    for size in sizes:
        folder = built(BUILD / "cache", size, progress)
        copy = store_speed.scratch_copy(folder, BUILD / "scratch")
        wanted = rows if size == sizes[-1] else []
        for name, cost in store_speed.measure(copy, size, rows=wanted).items():
            curves.setdefault(name, []).append((size, cost))
    largest = sizes[-1]
    _flatness(rows, curves, largest)
    print("\n" + table(rows), flush=True)
    _screen(rows, largest, chosen.screen_tries)
    print("\n" + table(rows))
    write_json(rows, BUILD / "bench.json")
    picture(curves, BUILD / "bench.png")
    print(f"written: {BUILD.name}/bench.json, {BUILD.name}/bench.png")
    return 1 if any(row.ok is False for row in rows) else 0


def _flatness(rows: list[Result], curves: Curve, largest: int) -> None:
    """Compare the largest shop with the smallest: flat is a ratio near one."""
    for name, points in curves.items():
        if name in {"floor", "LIKE '%x%'"} or len(points) < 2:
            continue
        rows.append(
            judged(
                f"{name}, median at {largest:,} against 1,000 members",
                points[-1][1],
                "ms",
                floor=points[0][1],
                floor_name="the same at 1,000 members",
            )
        )


def _screen(rows: list[Result], members: int, tries: int) -> None:
    root = BUILD / "scratch" / f"shop-{members}"
    start = _start(root, members)
    rows.append(judged("start to ready for a scan", start["ready_s"], "s", limit=1.0))
    rows.append(judged("peak memory after 100 scans and awards", start["peak_mb"], "MB", limit=250))
    desk = screen_speed.opened(QApplication(["bench"]), root)
    chosen = random.Random(SEED + 1).sample(range(members), min(tries, members))
    first: list[Result] = []
    then: list[Result] = []
    screen_speed.measure(desk, members, chosen, first)
    screen_speed.measure(desk, members, chosen, then)
    screen_speed.measure_searches(desk, members, chosen, first, then)
    rows += [*(_renamed(row, "first touch") for row in first), *then]
    file = _sales_file(BUILD / "scratch" / "sales.txt")
    rows.append(screen_speed.lateness_while_importing(desk, file))
    desk.program.close()


def _renamed(row: Result, extra: str) -> Result:
    return judged(f"{row.name}, {extra}", row.value, row.unit)


def _start(root: Path, members: int) -> dict[str, float]:
    """Start the program twice; the second start finds the files in the system's cache."""
    strengthen(root)
    found: dict[str, float] = {}
    for _ in range(2):
        done = subprocess.run(  # noqa: S603 - this program, with figures of its own
            [sys.executable, "-m", "bench.start", str(root), repr(time.time()), str(members)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout.strip().splitlines()[-1])
        print("start: " + ", ".join(f"{what} {figure:.2f}" for what, figure in found.items()))
    return found


def _sales_file(path: Path) -> Path:
    chance = random.Random(SEED)
    lines = []
    for _ in range(20_000):
        amount = chance.randrange(100, 9_999) / 100
        day = f"2026{chance.randrange(1, 10):02d}15"
        lines.append(f"X{chance.randrange(5_000):05d} {day} {amount:.2f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
