"""Somebody at a terminal, who types the commands of `regulars-central`."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from central.admin import main
from central.cluster import ADMINISTRATOR, Cluster
from central.database import connected
from central.roles import SERVICE

ROOT = Path(__file__).resolve().parents[2]
SHOP = ("tenant", "add", "Corner 街角", "--currency", "twd", "--exponent", "0")


class Desk:
    """Somebody at a terminal, with a database and a folder."""

    def __init__(self, cluster: Cluster, name: str, folder: Path) -> None:
        self.cluster, self.name, self.folder = cluster, name, folder
        kept = {key: value for key, value in os.environ.items() if not key.startswith("REGULARS")}
        self.environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "REGULARS_CENTRAL_DATABASE": cluster.address(name, SERVICE),
            "REGULARS_CENTRAL_FOLDER": str(folder),
            "PYTHONUNBUFFERED": "1",
        }

    def at_once(self, *words: str, answer: str = "") -> tuple[int, str, str]:
        """Do a command inside this process, which is quicker; as `run` otherwise."""
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "stdin", StringIO(answer))
            names = ("DATABASE", "FOLDER", "BACKUPS", "KEEPER")
            for name in (f"REGULARS_CENTRAL_{one}" for one in names):
                if name in self.environment:
                    patch.setenv(name, self.environment[name])
                else:
                    patch.delenv(name, raising=False)
            try:
                code = main(words)
            except SystemExit as wrong:
                code = int(wrong.code or 0)
        return code, out.getvalue(), err.getvalue()

    def run(self, *words: str) -> tuple[int, str, str]:
        """Do a command in a process of its own, as a person does."""
        done = subprocess.run(
            [sys.executable, "-m", "central", *words],
            env=self.environment,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    def sql(self, *statements: str) -> None:
        with connected(self.cluster.address(self.name, ADMINISTRATOR)) as one:
            for statement in statements:
                one.execute(statement.encode())

    @contextmanager
    def serving(self, *words: str, end: int = signal.SIGINT) -> Iterator["Served"]:
        process = subprocess.Popen(
            [sys.executable, "-m", "central", *words],
            env=self.environment,
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        watch = threading.Timer(60, process.kill)
        watch.start()
        served = Served(process)
        try:
            yield served
            process.send_signal(end)
            out, served.log = process.communicate(timeout=30)
        finally:
            process.kill()
            process.wait()
        served.said += out
        served.code = process.returncode


class Served:
    """A centre that runs in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.said, self.log, self.code = "", "", -1

    def value(self, name: str) -> str:
        """Wait until it says something under a name."""
        assert self._process.stdout is not None
        while not (found := re.search(rf"^{name} +(.+)$", self.said, re.MULTILINE)):
            line = self._process.stdout.readline()
            assert line, self._process.stderr and self._process.stderr.read()
            self.said += line
        return found[1]
