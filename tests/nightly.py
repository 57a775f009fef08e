"""The tests that take minutes: the same tests with long settings, and every point of failure.

`python -m tests.nightly` does what is not done yet, remembers it in build/nightly, and writes
docs/nightly/<date>.md. Broken off, it goes on where it was; `--anew` begins again. `--only` takes
the name of one part.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
STATE = ROOT / "build" / "nightly" / "state.json"
REPORTS = ROOT / "docs" / "nightly"
SEQUENCES, QUESTIONS, ROUNDS = 100_000, 200_000, 20
"""In rounds with a seed each: what was played in one run of Hypothesis is kept in memory, and what
was broken off goes on with the round it was in."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """Seeds of the simulation at a level; `steps` is how many there must be in all of them.

    It counts for itself how far it came (tests/simulation/__main__.py).
    """

    name: str
    promise: str
    level: int
    seeds: int
    steps: int


@dataclass(frozen=True, slots=True)
class Run:
    """Tests with long settings: the files, what is set, and what is promised by it.

    With `rounds` they run so many times, each time with another seed; REGULARS_ROUND is which time.
    """

    name: str
    promise: str
    files: tuple[str, ...]
    settings: dict[str, str]
    rounds: int = 1


RUNS = (
    Run(
        "kills",
        "D1: 500 kills while selling, nothing confirmed is lost",
        ("tests/faults/test_killed_till.py",),
        {"REGULARS_KILLS": "500"},
    ),
    Run(
        "flips",
        "D10: 2,000 flipped bits in the file, each is found",
        ("tests/desktop/store/test_backup.py",),
        {"REGULARS_FLIPS": "2000"},
    ),
    Run(
        "keys",
        "20,000 damaged key files, none opens a wrong key",
        ("tests/desktop/test_secrets.py",),
        {"REGULARS_MUTATIONS": "20000"},
    ),
    Run(
        "ledger",
        "L1: 5,000 changes of the ledger by hand, each is found",
        ("tests/desktop/ledger/test_verify.py",),
        {"REGULARS_MUTATIONS": "5000"},
    ),
    Run(
        "fills",
        "D6: the disk filled and freed 200 times, nothing confirmed is lost",
        ("tests/desktop/test_till.py",),
        {"REGULARS_FILLS": "200"},
    ),
    Run(
        "sequences",
        f"D15: {SEQUENCES:,} random sequences of acts against a model, a tenth of them on a file",
        ("tests/regulars/points", "tests/desktop/ledger/test_sequences.py"),
        {"REGULARS_SEQUENCES": str(SEQUENCES // ROUNDS)},
        rounds=ROUNDS,
    ),
    Seeds(
        "simulation",
        "S: 20,000 seeds of tills and centre under a bad network, all agree within 30 s",
        level=1,
        seeds=20_000,
        steps=10_000_000,
    ),
    Run(
        "restores",
        "N4: 200 seeds, the centre put back from every backup there is, the shop carries nothing",
        ("tests/simulation/test_restores.py",),
        {"REGULARS_SEEDS": "6000"},
    ),
    Run(
        "engines",
        "S: 2,400 seeds of engines and centre, all agree within 30 s",
        ("tests/sync/test_engine_network.py",),
        {"REGULARS_SEEDS": "12000"},
    ),
    Seeds(
        "files",
        "S: 300 seeds on files and PostgreSQL, held to the rules after every exchange",
        level=2,
        seeds=300,
        steps=100_000,
    ),
    Run(
        "cuts",
        "N: the line cut after every byte of an exchange, both ways; 4,000 acts on a bad line",
        ("tests/processes/test_bad_line.py",),
        {"REGULARS_CUT_STEP": str(ROUNDS), "REGULARS_STORM_ACTS": str(4_000 // ROUNDS)},
        rounds=ROUNDS,
    ),
    Run(
        "processes",
        "N: 200 kills of till, service and database under load, nothing lost or doubled",
        ("tests/processes/test_kills.py",),
        {"REGULARS_PROCESS_KILLS": "200"},
    ),
    Run(
        "standby",
        "N: 10 primaries killed under load, the standby promoted, nothing lost",
        ("tests/processes/test_standby.py", "-m", "nightly"),
        {"REGULARS_FAILOVERS": "10"},
    ),
    Run(
        "offline",
        "N: 30 days and 100,000 operations offline, then one sync",
        ("tests/processes/test_offline.py",),
        {"REGULARS_OFFLINE": "100000"},
    ),
    Run(
        "full",
        "N: the disk of the centre's database filled 20 times, nothing lost",
        ("tests/processes/test_full_disk.py", "-m", "nightly"),
        {"REGULARS_FULL_DISKS": "20"},
    ),
    Run(
        "questions",
        "S3: 200,000 questions at every door and spoiled operations, no fault, none unlike OpenAPI",
        ("tests/central/service/test_fuzz.py",),
        {"REGULARS_FUZZ": str(QUESTIONS // ROUNDS)},
        rounds=ROUNDS,
    ),
    Run(
        "broken-questions",
        "S3: 50,000 questions broken anywhere in their bytes, no fault",
        ("tests/central/service/test_raw.py",),
        {"REGULARS_RAW": "50000"},
    ),
    Run(
        "schemathesis",
        "S3: all phases of Schemathesis, 200 questions of a phase for each door, no fault",
        ("tests/central/service/test_schemathesis.py", "-m", "nightly"),
        {"REGULARS_SCHEMATHESIS_EXAMPLES": "200"},
    ),
    Run(
        "poison",
        "S3: 2,000 pushes of spoiled operations, the files of other tills read on and are right",
        ("tests/central/agreement/test_poison.py",),
        {"REGULARS_POISON": "2000"},
    ),
    Run(
        "overload",
        "S2: more is asked than can be done for minutes, nothing lost or doubled",
        ("tests/central/service/test_overload.py",),
        {"REGULARS_OVERLOAD": "300"},
    ),
    Run(
        "orders",
        "S5: 500 histories of 200 questions about one wallet at once, each has an order",
        ("tests/central/agreement/test_linear.py",),
        {"REGULARS_HISTORIES": "500", "REGULARS_HISTORY": "204"},
    ),
    Run(
        "concurrency",
        "F7: 64 redemptions of one balance at once, 1,000 times, exactly one wins",
        ("tests/central/agreement/test_one_wins.py",),
        {"REGULARS_ONE_WINS": str(1_000 // ROUNDS)},
        rounds=ROUNDS,
    ),
    Run("marked", "every test marked nightly", ("tests", "-m", "nightly"), {}),
)
SWEEP = "sweep"
TOLD = "told: "
"""How a test's line in figures begins (tests/processes/conftest.py)."""
SKIPPED = "SKIPPED"
NO_TESTS = 5  # pytest's answer where nothing was chosen


