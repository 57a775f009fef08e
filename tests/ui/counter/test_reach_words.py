"""A till that is cut off says which till of its store to go to."""

import pytest

from desktop.answers import Holder, PurseHere, Reach
from tests.ui.counter.test_presenter import an_id
from ui.counter.reach_words import here_line, short_sentence

PURSE = PurseHere(an_id(101), 900, 0)
OTHER = Holder(an_id(77), "East Street till 1", 300)


@pytest.mark.usefixtures("qapp")
def test_where_nobody_said_who_holds_the_rest_the_lead_till_is_named() -> None:
    reach = Reach(0, purses=(PURSE,), lead="Till 1")
    assert here_line(reach, 900) == "0 here now, 900 elsewhere (try Till 1)"
    said = "Nothing can be redeemed here now: 900 elsewhere (try Till 1)."
    assert short_sentence(reach, None) == said


@pytest.mark.usefixtures("qapp")
def test_where_it_was_said_who_holds_the_rest_they_are_named() -> None:
    reach = Reach(0, purses=(PURSE,), holders=(OTHER,), pool=600, lead="Till 1")
    line = here_line(reach, 900)
    assert line == "0 here now, 300 held at East Street till 1, 600 at the centre"


@pytest.mark.usefixtures("qapp")
def test_the_lead_till_itself_names_nobody() -> None:
    assert here_line(Reach(0, purses=(PURSE,)), 900) == "0 here now, 900 elsewhere"
