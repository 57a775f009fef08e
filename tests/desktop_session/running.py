"""The till as a program on a screen, and the hands and eyes of whoever uses it."""

import json
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desktop_session.pictures import keep
from tests.desktop_session.screen import Screen, end, until
from tests.ui.shop import OWNER_PIN

REPOSITORY = Path(__file__).resolve().parents[2]
PERSON_MS = 100
REACTION = ("sleep", "0.12")
"""No person presses a key sooner after what they have just seen; a scanner's Enter may come so."""
_END_S = 15.0


@dataclass(frozen=True, slots=True)
class View:
    """What is on the screen at one moment."""

    focus: str = ""
    window: str = ""
    widgets: tuple[dict[str, Any], ...] = ()

    def text(self, name: str) -> str:
        """Give the words of a visible widget; empty when there is none."""
        return next((str(each["text"]) for each in self.widgets if each["name"] == name), "")

    def shows(self, name: str) -> bool:
        """Tell whether a widget is visible."""
        return any(each["name"] == name for each in self.widgets)

    def cut(self, width: int, height: int) -> list[str]:
        """Name what is not whole on a screen of this size; what scrolls may be out of sight."""
        found = []
        for each in self.widgets:
            left, top, wide, high = each["room"]
            is_out = left < 0 or top < 0 or left + wide > width or top + high > height
            is_squeezed = wide < each["wants"][0] or high < each["wants"][1]
            if not each["scrolls"] and (is_out or is_squeezed):
                found.append(f"{each['name']}: {each['room']}, wants {each['wants']}")
        return found

    def room(self, name: str) -> tuple[int, int, int, int]:
        """Give where a visible widget is on the screen: left, top, width, height."""
        left, top, width, height = next(e["room"] for e in self.widgets if e["name"] == name)
        return left, top, width, height


@dataclass(slots=True)
class Program:
    """One started till. Keys go through the X server to whatever window has the focus."""

    screen: Screen
    process: "subprocess.Popen[bytes]"
    eyes: Path
    log: Path

    # Eyes -----------------------------------------------------------------------------------------

    def view(self) -> View:
        """Look at the screen, after everything that waits was done."""
        answer = b""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(5)
            caller.connect(str(self.eyes))
            while part := caller.recv(65536):
                answer += part
        if not answer:
            assert self.process.poll() is None, self.said()
            return View()
        seen = json.loads(answer)
        return View(seen["focus"], seen["window"], tuple(seen["widgets"]))

    def wait(self, happens: Callable[[View], bool], what: str) -> View:
        """Look until something is so."""

        def look() -> View | None:
            view = self.view()
            return view if happens(view) else None

        try:
            return until(look, what)
        except AssertionError:
            keep(self.screen, "lost")
            raise

    def wait_for(self, focus: str) -> View:
        """Wait until a field has the keys."""
        return self.wait(lambda view: view.focus == focus, f"the keys in {focus!r}")

    def said(self) -> str:
        """Give what the program wrote to the terminal it was started from."""
        return self.log.read_text(errors="replace")

    # Hands ----------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after another, at a person's pace."""
        self.screen.run("xdotool", *REACTION, "key", *pace(PERSON_MS), *keys)

    def type(self, text: str) -> None:
        """Type a text at a person's pace."""
        self.screen.run("xdotool", *REACTION, "type", *pace(PERSON_MS), text)

    def scan_keys(self, keys: list[str], each_ms: int = 5) -> None:
        """Press keys by their places, as a scanner does, and Enter."""
        self.screen.run("xdotool", "key", *pace(each_ms), *keys, "Return")

    def hold(self, key: str) -> None:
        """Hold a key down until it repeats."""
        self.screen.run("xdotool", *REACTION, "keydown", key, "sleep", "1", "keyup", key)

    def scan(self, text: str, each_ms: int = 5, prefix: str = "") -> None:
        """Type a code as a keyboard-wedge scanner does: prefix key, code, Enter, in one go."""
        before = ["key", *pace(each_ms), prefix] if prefix else []
        typing = ["type", "--args", "1", *pace(each_ms), text]
        self.screen.run("xdotool", *before, *typing, "key", *pace(each_ms), "Return")

    def go_to(self, field: str, *, steps_max: int = 20) -> None:
        """Step through the fields until one has the keys."""
        for _ in range(steps_max):
            if self.view().focus == field:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never led to {field!r}")

    def click(self, name: str) -> None:
        """Press a widget with the mouse, in its middle."""
        left, top, width, height = self.view().room(name)
        middle = [str(left + width // 2), str(top + height // 2)]
        self.screen.run("xdotool", "mousemove", *middle, "click", "1")

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let the program do nothing for a while, as if it were busy; keys wait for it."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    # From start to end ----------------------------------------------------------------------------

    def sign_in(self) -> View:
        """Choose the one person there is and type the PIN."""
        self.wait(lambda view: view.focus in {"person_0", "pin"}, "the lock")
        if self.view().focus == "person_0":
            self.press("Return")
        self.wait_for("pin")
        self.type(OWNER_PIN)
        self.press("Return")
        return self.wait_for("scan")

    def close(self) -> int:
        """Close the window with the keys of the window manager; gives the exit code."""
        self.press("alt+F4")
        return self.process.wait(_END_S)


def pace(each_ms: int) -> list[str]:
    """Give the option that brings a key every so many milliseconds: xdotool halves its delay."""
    return ["--delay", str(max(1, 2 * each_ms - 1))]


@contextmanager
def started(
    screen: Screen, *arguments: str, module: str = "tests.desktop_session.eyes"
) -> Iterator[Program]:
    """Start the till on a screen; module "ui" is what `make run` starts, and nobody can look in."""
    with tempfile.TemporaryDirectory(prefix="eyes") as folder:
        eyes, log = Path(folder) / "eyes", Path(folder) / "said"
        way = [module] if module == "ui" else [module, str(eyes)]
        with log.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", *way, *arguments],
                cwd=REPOSITORY,
                env=screen.env | {"QT_QPA_PLATFORM": "xcb"},
                stdout=said,
                stderr=said,
            )
        try:
            yield Program(screen, process, eyes, log)
        finally:
            end(process)
