"""News that nobody can spell again were signed by nobody: not believed, and they stop nobody."""

from dataclasses import replace

import pytest

from sync import hearing
from sync.enrolment import Standing
from sync.signing import public_key
from sync.steps import Ask, Lane
from sync.wire_pull import Page, read_page
from tests.sync.rig import MINUTE_MS, START_MS, Rig, Said, Shop
from tests.sync.samples import CENTRE_KEY

_DEEP = "[" * 400 + "]" * 400
_ODD = ["1.5", "null", "9007199254740993", _DEEP]


def _heard(odd: str) -> Page:
    """Give a page as it is read from the wire, with something odd in a row."""
    said = Page("c1.5", True, 0, 1, Standing.LIVE, 1, START_MS, {"staff": ({"id": "a", "seq": 1},)})
    raw = replace(said, signature=bytes(64)).spelled()
    page = read_page(raw.replace(b'"id":"a"', b'"id":"a","odd":' + odd.encode()))
    assert isinstance(page, Page)
    return page


def _rig(odd: str) -> Rig:
    """A till at work whose news all have that in them."""
    page = _heard(odd)

    def meddle(ask: Ask) -> Said | None:
        return page if ask.lane is Lane.PULL else None

    rig = Rig(Shop(), meddle=meddle)
    rig.engine.known.centre_key = public_key(CENTRE_KEY)
    rig.engine.known.must_pull = False
    rig.give()
    return rig


@pytest.mark.parametrize("odd", _ODD)
def test_they_are_asked_for_again_and_the_log_is_sent_all_the_same(odd: str) -> None:
    rig = _rig(odd)
    rig.run(MINUTE_MS)
    assert rig.store.cursor() == ""
    assert rig.posted() == [op.hash for op in rig.till.log]


def test_control_where_that_is_not_minded_the_engine_falls_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hearing, "NotCanonicalError", KeyError)
    with pytest.raises(ValueError, match="deeply"):
        _rig(_DEEP).run(MINUTE_MS)
