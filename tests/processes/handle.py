"""The test's end of a till's process: asks over its pipe, kills it, starts it again."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.processes.centre import ROOT

PACE = 20


class TillDied(Exception):
    """The till's process ended before it answered."""


@dataclass(slots=True)
class TillProcess:
    """A till in a process of its own. Many threads may ask; one answer comes after another."""

    name: str
    folder: Path
    address: str
    extra: dict[str, Any] = field(default_factory=dict)
    module: str = "tests.processes.till"
    starts: int = 0
    who: dict[str, str] = field(default_factory=dict)
    _gate: threading.RLock = field(default_factory=threading.RLock)
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the program where it does not run; it goes on with the file that is there."""
        with self._gate:
            if self._process is not None and self._process.poll() is None:
                return
            self._forget()
            told = {"folder": str(self.folder / "shop"), "address": self.address, "pace": PACE}
            with (self.folder / "till.log").open("a") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", self.module, json.dumps(told | self.extra)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            self.starts += 1
            self.who = self._answer()

    def ask(self, do: str, **said: object) -> dict[str, Any]:
        """Ask and wait for the answer; raises TillDied."""
        with self._gate:
            process = self._process
            if process is None or process.stdin is None:
                raise TillDied(self.name)
            try:
                process.stdin.write(json.dumps({"do": do, **said}) + "\n")
                process.stdin.flush()
            except OSError as error:
                raise TillDied(self.name) from error
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            code = self._process.wait()
            assert code in {0, -9}, (self.folder / "till.log").read_text("utf-8")[-4_000:]
            raise TillDied(self.name)
        found: dict[str, Any] = json.loads(line)
        return found

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def end(self) -> None:
        """Let it close in order."""
        process = self._process
        if process is not None and process.poll() is None and process.stdin is not None:
            process.stdin.close()
            process.wait(60)
        self._forget()

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:  # what was asked of one that was killed
                        continue
            process.wait()
