"""A desktop of its own for a test: an X server, a session bus, a window manager and, if wanted,
a Chinese input method. Nothing of the person's own desktop is used or changed.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

PATIENCE_S = 10.0
LOOK_AGAIN_S = 0.02
_COMMANDS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "setxkbmap")
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
T = TypeVar("T")


def until(look: Callable[[], T | None], what: str, patience_s: float = PATIENCE_S) -> T:
    """Look again and again until there is something to see; fails after a while."""
    end = time.monotonic() + patience_s
    while not (seen := look()):
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(LOOK_AGAIN_S)
    return seen


def need(*commands: str) -> None:
    """Skip where a command is not installed; `make test-desktop` counts that as a failure."""
    gone = [command for command in commands if shutil.which(command) is None]
    if gone:
        pytest.skip(f"not installed: {', '.join(gone)}")


@dataclass(slots=True)
class Screen:
    """A running desktop. `env` is what a program needs to appear on it."""

    folder: Path
    width: int
    height: int
    env: dict[str, str]
    _stack: ExitStack = field(default_factory=ExitStack)

    def run(self, *command: str, env: dict[str, str] | None = None) -> str:
        """Run a command to its end and give what it printed."""
        done = subprocess.run(
            command,
            env=self.env | (env or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, f"{command}: {done.stderr or done.stdout}"
        return done.stdout.strip()

    def tries(self, *command: str) -> str:
        """Run a command that may fail; gives what it printed, or nothing."""
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    def begin(self, *command: str) -> "subprocess.Popen[bytes]":
        """Start a program that lives as long as the desktop."""
        log = self._stack.enter_context((self.folder / f"{Path(command[0]).name}.log").open("wb"))
        running = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        self._stack.callback(end, running)
        return running

    def close(self) -> None:
        """End everything that was started, the newest first."""
        self._stack.close()


def end(running: "subprocess.Popen[bytes]", patience_s: float = 10.0) -> int:
    """Ask a program to end, then insist."""
    if running.poll() is None:
        running.terminate()
    try:
        return running.wait(patience_s)
    except subprocess.TimeoutExpired:
        running.kill()
        return running.wait(patience_s)


@contextmanager
def desktop(
    folder: Path, size: tuple[int, int] = (1280, 800), *, chinese: bool = False
) -> Iterator[Screen]:
    """Give a desktop; it is gone afterwards."""
    need(*_COMMANDS, *(("ibus", "ibus-daemon") if chinese else ()))
    screen = Screen(folder, *size, env=_environment(folder))
    try:
        _start_server(screen)
        _start_bus(screen)
        _start_manager(screen)
        if chinese:
            _start_pinyin(screen)
        yield screen
    finally:
        screen.close()


def _environment(folder: Path) -> dict[str, str]:
    """Keep only what programs need from outside; every setting is read from an empty home."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    places = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_DATA_HOME": "data",
        "XDG_RUNTIME_DIR": "runtime",
    }
    made = {name: folder / place for name, place in places.items()}
    for place in made.values():
        place.mkdir(mode=0o700)
    paths = {name: str(path) for name, path in made.items()}
    return {"LC_ALL": "C.UTF-8", "QT_IM_MODULE": "none", **kept, **paths}


def _start_server(screen: Screen) -> None:
    """Start the X server on a free display; it keeps its screen in a file (see pictures.py)."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-fbdir", str(screen.folder)]
    command += [
        "-screen",
        "0",
        f"{screen.width}x{screen.height}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with (screen.folder / "Xvfb.log").open("wb") as log:
        running = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log)
    screen._stack.callback(end, running)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()  # the server writes it when it is ready
    assert number, (screen.folder / "Xvfb.log").read_text()
    screen.env["DISPLAY"] = f":{number}"


def _start_bus(screen: Screen) -> None:
    config = screen.folder / "bus.conf"
    config.write_text(_BUS.format(folder=screen.folder))
    reading, writing = os.pipe()
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", f"--print-address={writing}"]
    with (screen.folder / "dbus-daemon.log").open("wb") as log:
        running = subprocess.Popen(command, env=screen.env, pass_fds=[writing], stderr=log)
    screen._stack.callback(end, running)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        screen.env["DBUS_SESSION_BUS_ADDRESS"] = pipe.readline().strip()


def _start_manager(screen: Screen) -> None:
    screen.begin("openbox", "--sm-disable")
    until(
        lambda: "window id" in screen.tries("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
        "a window manager",
    )


def _start_pinyin(screen: Screen) -> None:
    """Start ibus with pinyin typed everywhere; it begins in Chinese mode."""
    screen.env |= {"GSETTINGS_BACKEND": "memory", "QT_IM_MODULE": "ibus"}
    screen.begin("ibus-daemon", "--panel=disable", "--emoji-extension=disable", "--cache=none")
    until(lambda: screen.tries("ibus", "address").startswith("unix:"), "ibus")
    until(lambda: "libpinyin" in screen.tries("ibus", "list-engine"), "the list of engines")
    until(
        lambda: screen.tries("ibus", "engine", "libpinyin") or screen.tries("ibus", "engine"),
        "pinyin",
    )
    until(lambda: screen.tries("ibus", "engine") == "libpinyin", "pinyin in use")
