"""Who is not let in and why: each failure has a reason, changes nothing, and can be tried again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from central.certificate import Certificate, certificate
from desktop import joining_new
from desktop.joining import Joined, NotJoined, Offer, Why, bring_shop, look, plain_address
from desktop.joining_new import MadeTill, NewTill, join_new
from desktop.paths import Folder
from desktop.secrets import FileStore
from desktop.staff import Person
from desktop.store.centre import has_joined
from desktop.store.way import attempt_of, way_of
from regulars.codes import enrolment_text
from regulars.refusals import NotAllowed
from sync.status import Says
from tests.central.joining.house import WAIT_S, At, code_for, lone, open_at, world
from tests.central.service.standing import Running

GUESS = enrolment_text(b"12345678")


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[At]:
    """A shop that runs alone."""
    at = lone(tmp_path / "alone")
    yield at
    at.close()


def is_joined(at: At) -> bool:
    return at.till.read(has_joined).result(WAIT_S)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("192.168.1.5:8443", "https://192.168.1.5:8443"),
        (" https://centre.local/ ", "https://centre.local"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
        ("", ""),
    ],
)
def test_an_address_is_asked_as_a_person_means_it(typed: str, asked: str) -> None:
    assert plain_address(typed) == asked


def test_nobody_at_the_address_is_said(unused: int) -> None:
    found = look(f"127.0.0.1:{unused}")
    assert isinstance(found, NotJoined)
    assert found.why is Why.AWAY
    assert look("") == NotJoined(Why.ADDRESS)
    wrong = look("ftp://centre")
    assert isinstance(wrong, NotJoined)
    assert wrong.why is Why.ADDRESS


@pytest.fixture
def unused() -> int:
    """A port at which nobody listens."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_code_that_was_misread_asks_nobody(alone: At, offer: Offer) -> None:
    wrong = GUESS[:-1]
    nobody = replace(offer, address="https://127.0.0.1:9")
    assert bring_shop(alone.till, nobody, wrong) == NotJoined(Why.MISTYPED)


def test_a_code_that_opens_nothing_leaves_the_shop_alone(
    alone: At, centre: Running, offer: Offer
) -> None:
    found = bring_shop(alone.till, offer, GUESS)
    assert isinstance(found, NotJoined)
    assert found.why is Why.CODE
    assert not is_joined(alone)
    alone.sells(alone.member("Ada"), 100)
    code = centre.parts.enrolling.invite_founder()
    assert isinstance(bring_shop(alone.till, offer, code), Joined)


def test_a_shop_does_not_come_in_with_a_code_for_a_till_of_another(
    alone: At, first: At, centre: Running, offer: Offer
) -> None:
    found = bring_shop(alone.till, offer, code_for(centre, first))
    assert isinstance(found, NotJoined)
    assert found.why is Why.NOT_THIS_ONE
    assert not is_joined(alone)


def test_only_an_owner_joins(alone: At, offer: Offer) -> None:
    person = alone.till.person
    assert person is not None
    alone.till.person = Person(person.id, person.name, "cashier")
    assert bring_shop(alone.till, offer, GUESS) == NotAllowed("join")


def test_nothing_is_said_to_whoever_has_not_the_certificate_that_was_compared(
    alone: At, centre: Running, offer: Offer, tmp_path: Path
) -> None:
    other = certificate(tmp_path / "other", [])
    wrong = replace(offer, authority=other.authority)
    code = centre.parts.enrolling.invite_founder()
    found = bring_shop(alone.till, wrong, code)
    assert isinstance(found, NotJoined)
    assert found.why is Why.UNTRUSTED
    assert isinstance(bring_shop(alone.till, offer, code), Joined)  # the code was not used up


def test_a_centre_with_another_certificate_is_not_believed_and_the_strip_says_so(
    first: At, own_certificate: Certificate, tmp_path: Path
) -> None:
    first.agreed()
    assert first.link is not None
    assert first.link.stop()
    other = certificate(tmp_path / "other", [])
    assert other.fingerprint != own_certificate.fingerprint

    def job(opened: object) -> None:
        store = opened.book.store  # type: ignore[attr-defined]
        with store.writing():
            store.run(
                "update local set value = ? where name = 'centre_authority'", (other.authority,)
            )

    first.till.writer.submit(job).result(WAIT_S)
    first.connect()
    state = first.says(Says.APART)
    assert state.code == "service-untrusted"


def test_a_welcome_that_nobody_wrote_down_is_asked_for_again(
    alone: At, centre: Running, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone.sells(alone.member("Ada"), 20_000)
    code = centre.parts.enrolling.invite_founder()

    class _Pulled(Exception):
        pass

    def pulled(*_: object) -> None:
        raise _Pulled

    with monkeypatch.context() as patched:
        patched.setattr("desktop.joining.write_down", pulled)
        with pytest.raises(_Pulled):
            bring_shop(alone.till, offer, code)
    assert alone.till.close()
    again = open_at(tmp_path / "alone")
    alone.till, alone.ear = again.till, again.ear
    alone.sign_in()
    assert not is_joined(alone)
    attempt = alone.till.read(attempt_of).result(WAIT_S)
    assert attempt is not None
    assert attempt.address == offer.address
    done = bring_shop(alone.till, offer, code)
    assert done == Joined(alone.till.shop.identity.device, 1)
    assert alone.till.read(attempt_of).result(WAIT_S) is None
    way = alone.till.read(way_of).result(WAIT_S)
    assert way is not None
    assert way.authority == offer.authority
    alone.connect().agreed()
    assert alone.findings() == []


def test_a_new_till_that_broke_off_is_the_same_till_when_it_goes_on(
    first: At, centre: Running, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.agreed()
    code, folder = code_for(centre, first), Folder(tmp_path / "b" / "shop")

    class _Pulled(Exception):
        pass

    def pulled(*_: object) -> None:
        raise _Pulled

    for place in ("_make", "write_note", "declare_whole"):
        with monkeypatch.context() as patched:
            patched.setattr(joining_new, place, pulled)
            with pytest.raises(_Pulled):
                join_new(folder, world(), offer, code, NewTill("B"), FileStore(folder.making))
        assert not folder.is_set_up()
    made = join_new(folder, world(), offer, code, NewTill("B"), FileStore(folder.making))
    assert isinstance(made, MadeTill), made
    assert made.joined.epoch == 1
    second = open_at(tmp_path / "b").connect()
    second.agreed()
    assert second.till.shop.identity.device == made.joined.device
    assert second.findings() == []
    second.close()


def test_a_new_till_with_a_wrong_code_makes_nothing(offer: Offer, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "shop")
    found = join_new(folder, world(), offer, GUESS, NewTill(), FileStore(folder.making))
    assert isinstance(found, NotJoined)
    assert found.why is Why.CODE
    assert not folder.is_set_up()