@dataclass(slots=True)
class Night:
    """What is done already, kept on disk after each part."""

    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Night":
        """Give what an earlier run left, or an empty night."""
        try:
            return cls(json.loads(STATE.read_text("utf-8")))
        except (OSError, ValueError):
            return cls()

    def keep(self, name: str, **facts: object) -> None:
        """Remember facts about a part."""
        self.parts.setdefault(name, {}).update(facts)
        STATE.parent.mkdir(parents=True, exist_ok=True)
        beside = STATE.with_suffix(".new")
        beside.write_text(json.dumps(self.parts, indent=1), "utf-8")
        beside.replace(STATE)

    def is_done(self, name: str) -> bool:
        """Tell whether a part came to a good end; what failed is tried again."""
        part = self.parts.get(name, {})
        return bool(part.get("done") and part.get("passed"))


def run_tests(night: Night, run: Run) -> None:
    """Run tests with long settings, round after round, and keep how they ended."""
    kept = night.parts.get(run.name, {})
    at = kept.get("rounds", 0) if kept.get("passed") else 0
    for number in range(at + 1, run.rounds + 1):
        began = time.monotonic()
        seed = [] if run.rounds == 1 else [f"--hypothesis-seed={number}"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *run.files, *seed],
            cwd=ROOT,
            env={**os.environ, **run.settings, "REGULARS_ROUND": str(number)},
            capture_output=True,
            text=True,
            check=False,
        )
        lines = done.stdout.strip().splitlines()
        said = lines[-1] if lines else done.stderr[-500:]
        told = [line.removeprefix(TOLD) for line in lines if line.startswith((TOLD, SKIPPED))]
        said = "; ".join([*told, said])
        passed = done.returncode in {0, NO_TESTS}
        night.keep(
            run.name,
            done=number == run.rounds or not passed,
            passed=passed,
            rounds=number,
            seconds=kept.get("seconds", 0) + round(time.monotonic() - began),
            said=said if run.rounds == 1 else f"round {number} of {run.rounds}: {said}",
            wrong=[line for line in lines if line.startswith(("FAILED", "ERROR"))],
        )
        kept = night.parts[run.name]
        if not passed:
            return


