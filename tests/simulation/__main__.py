"""The long run: `python -m tests.simulation --seeds N --steps M`, or `make simulate SEEDS=N`.

It remembers how far it came in build/simulation and goes on from there; `--anew` begins again. Its
last line says what was run and what was found.
"""

import argparse
import json
import multiprocessing
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.simulation.run import Told, run

STATE = Path(__file__).parents[2] / "build" / "simulation" / "state.json"
KEEP_EVERY = 200


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
    except (AssertionError, LookupError) as wrong:
        return f"seed {seed}, {steps} steps: {type(wrong).__name__}: {wrong}"


def _load(steps: int) -> Tally:
    try:
        kept = json.loads(STATE.read_text("utf-8"))
    except (OSError, ValueError):
        return Tally()
    return Tally(**kept["tally"]) if kept.get("of") == steps else Tally()


def _keep(tally: Tally, steps: int) -> None:
    STATE.parent.mkdir(parents=True, exist_ok=True)
    beside = STATE.with_suffix(".new")
    beside.write_text(json.dumps({"of": steps, "tally": asdict(tally)}), "utf-8")
    beside.replace(STATE)


def main() -> int:
    """Run what is missing and tell whether anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20_000)
    parser.add_argument("--steps", type=int, default=200, help="steps of the plan of each seed")
    parser.add_argument("--workers", type=int, default=None, help="processes; default: all cores")
    parser.add_argument("--anew", action="store_true", help="forget what is done already")
    asked = parser.parse_args()
    tally = Tally() if asked.anew else _load(asked.steps)
    todo = ((seed, asked.steps) for seed in range(tally.seeds, asked.seeds))
    with multiprocessing.Pool(asked.workers) as pool:
        for told in pool.imap(one, todo, chunksize=20):
            tally.add(told)
            if tally.seeds % KEEP_EVERY == 0 or isinstance(told, str):
                _keep(tally, asked.steps)
                print(tally.line(), flush=True)
    _keep(tally, asked.steps)
    for sentence in tally.violations:
        print(sentence)
    print(tally.line())
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
