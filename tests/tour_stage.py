"""What the parts of the tour share: hands, paper, the day as expected, and a count of steps."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from tests.robot import Lost, Robot
from tests.tour_expected import Expected

Key = Qt.Key
SHOP = "Corner Café"
OWNER, OWNER_PIN = "Lin Xiaoyu", "7391"
CASHIER, CASHIER_PIN = "Ho Mei", "8264"
WANG, WANG_PHONE = "王美玲", "13800138000"
ADA, ADA_PHONE = "Ada Byron", "13900139001"


class SaveTo:
    """Answers the question where a PDF is saved: the one dialog that belongs to the system."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = ""

    def __call__(self, _parent: QWidget, _caption: str) -> str:
        """Give the path of the paper that is being saved."""
        return str(self._folder / self.name)


class Stage:
    """One till and one pair of hands."""

    def __init__(self, robot: Robot, root: Path, save_to: SaveTo) -> None:
        self.robot, self.root, self.save_to = robot, root, save_to
        self.day = Expected()
        self.steps = 0
        self.cards: dict[str, str] = {}
        """The text of each member's card, as read from the card."""

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Do one step of the day and print a line about it."""
        began = time.monotonic()
        yield
        self.steps += 1
        print(f"{self.steps:3}  {words}  ({time.monotonic() - began:.1f} s)", flush=True)

    # Hands --------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Press Enter."""
        self.robot.key(Key.Key_Return)

    def type_in(self, name: str, text: str) -> None:
        """Click a field, empty it, type."""
        self.robot.click(name)
        self.robot.ctrl(Key.Key_A)
        self.robot.key(Key.Key_Delete)
        self.robot.keys(text)

    def has_keys(self, name: str) -> None:
        """Wait until the keys go to a field."""
        robot = self.robot

        def is_there() -> bool:
            focus = robot.app.focusWidget()
            return focus is not None and focus.objectName() == name

        robot.wait(is_there, f"the keys to go to {name}")

    def says(self, *parts: str) -> None:
        """Wait for what the line of the page says."""
        self.robot.reads("result_text", *parts)

    def balance(self, name: str) -> str:
        """Write what a member must have now, as the screen does."""
        return f"{self.day.purses[name].balance:,}"

    # At the counter -----------------------------------------------------------------------------

    def serve(self, name: str) -> None:
        """Scan a member's card."""
        self.robot.scan(self.cards[name])
        self.robot.reads("member_name", name)
        self.has_keys("amount")

    def find(self, typed: str, name: str) -> None:
        """Find a member by what is typed, and confirm the name."""
        self.robot.key(Key.Key_F9)
        self.robot.keys(typed)
        self.robot.wait_for("found")
        self.enter()
        self.robot.reads("member_name", name)
        self.has_keys("amount")

    def award(self, name: str, *said: str) -> None:
        """Press Enter and read that the points are there."""
        self.enter()
        self.says(*said, name, f"{self.balance(name)} now")
        self.has_keys("scan")

    # Paper --------------------------------------------------------------------------------------

    def take_paper(self, picture: str = "", pdf: str = "") -> str:
        """Read the code of the sheet that is shown, take a picture, save it, put it away."""
        robot = self.robot
        text = robot.read_paper()
        if picture:
            robot.shot(picture)
            robot.shot(f"{picture}-paper", robot.find("sheet"))
        if pdf:
            self.save_pdf(pdf)
        self.put_paper_away()
        return text

    def save_pdf(self, name: str) -> None:
        """Save the sheet that is shown as PDF."""
        self.save_to.name = name
        self.robot.click("save_pdf")
        self.robot.reads("said", "Done", name)

    def put_paper_away(self) -> None:
        """Press Esc and see the till again."""
        robot = self.robot
        robot.key(Key.Key_Escape)
        robot.wait(lambda: not robot.sees("save_pdf"), "the paper to go")

    # Signing in ---------------------------------------------------------------------------------

    def choose_person(self, name: str) -> None:
        """Press somebody's name on the locked till."""
        robot = self.robot
        robot.wait(lambda: robot.sees("pin") or self._tile(name) is not None, "the names")
        if robot.sees("pin") and robot.words("person") == name:
            return
        tile = self._tile(name)
        if tile is None:
            raise Lost(f"{name} among the names")
        robot.click_on(tile)
        robot.wait_for("pin")

    def _tile(self, name: str) -> QAbstractButton | None:
        for at in range(9):
            if self.robot.sees(f"person_{at}"):
                tile = self.robot.find(f"person_{at}", QAbstractButton)
                if tile.accessibleName() == name:
                    return tile
        return None

    def sign_in(self, name: str, pin: str) -> None:
        """Choose a name and type the PIN."""
        self.choose_person(name)
        self.robot.keys(pin)
        self.enter()
        self.robot.wait_for("tab-counter")
        self.robot.reads("who", name)

    def lock(self) -> None:
        """Lock the till."""
        self.robot.key(Key.Key_F12)
        self.robot.wait_for("lock")
