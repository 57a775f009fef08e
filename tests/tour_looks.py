"""The tour, part three: languages, palettes, large letters; and a look around the training shop."""

from tests.tour_stage import WANG, Key, Stage


def looks(stage: Stage) -> None:
    """Switch everything live, and take the main pages in every look."""
    robot = stage.robot
    with stage.step("a member on the screen, points about to pay"):
        stage.serve(WANG)
        robot.keys("128.50")
        robot.key(Key.Key_F4)
        robot.reads("award", "529")
    with stage.step("preferences: every section"):
        _open_look(stage)
        _sections(stage)
    with stage.step("preferences: dark"):
        _choose(stage, "palette_dark")
        _pictures(stage, "dark")
    with stage.step("preferences: 繁體中文, dark and light"):
        _choose(stage, "language_zh_Hant")
        _pictures(stage, "zh-hant-dark")
        _choose(stage, "palette_light")
        _pictures(stage, "zh-hant")
    with stage.step("preferences: 简体中文, light and dark"):
        _choose(stage, "language_zh_Hans")
        _pictures(stage, "zh-hans")
        _choose(stage, "palette_dark")
        _pictures(stage, "zh-hans-dark")
    with stage.step("preferences: high contrast, large letters, English again"):
        _choose(stage, "palette_contrast")
        _choose(stage, "large_type_yes")
        _pictures(stage, "zh-hans-contrast-large")
        _choose(stage, "language_en")
        _choose(stage, "palette_light")
        _pictures(stage, "large")


def _open_look(stage: Stage) -> None:
    stage.robot.ctrl(Key.Key_9)
    stage.robot.click_item("sections", "Look")
    stage.robot.wait_for("palette_light")


def _choose(stage: Stage, button: str) -> None:
    """Choose a value; it is written and worn at once."""
    robot = stage.robot
    before = robot.words("tab-counter")
    robot.click(button)
    stage.day.kinds["setting"] += 1
    if button.startswith("language_"):
        robot.wait(lambda: robot.words("tab-counter") != before, f"other words by {button}")
    else:
        robot.wait(lambda: robot.sees("result_text") and bool(robot.words("result_text")), "Saved.")


def _sections(stage: Stage) -> None:
    for name in ("Points", "Security", "Backups"):
        stage.robot.click_item("sections", name)
        stage.robot.shot(f"preferences-{name.lower()}")
    stage.robot.click_item("sections", "Look")


def _pictures(stage: Stage, tag: str) -> None:
    """Take the main pages, coming from the preferences and going back there."""
    robot = stage.robot
    robot.shot(f"preferences-{tag}")
    robot.key(Key.Key_Escape)
    robot.shot(f"counter-{tag}")
    robot.key(Key.Key_F2)
    robot.wait_for("agreed")
    robot.shot(f"enrol-{tag}")
    robot.key(Key.Key_Escape)
    robot.key(Key.Key_F6)
    robot.wait_for("open_adjust")
    robot.shot(f"member-{tag}")
    robot.ctrl(Key.Key_9)
    robot.wait_for("palette_light")


def look_around(stage: Stage) -> None:
    """From a fresh folder, look around in the training shop."""
    robot = stage.robot
    with stage.step("look around: the training shop is made"):
        robot.click("training")
        robot.wait_for("pin")
        robot.shot("training-lock")
    with stage.step("training: sign in with the PIN on the screen, find somebody"):
        pin = "".join(filter(str.isdigit, robot.words("practice")))
        robot.keys(pin)
        stage.enter()
        robot.wait_for("tab-counter")
        robot.reads("training", "Training")
        robot.shot("training-counter")
        robot.keys("li")
        robot.wait_for("found")
        robot.shot("training-search")
        stage.enter()
        stage.has_keys("amount")
        robot.keys("128.50")
        robot.shot("training-member")