def run_seeds(night: Night, run: Seeds) -> None:
    """Play the seeds that are missing; what went wrong before is played from the first one."""
    kept = night.parts.get(run.name, {})
    goes_on = "said" in kept and not kept.get("done")
    night.keep(run.name, done=False, wrong=[])
    began, spent = time.monotonic(), kept.get("seconds", 0) if goes_on else 0
    asked = [f"--level={run.level}", f"--seeds={run.seeds}", *([] if goes_on else ["--anew"])]
    lines = list[str]()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.simulation", *asked],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as playing:
        for line in playing.stdout or ():
            lines.append(line.strip())
            seconds = spent + round(time.monotonic() - began)
            night.keep(run.name, seconds=seconds, said=lines[-1])
    wrong = [line for line in lines if re.search("seed [0-9]", line)]
    wrong += too_little(run, lines[-1] if lines else "")
    night.keep(run.name, done=True, passed=playing.returncode == 0 and not wrong, wrong=wrong)


def too_little(run: Seeds, said: str) -> list[str]:
    """Tell whether the last line of a long run is short of what was to be played."""
    figures = re.match("([0-9]+) seeds, ([0-9]+) steps, .*[^0-9]0 violations$", said)
    if figures and int(figures[1]) >= run.seeds and int(figures[2]) >= run.steps:
        return []
    return [f"{run.name}: {run.seeds} seeds and {run.steps} steps were asked, the end was: {said}"]


def sweep(night: Night, say: Callable[[str], None]) -> None:
    """Let every call of a day that touches the disk fail, in every way it can."""
    from tests.faults.driver import SUITS, points, serving

    kept = night.parts.get(SWEEP, {})
    at, wrong, spent = kept.get("at", {}), kept.get("wrong", []), kept.get("seconds", 0)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place, serving(Path(place)) as server:
        trace = server.day("none", 0).trace
        for mode in SUITS:
            for point in points(trace, mode):
                if point <= at.get(mode, 0):
                    continue
                ended = server.day(mode, point)
                wrong += [f"{mode} at {point} ({ended.where}): {one}" for one in ended.faults()]
                at[mode] = point
                if server.days % 100 == 0:
                    seconds = spent + round(time.monotonic() - began)
                    night.keep(SWEEP, at=at, wrong=wrong, seconds=seconds)
                    say(f"  {mode} {point} of {len(trace)}, {len(wrong)} wrong")
        count = sum(len(points(trace, mode)) for mode in SUITS)
    night.keep(
        SWEEP,
        done=True,
        passed=not wrong,
        at=at,
        wrong=wrong,
        seconds=spent + round(time.monotonic() - began),
        said=f"{count} single faults at {len(trace)} calls, {len(wrong)} wrong",
    )


def report(night: Night, today: str) -> str:
    """Write the night as a page."""
    promises = {run.name: run.promise for run in RUNS}
    promises[SWEEP] = "D4: every single fault of the disk leaves the old state or the new"
    lines = [
        f"# Nightly tests, {today}",
        "",
        "What `make nightly` found. Each part is a test of `make test` with longer settings.",
        "",
        "| part | what it shows | result | seconds |",
        "|---|---|---|---|",
    ]
    for name, promise in promises.items():
        part = night.parts.get(name, {})
        said = part.get("said", "").strip("= ")
        open_yet = "broken off" if said else "not run"
        result = open_yet if not part.get("done") else "good" if part["passed"] else "**failed**"
        lines.append(f"| {name} | {promise} | {result}: {said} | {part.get('seconds', '')} |")
    wrong = [one for part in night.parts.values() for one in part.get("wrong", [])]
    if wrong:
        lines += ["", "## What was wrong", "", *(f"- {one}" for one in wrong)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Do what is not done, write the page, and tell whether all was good."""
    parser = argparse.ArgumentParser(prog="python -m tests.nightly", description=__doc__)
    parser.add_argument("--anew", action="store_true", help="forget what is done already")
    parser.add_argument("--only", choices=[SWEEP, *(run.name for run in RUNS)])
    asked = parser.parse_args()
    if asked.anew:
        STATE.unlink(missing_ok=True)
    night = Night.load()
    for run in RUNS:
        if asked.only in {None, run.name} and not night.is_done(run.name):
            print(run.name, "-", run.promise, flush=True)
            if isinstance(run, Seeds):
                run_seeds(night, run)
            else:
                run_tests(night, run)
            print(" ", night.parts[run.name]["said"], flush=True)
    if asked.only in {None, SWEEP} and not night.is_done(SWEEP):
        print(SWEEP, flush=True)
        sweep(night, lambda text: print(text, flush=True))
        print(" ", night.parts[SWEEP]["said"], flush=True)
    today = datetime.now(UTC).date().isoformat()
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / f"{today}.md").write_text(report(night, today), "utf-8")
    print(f"docs/nightly/{today}.md")
    parts = night.parts.values()
    if all(night.is_done(name) for name in (SWEEP, *(run.name for run in RUNS))):
        STATE.unlink()  # the next night begins anew
    return 0 if all(part.get("passed", True) for part in parts) else 1


if __name__ == "__main__":
    sys.exit(main())
