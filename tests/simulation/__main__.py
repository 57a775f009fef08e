"""The long run: `make simulate SEEDS=N`, and with LEVEL=2 on real files and a real PostgreSQL.

It remembers how far it came in build/simulation and goes on from there; `--anew` begins again. Its
last line says what was run and what was found.
"""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.simulation.run import WRONG, Told, run

STATE = Path(__file__).parents[2] / "build" / "simulation" / "state.json"
KEEP_EVERY = {1: 200, 2: 5}
LEVELS = {1: 200, 2: 40}
"""The steps of a seed's plan at each level, unless others are asked for."""
Todo = Iterable[tuple[int, int]]


@dataclass(slots=True)
class Tally:
    """What all seeds so far had in them."""

    seeds: int = 0
    steps: int = 0
    faults: int = 0
    redemptions: int = 0
    with_loss: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, told: Told | str) -> None:
        """Count one seed."""
        self.seeds += 1
        if isinstance(told, str):
            self.violations.append(told)
            return
        self.steps += told.steps
        self.faults += told.faults
        self.redemptions += told.redemptions
        self.with_loss += told.loss > 0

    def line(self) -> str:
        """Say it in one line."""
        return (
            f"{self.seeds} seeds, {self.steps} steps, {self.faults} faults,"
            f" {self.redemptions} redemptions, {len(self.violations)} violations"
        )


def one(asked: tuple[int, int]) -> Told | str:
    """Play one seed; a seed that fails is given as a sentence with its number."""
    seed, steps = asked
    try:
        return run(seed, steps)
    except WRONG as wrong:
        return f"seed {seed}, {steps} steps: {type(wrong).__name__}: {wrong}"


def _state(level: int) -> Path:
    return STATE if level == 1 else STATE.with_name(f"state.{level}.json")


def _load(steps: int, level: int = 1) -> Tally:
    try:
        kept = json.loads(_state(level).read_text("utf-8"))
    except (OSError, ValueError):
        return Tally()
    return Tally(**kept["tally"]) if kept.get("of") == steps else Tally()


def _keep(tally: Tally, steps: int, level: int = 1) -> None:
    path = _state(level)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"of": steps, "tally": asdict(tally)}), "utf-8")
    beside.replace(path)


@contextmanager
def _playing(level: int, workers: int | None, todo: Todo) -> Iterator[Iterator[Told | str]]:
    """Play seeds at a level: in memory on all cores, or with files and PostgreSQL in a row."""
    if level == 1:
        with multiprocessing.Pool(workers) as pool:
            yield pool.imap(one, todo, chunksize=20)
    else:
        long: Any = import_module("tests.central.level_two.long")
        yield long.play_all(todo)


def main() -> int:
    """Run what is missing and tell whether anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--level", type=int, choices=LEVELS, default=1)
    parser.add_argument("--seeds", type=int, default=20_000)
    parser.add_argument("--steps", type=int, help="steps of the plan of each seed")
    parser.add_argument("--workers", type=int, help="processes of level 1; default: all cores")
    parser.add_argument("--anew", action="store_true", help="forget what is done already")
    asked = parser.parse_args()
    level, steps = asked.level, asked.steps or LEVELS[asked.level]
    tally = Tally() if asked.anew else _load(steps, level)
    todo = ((seed, steps) for seed in range(tally.seeds, asked.seeds))
    with _playing(level, asked.workers, todo) as played:
        for told in played:
            tally.add(told)
            if tally.seeds % KEEP_EVERY[level] == 0 or isinstance(told, str):
                _keep(tally, steps, level)
                print(tally.line(), flush=True)
    _keep(tally, steps, level)
    for sentence in tally.violations:
        print(sentence)
    print(tally.line())
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
