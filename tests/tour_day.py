"""The tour, part one: from an empty folder to a busy counter. Keys, mouse and scans only."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.tour_stage import (
    ADA,
    ADA_PHONE,
    OWNER,
    OWNER_PIN,
    SHOP,
    WANG,
    WANG_PHONE,
    Key,
    Stage,
)

ZONE = "Asia/Shanghai"


def birthday() -> str:
    """Give a birthday three days from now, as it is typed."""
    soon = datetime.now(UTC).astimezone(ZoneInfo(ZONE)).date() + timedelta(days=3)
    return f"1992-{soon:%m-%d}"


def first_run(stage: Stage) -> None:
    """Found the shop with the keyboard, keep the recovery sheet, sign in."""
    robot = stage.robot
    with stage.step("first run: language, shop, rate, owner, by keys"):
        robot.shot("first-run")
        stage.enter()
        stage.has_keys("shop_name")
        robot.commit(SHOP)
        robot.shot("first-run-shop")
        stage.enter()
        stage.has_keys("earn_amount")
        robot.click("expiry_12")
        robot.reads("example", "128 points")
        robot.shot("first-run-points")
        robot.click("next")
        stage.has_keys("owner_name")
        robot.keys(OWNER)
        stage.enter()
        robot.keys(OWNER_PIN)
        stage.enter()
        robot.keys(OWNER_PIN)
        robot.shot("first-run-owner")
        stage.enter()
        robot.wait_for("print_sheet")
        stage.day.found()
    with stage.step("recovery sheet: seen, saved as PDF, put away"):
        robot.shot("first-run-key")
        stage.enter()
        robot.wait_for("save_pdf")
        robot.shot("recovery-sheet")
        stage.save_pdf("recovery-sheet.pdf")
        stage.put_paper_away()
        robot.click("put_away")
    with stage.step("sign in"):
        robot.wait_for("lock")
        robot.shot("lock-pin")
        stage.sign_in(OWNER, OWNER_PIN)
        robot.reads("ready", "Ready")
        robot.shot("counter-empty")


def enrol_wang(stage: Stage) -> None:
    """Enrol 王美玲 with an input method; read, save and close her card."""
    robot = stage.robot
    with stage.step(f"enrol {WANG}, the name by input method"):
        robot.key(Key.Key_F2)
        stage.has_keys("phone")
        robot.keys(WANG_PHONE)
        stage.enter()
        robot.commit(WANG)
        stage.enter()
        robot.keys(birthday())
        stage.enter()
        robot.click("language_zh_Hant")
        robot.click("marketing")
        robot.click("agreed")
        robot.shot("enrol")
        stage.enter()
        robot.wait_for("save_pdf")
        stage.day.enrol(WANG, offers=True)
    with stage.step("her card: seen, read, saved as PDF"):
        stage.cards[WANG] = stage.take_paper("card", "card.pdf")
        robot.reads("member_name", WANG)
        robot.key(Key.Key_Escape)
        robot.key(Key.Key_Escape)
        robot.reads("ready", "Ready")


def first_sales(stage: Stage) -> None:
    """Scan, digits, Enter; and Ada, whose sale was typed before she was a member."""
    robot, day = stage.robot, stage.day
    with stage.step("scan, digits, Enter"):
        stage.serve(WANG)
        robot.keys("128.50")
        robot.reads("award", "128 points")
        robot.shot("counter-first-sale")
        day.sell(WANG, 128_50)
        stage.award(WANG, "128 points")
        robot.shot("counter-awarded")
    with stage.step(f"enrol {ADA} with an amount already typed; it is kept"):
        robot.click("amount")
        robot.keys("45.00")
        robot.key(Key.Key_F2)
        stage.has_keys("phone")
        robot.keys(ADA_PHONE)
        stage.enter()
        robot.keys(ADA)
        stage.enter()
        stage.enter()
        stage.has_keys("agreed")
        robot.key(Key.Key_Space)
        stage.enter()
        robot.wait_for("save_pdf")
        day.enrol(ADA)
        stage.cards[ADA] = stage.take_paper()
        robot.reads("member_name", ADA)
        robot.reads("amount", "45.00")
        day.sell(ADA, 45_00)
        stage.award(ADA, "45 points")


def searches(stage: Stage) -> None:
    """Find people without their cards; a receipt earns once."""
    robot, day = stage.robot, stage.day
    with stage.step(f"find {WANG} by wml, a sale with a receipt"):
        robot.key(Key.Key_F9)
        robot.keys("wml")
        robot.wait_for("found")
        robot.shot("search")
        stage.enter()
        robot.reads("member_name", WANG)
        stage.has_keys("amount")
        robot.keys("1280.00")
        stage.type_in("receipt", "R-100")
        day.sell(WANG, 1280_00, "R-100")
        stage.award(WANG, "1,280 points")
    with stage.step(f"find {ADA} by the last four digits"):
        stage.find(ADA_PHONE[-4:], ADA)
        robot.keys("60.00")
        stage.type_in("receipt", "R-101")
        day.sell(ADA, 60_00, "R-101")
        stage.award(ADA, "60 points")
    with stage.step("the same receipt is refused; the right one is taken"):
        stage.serve(WANG)
        robot.keys("10.00")
        stage.type_in("receipt", "R-101")
        stage.enter()
        stage.says("R-101", ADA)
        robot.shot("receipt-refused")
        stage.type_in("receipt", "R-102")
        day.sell(WANG, 10_00, "R-102")
        stage.award(WANG, "10 points")


def points_pay(stage: Stage) -> None:
    """Redeem, look at the slip, undo, choose other points."""
    robot, day = stage.robot, stage.day
    with stage.step("points pay all that fits (F4), slip (F10), PDF"):
        stage.serve(WANG)
        robot.keys("128.50")
        stage.type_in("receipt", "R-103")
        robot.reads("award", "128 points")
        robot.shot("counter")
        robot.key(Key.Key_F4)
        robot.reads("award", "1,418", "114")
        robot.shot("redeem")
        undone = day.sell(WANG, 128_50, "R-103", spend=1418)
        stage.award(WANG, "1,418 points redeemed", "114 points earned")
        robot.key(Key.Key_F10)
        stage.take_paper("slip", "slip.pdf")
    with stage.step("undo (F8): points, amount and receipt are back"):
        robot.key(Key.Key_F8)
        day.undo(WANG, undone)
        stage.says("Undone", WANG, stage.balance(WANG))
        robot.reads("amount", "128.50")
        robot.reads("receipt", "R-103")
        robot.shot("undone")
    with stage.step("choose 500 points (F3) instead"):
        robot.key(Key.Key_F3)
        stage.has_keys("chosen_points")
        robot.ctrl(Key.Key_A)
        robot.keys("500")
        robot.reads("award", "500", "123")
        day.sell(WANG, 128_50, "R-103", spend=500)
        stage.award(WANG, "500 points redeemed", "123 points earned")


def give_back(stage: Stage) -> None:
    """A part by receipt, the whole by the slip's code; and a debt that the next sale repays."""
    robot, day = stage.robot, stage.day
    sales = {one.receipt: one for one in day.sales if one.receipt}  # of R-103 the second one
    with stage.step("read the slip of that sale"):
        robot.key(Key.Key_F10)
        slip = stage.take_paper()
    with stage.step("partial refund by receipt (F7)"):
        robot.key(Key.Key_F7)
        stage.has_keys("finder")
        robot.keys("R-100")
        stage.enter()
        stage.has_keys("amount")
        robot.keys("500.00")
        robot.reads("give_back", "500.00")
        robot.shot("refund-part")
        stage.enter()
        day.give_back(WANG, sales["R-100"], 500_00)
        stage.says("Hand out", "500.00", f"{stage.balance(WANG)} now")
        robot.key(Key.Key_Escape)
    with stage.step("full refund: scan the slip, Enter"):
        robot.scan(slip)
        robot.reads("give_back", "128.50")
        robot.shot("refund-slip")
        stage.enter()
        day.give_back(WANG, sales["R-103"], 128_50)
        stage.says("Hand out", "123.50", f"{stage.balance(WANG)} now")
        robot.key(Key.Key_Escape)
    with stage.step("points spent and then taken back become a debt; the next sale repays it"):
        stage.serve(ADA)
        robot.keys("5.00")
        robot.key(Key.Key_F4)
        day.sell(ADA, 5_00, spend=105)
        stage.award(ADA, "105 points redeemed", "3 points earned")
        robot.key(Key.Key_F7)
        robot.keys("R-101")
        stage.enter()
        robot.reads("owed", "57 points")
        stage.enter()
        day.give_back(ADA, sales["R-101"], 60_00)
        stage.says("60.00", f"{ADA} has 0 now")
        robot.key(Key.Key_Escape)
        stage.serve(ADA)
        robot.keys("40.00")
        robot.reads("why", "40 points to repay")
        robot.shot("debt")
        day.sell(ADA, 40_00)
        stage.award(ADA, "40 points")
