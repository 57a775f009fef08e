"""Breaks a piece of work off at one call, as if the power went there, and sells a little."""

from collections.abc import Callable

import pytest

from desktop.opening import OpenShop
from desktop.requests import EnrolRequest, SaleRequest
from desktop.verbs.enrol import enrol
from desktop.verbs.sell import sell
from regulars.points.earning import Line
from regulars.refusals import Refusal


class CutOffError(Exception):
    """The power went here."""


def cut_after(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, calls: int
) -> Callable[[], None]:
    """Let the power go at one call of a method; gives what brings it back."""
    real, made = getattr(owner, name), 0

    def cut(*args: object, **named: object) -> object:
        nonlocal made
        made += 1
        if made > calls:
            raise CutOffError
        return real(*args, **named)

    monkeypatch.setattr(owner, name, cut)
    return lambda: monkeypatch.setattr(owner, name, real)


def sold(opened: OpenShop, times: int = 1) -> None:
    """Sell to the one member, who is enrolled the first time."""
    store = opened.book.store
    if store.value("select count(*) from member") == 0:
        done = enrol(opened.book, EnrolRequest("Ada", agreed=True))
        assert not isinstance(done, Refusal)
    member = store.value("select id from member")
    for _ in range(times):
        request = SaleRequest(opened.book.journal.fresh_id(), member, (Line(500),))
        assert not isinstance(sell(opened.book, request), Refusal)
