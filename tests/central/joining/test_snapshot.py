"""A new till that takes a snapshot knows what one knows that read the feed page by page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central import snapshots as making
from central.agreement import Agreement
from central.callers import Caller
from central.certificate import Certificate
from central.database import Database
from central.enrolling import Enrolling
from central.snapshots import Snapshots
from central.tokens import Tokens
from central.vouching import Vouching
from desktop.joining import Offer
from desktop.snapshots import Watch
from desktop.till_file import TillFile
from sync.enrolment import Role
from sync.wire_pull import Page, PullRequest
from tests.central.joining.conftest import now_ms
from tests.central.joining.house import At, code_for, founded, new_till, offer_of
from tests.central.joining.snapshots import (
    audience_of,
    peopled,
    reached,
    snapshots_of,
    told,
)
from tests.central.service.standing import KEYS, Running, running


@pytest.fixture(scope="module")
def snapshots(database: Database) -> Snapshots:
    """Snapshots of every shop, however small."""
    return snapshots_of(database, now_ms, least=1)


@pytest.fixture(scope="module")
def centre(
    database: Database, own_certificate: Certificate, snapshots: Snapshots
) -> Iterator[Running]:
    """A service that makes them when they are asked for."""
    enrolling = Enrolling(database, KEYS, now_ms)
    with (
        running(
            database,
            own_certificate,
            agreement=Agreement(database, now_ms, Vouching(enrolling)),
            enrolling=enrolling,
            tokens=Tokens(database, KEYS.bearer, now_ms),
            snapshots=snapshots,
            look_s=0.05,
        ) as one,
        snapshots,
    ):
        yield one


@pytest.fixture
def offer(centre: Running, own_certificate: Certificate) -> Offer:
    """Who answers, compared."""
    return offer_of(centre, own_certificate)


@pytest.fixture
def first(tmp_path: Path, centre: Running, offer: Offer) -> Iterator[At]:
    """A shop with people in it."""
    at = founded(tmp_path / "a", centre, offer)
    peopled(at)
    yield at
    at.close()


def skipped() -> Watch:
    """Go on without a snapshot."""
    watch = Watch()
    watch.skip()
    return watch


def reads(at: At, centre: Running) -> None:
    """Read the feed page by page to its end, without having sent anything."""
    here, file = at.till.shop.identity, TillFile(at.till)
    who = Caller(here.tenant, here.store, here.device, here.epoch, Role.COUNTER)
    is_read = False
    while not is_read:
        wish = PullRequest(file.cursor(), limit=7)
        agreement = centre.parts.agreement
        (known,) = agreement.pulls(here.tenant, [(who, wish)])
        page = agreement.met(who, wish) if known is None else known
        assert isinstance(page, Page)
        file.apply_page(page)
        is_read = page.up_to_date


def test_a_till_with_a_snapshot_has_what_one_has_that_read_page_by_page(
    tmp_path: Path, first: At, centre: Running, offer: Offer, snapshots: Snapshots
) -> None:
    assert snapshots.make(audience_of(first))
    ahead = new_till(tmp_path / "b", offer, code_for(centre, first), "B")
    by_page = new_till(tmp_path / "c", offer, code_for(centre, first), "C", skipped())
    assert told(by_page)["member"] == []
    reads(by_page, centre)
    for name in ("member", "wallet", "card", "consent", "account", "member_words", "alias"):
        assert told(ahead)[name] == told(by_page)[name] != [], name
    reads(ahead, centre)
    assert told(ahead) == told(by_page)
    assert reached(ahead) == reached(by_page)
    for at in (ahead, by_page):
        at.connect().agreed()
        assert at.findings() == []


@pytest.mark.parametrize("kind", ["card", "wallet"])
def test_a_snapshot_that_leaves_something_out_is_noticed(
    tmp_path: Path,
    first: At,
    centre: Running,
    offer: Offer,
    snapshots: Snapshots,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    """The control: what is not in it is told by nobody, and the comparing finds that."""
    monkeypatch.setattr(making, "KINDS", [one for one in making.KINDS if one != kind])
    assert snapshots.make(audience_of(first))
    ahead = new_till(tmp_path / "b", offer, code_for(centre, first), "B")
    by_page = new_till(tmp_path / "c", offer, code_for(centre, first), "C", skipped())
    reads(by_page, centre)
    reads(ahead, centre)
    differ = {name for name, rows in told(by_page).items() if rows != told(ahead)[name]}
    assert {"card": "card", "wallet": "account"}[kind] in differ
    for at in (ahead, by_page):
        at.close()
