"""What is asked ahead says nothing that is not so yet: a cursor is a receipt for who was erased."""

import pytest

from sync import engine
from sync.enrolment import Standing
from sync.steps import Ask, Lane
from sync.wire_pull import Page, PullRequest
from tests.sync.rig import START_MS, Rig, Shop

WHOM = {"id": "aa" * 16, "seq": 5, "to": "bb" * 16}


def _asked_behind(kind: str) -> Ask | None:
    """Give what a till asks while it takes in a page, behind which there is more."""
    rig = Rig(Shop())
    while not isinstance(step := rig.engine.next(rig.moment()), Ask) or step.lane is not Lane.PULL:
        assert isinstance(step, Ask)
        rig.engine.answered(step, rig._served(step), rig.moment())
    asked = Ask(step.number, step.lane, PullRequest("c1.1"), step.token, step.here, step.asked, 0)
    page = Page("c1.5", False, 0, 1, Standing.LIVE, 1, START_MS, {kind: (WHOM,)})
    return rig.engine.ahead(asked, page, rig.moment())


def test_nobody_asks_from_behind_a_page_that_erases_somebody_before_it_is_kept() -> None:
    behind = _asked_behind("alias")
    assert behind is not None
    assert isinstance(behind.question, PullRequest)
    assert behind.question.cursor == "c1.5"
    assert _asked_behind("erased") is None


def test_control_without_that_the_centre_would_take_it_that_they_are_erased(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "_ERASED", "nothing")
    assert _asked_behind("erased") is not None
