"""The tour, part two: what goes wrong at a counter, a cashier's shift, the register."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox

from tests.robot import Robot
from tests.tour_day import birthday
from tests.tour_stage import (
    ADA,
    ADA_PHONE,
    CASHIER,
    CASHIER_PIN,
    OWNER,
    OWNER_PIN,
    WANG,
    Key,
    Stage,
)

NEW_PIN = "5093"
FOREIGN = "6901234567892"


def odd_scans(stage: Stage) -> None:
    """Damaged, foreign, and into the middle of a name."""
    robot = stage.robot
    card = stage.cards[WANG]
    with stage.step("a damaged and a foreign code are refused, and say why"):
        last = "A" if card[-1] != "A" else "B"
        robot.scan(card[:-1] + last)
        stage.says("could not be read")
        robot.shot("scan-damaged")
        robot.scan(FOREIGN)
        stage.says("not one of this shop's cards")
    with stage.step("a scan while a name is typed never lands in the field"):
        robot.key(Key.Key_F2)
        robot.click("name")
        robot.keys("Zoe Park")
        robot.scan(card)
        robot.reads("member_name", WANG)
        robot.key(Key.Key_F2)
        robot.reads("name", "Zoe")
        assert robot.words("name") == "Zoe Park", robot.words("name")
        robot.click("start_again")
        robot.key(Key.Key_Escape)


def hire(stage: Stage) -> None:
    """The owner adds a cashier; the till is locked with a sale half typed."""
    robot, day = stage.robot, stage.day
    with stage.step(f"the owner adds a cashier: {CASHIER}"):
        robot.ctrl(Key.Key_9)
        robot.click_item("sections", "Staff")
        robot.click("add_cashier")
        robot.keys(CASHIER)
        stage.enter()
        robot.keys(CASHIER_PIN)
        stage.enter()
        robot.keys(CASHIER_PIN)
        robot.shot("new-cashier")
        stage.enter()
        stage.says(CASHIER, "can sign in now")
        day.kinds["staff"] += 1
        day.kinds["pin.set"] += 1
        robot.key(Key.Key_Escape)
    with stage.step("lock (F12) with a sale half typed; the cashier finds it again"):
        stage.serve(WANG)
        robot.keys("33.00")
        stage.lock()
        robot.shot("lock")
        stage.sign_in(CASHIER, CASHIER_PIN)
        robot.reads("member_name", WANG)
        robot.reads("amount", "33.00")
        stage.has_keys("amount")
        day.sell(WANG, 33_00)
        stage.award(WANG, "33 points")


def cashiers_shift(stage: Stage) -> None:
    """A large adjustment needs the owner; a phone is looked at; a lost card is replaced."""
    robot, day = stage.robot, stage.day
    with stage.step("the cashier gives 250 points; the owner approves on the same screen"):
        robot.key(Key.Key_F6)
        robot.wait_for("open_adjust")
        robot.shot("member")
        robot.click("open_adjust")
        stage.has_keys("adjust_points")
        robot.keys("250")
        stage.enter()
        stage.has_keys("adjust_reason")
        robot.key(Key.Key_Down)
        assert robot.find("adjust_reason", QComboBox).currentText() == "Goodwill"
        stage.enter()
        robot.keys("Broken cup")
        robot.shot("adjust")
        stage.enter()
        robot.wait_for("approval")
        stage.choose_person(OWNER)
        robot.shot("approval")
        robot.keys(OWNER_PIN)
        stage.enter()
        day.adjust(WANG, 250)
        stage.says("250 points given", WANG)
    with stage.step("the full phone number is shown, and that is written down"):
        robot.click("person_eye")
        robot.reads("person_phone", "138 0013 8000")
        day.kinds["seen.phone"] += 1
    with stage.step("a lost card is replaced; the old one is refused"):
        robot.key(Key.Key_F6)
        robot.wait_for("card_question")
        stage.enter()
        robot.wait_for("save_pdf")
        day.replace_card()
        old, stage.cards[WANG] = stage.cards[WANG], stage.take_paper()
        assert old != stage.cards[WANG]
        stage.says("new card")
        robot.scan(old)
        stage.says("replaced")
        robot.shot("card-replaced")
        stage.serve(WANG)
        robot.key(Key.Key_Escape)
        robot.key(Key.Key_Escape)


def without_card(stage: Stage) -> None:
    """Points pay for somebody who was found by name: one more question."""
    robot, day = stage.robot, stage.day
    with stage.step("points pay without the card: the month of the birthday"):
        stage.find("wml", WANG)
        robot.keys("8.00")
        robot.key(Key.Key_F4)
        robot.reads("award", "800")
        stage.enter()
        stage.has_keys("month")
        robot.shot("birthday-month")
        robot.keys(str(int(birthday()[5:7])))
        day.sell(WANG, 8_00, spend=800)
        stage.award(WANG, "800 points redeemed")


def register(stage: Stage) -> None:
    """The register hands over two sales: one says whose it is, one does not."""
    robot, day = stage.robot, stage.day
    folder = stage.root / "shop" / "sales"
    with stage.step("the register hands over a sale without a member; it is awarded"):
        robot.key(Key.Key_Escape)  # nobody is at the counter
        robot.reads("ready", "Ready")
        _hand_over(folder, {"v": 1, "receipt": "A-10442", "amount": "128.50"})
        stage.says("128.50 from the register")
        robot.reads("amount", "128.50")
        robot.shot("handed-over")
        stage.serve(WANG)
        day.sell(WANG, 128_50, "A-10442")
        stage.award(WANG, "128 points")
        answer = _answer(robot, folder, "A-10442")
        assert (answer["status"], answer["points"]) == ("awarded", 128), answer
        robot.wait(lambda: robot.words("amount") == "", "an empty sale")
    with stage.step("the register hands over a sale with a phone; nobody need do anything"):
        sale = {"v": 1, "receipt": "A-10443", "amount": "20.00", "member": ADA_PHONE}
        day.sell(ADA, 20_00, "A-10443")
        _hand_over(folder, sale)
        answer = _answer(robot, folder, "A-10443")
        assert answer["balance"] == day.purses[ADA].balance, answer
        robot.key(Key.Key_Escape)


def _hand_over(folder: Path, sale: dict[str, Any]) -> None:
    """Write a sale as docs/handover.md asks: whole, then renamed."""
    draft = folder / f"{sale['receipt']}.tmp"
    draft.write_text(json.dumps(sale), encoding="utf-8")
    draft.rename(draft.with_suffix(".json"))


def _answer(robot: Robot, folder: Path, receipt: str) -> dict[str, Any]:
    path = folder / "answers" / f"{receipt}.json"
    robot.wait(path.exists, f"an answer to {receipt}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def wrong_pins(stage: Stage) -> None:
    """Five wrong PINs pause a person; the owner ends the pause."""
    robot = stage.robot
    with stage.step("wrong PINs are counted, the fifth one locks"):
        stage.lock()
        stage.choose_person(CASHIER)
        for left in (4, 3, 2, 1):
            robot.keys(NEW_PIN)
            stage.enter()
            stage.says("not the PIN", str(left))
        robot.keys(NEW_PIN)
        stage.enter()
        stage.says("Too many wrong PINs")
        robot.shot("lock-pause")
        robot.key(Key.Key_Escape)
    with stage.step("the owner ends the pause, and the cashier may try again"):
        stage.sign_in(OWNER, OWNER_PIN)
        robot.ctrl(Key.Key_9)
        robot.click_item("sections", "Staff")
        robot.wait_for("unlock_1")
        robot.shot("staff")
        robot.click("unlock_1")
        stage.says("can try a PIN at once")
        stage.lock()
        stage.sign_in(CASHIER, CASHIER_PIN)
        stage.lock()
        stage.sign_in(OWNER, OWNER_PIN)
