"""`make tour-centre`: a shop joins a centre, a second till comes to it and serves the same members.

Keys and mouse drive both tills, one after another; the centre is a process of its own, with TLS.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests import tour_day
from tests.robot import Lost, Robot
from tests.screen import without_display
from tests.tour import ROOT
from tests.tour_stage import OWNER, OWNER_PIN, SHOP, WANG, WANG_PHONE, Key, SaveTo, Stage
from ui.app import App, system_world
from ui.crash import Crash

PICTURES = ROOT / "build" / "tour-centre"
_CENTRAL = (sys.executable, "-m", "central")


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre that runs: where, what it printed for comparing, and its folder."""

    folder: Path
    address: str
    fingerprint: str

    def code(self, *more: str) -> str:
        """Make a code as a person does."""
        said = subprocess.run(
            [*_CENTRAL, "code", "--try", str(self.folder), *more],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout.split("\n", 1)[0]


@contextmanager
def centre(folder: Path) -> Iterator[Centre]:
    """Run `regulars-central try` while the block lasts."""
    words = [*_CENTRAL, "try", "--folder", str(folder), "--listen", "127.0.0.1:0"]
    with (
        (folder.parent / "centre.log").open("w") as log,
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        told: dict[str, str] = {}
        for line in process.stdout:
            name, _, value = line.strip().partition(" ")
            told[name] = value.strip()
            if name == "Code":
                break
        try:
            yield Centre(folder, told["Address"], told["Fingerprint"])
        finally:
            process.terminate()
            process.wait(60)


def join(stage: Stage, one: Centre, code: str, picture: str) -> None:
    """Type address and code, compare the fingerprint, press."""
    robot = stage.robot
    stage.type_in("join_address", one.address)
    stage.type_in("join_code", code)
    robot.click("join_look")
    robot.wait_for("join_same")
    shown = "".join(robot.words("fingerprint").split())
    assert shown == "".join(one.fingerprint.split()), shown
    robot.shot(picture)
    robot.click("join_same")


def centre_section(stage: Stage) -> None:
    """Open what a person reads of the centre."""
    stage.robot.ctrl(Key.Key_9)
    stage.robot.click_item("sections", "Centre")


def agreed(stage: Stage) -> None:
    """Wait until all is at the centre."""
    stage.robot.reads("strip_words", "All is at the centre")


def the_shop_joins(stage: Stage, one: Centre) -> None:
    """A shop that ran alone brings what it has."""
    robot = stage.robot
    with stage.step("the shop joins a centre"):
        centre_section(stage)
        robot.wait_for("join_look")
        robot.shot("centre-alone")
        join(stage, one, one.code("--founds"), "centre-compare")
        robot.wait_for("lock")
        stage.sign_in(OWNER, OWNER_PIN)
        agreed(stage)
        robot.shot("counter-agreed")
        centre_section(stage)
        robot.wait_for("centre_stands")
        robot.shot("centre-joined")


def a_till_comes(stage: Stage, one: Centre) -> None:
    """A new computer becomes a till; the owner signs in with the PIN they have."""
    robot = stage.robot
    with stage.step("a second till joins with a code"):
        robot.wait_for("setup")
        robot.click("join")
        stage.type_in("join_name", "Window")
        join(stage, one, one.code("--tenant", SHOP), "second-compare")
        robot.wait_for("put_away")
        robot.shot("second-key")
        robot.click("put_away")
        robot.wait(lambda: robot.sees("put_away"), "to be asked once more")
        robot.click("put_away")
        robot.wait_for("lock")
        robot.shot("second-lock")
    with stage.step("the owner signs in there, told by the centre"):
        stage.sign_in(OWNER, OWNER_PIN)
        agreed(stage)
        robot.shot("second-counter")


def it_serves(stage: Stage, owned: str) -> None:
    """Find somebody of the first till, by phone and by card, and sell."""
    robot = stage.robot
    with stage.step(f"{WANG} by the end of her number, and by her card"):
        stage.find(WANG_PHONE[-4:], WANG)
        robot.reads("balance", owned)
        robot.shot("second-member")
        robot.key(Key.Key_Escape)
        stage.serve(WANG)
        robot.keys("50.00")
        robot.key(Key.Key_F4)
        stage.enter()
        stage.says("held")
        robot.shot("second-points-held")
        robot.click("redeem_none")
        stage.enter()
        stage.says("50 points", WANG)
        agreed(stage)
    with stage.step("the inbox and the tills"):
        robot.click("tab-inbox")
        robot.shot("inbox")
        robot.click("all_tills")
        robot.wait_for("tills_list")
        robot.shot("tills")


def it_is_seen(stage: Stage) -> None:
    """What was sold at the second till is at the first."""
    robot = stage.robot
    with stage.step("the first till sees what the second sold"):
        stage.sign_in(OWNER, OWNER_PIN)
        agreed(stage)
        stage.serve(WANG)
        robot.reads("balance", "178")
        robot.shot("first-again")


def main(arguments: list[str] | None = None) -> int:
    """Take the tour; 0 when all was as expected."""
    parser = argparse.ArgumentParser(prog="tour-centre", description="Two tills and a centre.")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of the pictures")
    chosen = parser.parse_args(arguments)
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        without_display()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    logging.basicConfig(level=logging.ERROR)
    shutil.rmtree(chosen.to, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="regulars-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        with centre(Path(home) / "centre") as one:
            return _tour(Path(home), chosen.to, one)


def _tour(home: Path, to: Path, one: Centre) -> int:
    robot = Robot(QApplication([]), to)
    first, second = (Stage(robot, home / name, SaveTo(to)) for name in ("first", "second"))

    def opens(stage: Stage) -> None:
        for part in (tour_day.first_run, tour_day.enrol_wang, tour_day.first_sales):
            part(stage)
        the_shop_joins(stage, one)

    def comes(stage: Stage) -> None:
        stage.cards = first.cards
        a_till_comes(stage, one)
        it_serves(stage, "128")

    faults = _play(first, opens) or _play(second, comes) or _play(first, it_is_seen)
    for fault in faults:
        print(f"tour: {fault}", file=sys.stderr)
    steps = first.steps + second.steps
    said = "NOT as expected" if faults else "as expected"
    print(f"tour: {steps} steps at two tills, {len(robot.taken)} pictures, {said}")
    return 1 if faults else 0


def _play(stage: Stage, part: Callable[[Stage], None]) -> list[str]:
    """Run the program until its window is closed; gives what went wrong."""
    robot, faults = stage.robot, list[str]()
    crash = Crash(lambda number, report: faults.append(f"the program erred, {number}:\n{report}"))
    crash.install()
    app = App(
        robot.app,
        stage.root,
        system_world(),
        locale_name="en_GB",
        system_zone=tour_day.ZONE,
        ask=stage.save_to,
    )
    crash.happened.connect(app.crashed)
    app.start()
    try:
        robot.wait(lambda: robot.sees("setup") or robot.sees("lock"), "the program")
        part(stage)
    except (Lost, AssertionError) as error:
        faults.append(repr(error))
        robot.shot("lost")
    app.window.close()
    robot.wait(lambda: not robot.sees("window"), "the window to close")
    crash.uninstall()
    return faults


if __name__ == "__main__":
    sys.exit(main())
