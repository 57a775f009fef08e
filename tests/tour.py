"""`make tour`: a cashier's whole day in the real windows, with pictures of it.

Keys, mouse and input method drive the program; nothing of it is called but its start. At the end
the window is closed, the files are opened again and proved, and compared with a day that was
reckoned beside it. With no display it runs without one.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests import tour_day, tour_looks, tour_staff
from tests.robot import Lost, Robot
from tests.screen import without_display
from tests.tour_expected import differences
from tests.tour_stage import SaveTo, Stage
from ui.app import App, system_world
from ui.crash import Crash

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "tour"
FOR_THE_README = ("counter", "first-run", "redeem", "counter-zh-hant", "counter-dark")
Part = Callable[[Stage], None]
THE_DAY: tuple[Part, ...] = (
    tour_day.first_run,
    tour_day.enrol_wang,
    tour_day.first_sales,
    tour_day.searches,
    tour_day.points_pay,
    tour_day.give_back,
    tour_staff.odd_scans,
    tour_staff.hire,
    tour_staff.cashiers_shift,
    tour_staff.without_card,
    tour_staff.register,
    tour_staff.wrong_pins,
    tour_looks.looks,
)
A_LOOK_AROUND: tuple[Part, ...] = (tour_looks.look_around,)


def main(arguments: list[str] | None = None) -> int:
    """Take the tour; 0 when the day was as expected."""
    parser = argparse.ArgumentParser(prog="tour", description="A day at the counter, in pictures.")
    parser.add_argument("--to", type=Path, default=PICTURES, help="folder of the pictures")
    parser.add_argument("--pictures", type=Path, help="copy the README's pictures here as well")
    chosen = parser.parse_args(arguments)
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        without_display()
    # A made-up shop has no business in this user's keyring: its key goes into a file.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    logging.basicConfig(level=logging.ERROR)  # Qt has much to say where there is no display
    shutil.rmtree(chosen.to, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="regulars-", ignore_cleanup_errors=True) as home:
        is_well = _tour(Path(home), chosen.to)
    if is_well and chosen.pictures is not None:
        chosen.pictures.mkdir(parents=True, exist_ok=True)
        for name in FOR_THE_README:
            shutil.copy(chosen.to / f"{name}.png", chosen.pictures)
    return 0 if is_well else 1


def _tour(home: Path, to: Path) -> bool:
    began = time.monotonic()
    robot = Robot(QApplication([]), to)
    day = Stage(robot, home / "day", SaveTo(to))
    around = Stage(robot, home / "around", SaveTo(to))
    faults = _play(day, THE_DAY)
    verified = _verify(day.root)
    faults += verified or differences(day.day, day.root, system_world())
    around.steps = day.steps
    faults += _play(around, A_LOOK_AROUND)
    for fault in faults:
        print(f"tour: {fault}", file=sys.stderr)
    print(
        f"tour: {around.steps} steps, {len(robot.taken)} pictures,"
        f" verify {'NOT ' if verified else ''}whole,"
        f" day {'NOT ' if faults else ''}as expected"
        f" ({time.monotonic() - began:.0f} s)"
    )
    return not faults


def _play(stage: Stage, parts: Sequence[Part]) -> list[str]:
    """Run the program from its first start until its window is closed; gives what went wrong."""
    robot = stage.robot
    faults: list[str] = []
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
        robot.wait_for("setup")
        for part in parts:
            part(stage)
    except (Lost, AssertionError):
        faults.append(traceback.format_exc())
        robot.shot("lost")
    app.window.close()  # as the window manager does when somebody presses its X
    robot.wait(lambda: not robot.sees("window"), "the window to close")
    crash.uninstall()
    return faults


def _verify(root: Path) -> list[str]:
    """Let the command line prove the files, as an owner would."""
    command = [sys.executable, "-m", "desktop.admin", "--home", str(root), "verify"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"verify: {done.stdout}{done.stderr}"]


if __name__ == "__main__":
    sys.exit(main())
