"""Not a byte of what a till has to say reaches anybody who is not its centre."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from sync import trouble
from sync.http import HttpCentre
from sync.trouble import SyncTrouble
from tests.sync.samples import signed_push
from tests.sync.tap import Tap, aged, speaking
from tests.sync.test_tls import certificate

Trust = Callable[[Path], ssl.SSLContext]
FAR = "https://centre.example"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the till thinks its centre is, who sits there, and whom the till believes."""

    address: str
    tap: Tap
    trusted: ssl.SSLContext


def trusting(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(path))


def believing_anybody(_path: Path) -> ssl.SSLContext:
    """Be the control: a till that looks at no certificate and speaks whatever is spoken."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return aged(context, ssl.TLSVersion.TLSv1)


def served(folder: Path, name: str = "localhost", begins: int = -1, ends: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    return certificate(folder, name, begins, ends)


@contextmanager
def impostor(folder: Path, trust: Trust) -> Iterator[Place]:
    """Somebody with a certificate of the same name that another authority vouches for."""
    path = served(folder / "theirs")
    with Tap(speaking(path)) as tap:
        yield Place(f"https://localhost:{tap.port}", tap, trust(served(folder / "ours")))


@contextmanager
def known(folder: Path, trust: Trust, *of: Any, version: Any = None) -> Iterator[Place]:
    """Somebody with a certificate that the till knows, and something wrong with it."""
    path = served(folder / "one", *of)
    with Tap(speaking(path, version)) as tap:
        yield Place(f"https://localhost:{tap.port}", tap, trust(path))


@contextmanager
def nobody_known(folder: Path, trust: Trust) -> Iterator[Place]:
    """Somebody whom only this computer's own authorities could vouch for, and none does."""
    with Tap(speaking(served(folder / "one"))) as tap:
        theirs = trust(served(folder / "other"))
        is_ours = trust is trusting
        trusted = ssl.create_default_context() if is_ours else theirs
        yield Place(f"https://localhost:{tap.port}", tap, trusted)


@contextmanager
def proxy(folder: Path, trust: Trust) -> Iterator[Place]:
    """A proxy that opens what passes, with a certificate of its own for the centre's name."""
    path = served(folder / "theirs", "centre.example")
    with Tap(speaking(path), is_proxy=True) as tap, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{tap.port}")
        patch.delenv("NO_PROXY", raising=False)
        patch.delenv("no_proxy", raising=False)
        yield Place(FAR, tap, trust(served(folder / "ours", "centre.example")))


def expired(folder: Path, trust: Trust) -> Any:
    return known(folder, trust, "localhost", -2, -1)


def early(folder: Path, trust: Trust) -> Any:
    return known(folder, trust, "localhost", 1, 2)


def elsewhere(folder: Path, trust: Trust) -> Any:
    return known(folder, trust, "elsewhere")


def tls_1_0(folder: Path, trust: Trust) -> Any:
    return known(folder, trust, version=ssl.TLSVersion.TLSv1)


def tls_1_1(folder: Path, trust: Trust) -> Any:
    return known(folder, trust, version=ssl.TLSVersion.TLSv1_1)


PLACES = [impostor, nobody_known, expired, early, elsewhere, tls_1_0, tls_1_1, proxy]


def told(place: Place) -> SyncTrouble:
    """Let a till hand over operations with somebody's name, phone number and a token."""
    centre = HttpCentre(place.address, place.trusted, is_networked=lambda: True)
    try:
        with pytest.raises(SyncTrouble) as caught:
            centre.push("a-token", signed_push())
    finally:
        centre.close()
    return caught.value


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.__name__)
def test_whoever_is_not_the_centre_is_told_nothing(
    place: Callable[[Path, Trust], Any], tmp_path: Path
) -> None:
    with place(tmp_path, trusting) as found:
        wrong = told(found)
        assert not wrong.is_unknown
    assert found.tap.hellos == 1
    assert found.tap.told == b""
    assert all(b"a-token" not in one for one in found.tap.tunnels)


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.__name__)
def test_control_a_till_that_looks_at_no_certificate_tells_them_all(
    place: Callable[[Path, Trust], Any], tmp_path: Path
) -> None:
    with place(tmp_path, believing_anybody) as found:
        told(found)
    assert b"Bearer a-token" in found.tap.told
    assert len(found.tap.told.partition(b"\r\n\r\n")[2]) > 100


@pytest.mark.parametrize("is_proxy", [False, True])
def test_where_no_tls_is_spoken_nothing_is_said(*, is_proxy: bool) -> None:
    with Tap(is_proxy=is_proxy) as tap, pytest.MonkeyPatch.context() as patch:
        address = f"https://localhost:{tap.port}"
        if is_proxy:
            patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{tap.port}")
            address = FAR
        told(Place(address, tap, ssl.create_default_context()))
    assert (tap.hellos, tap.told) == (1, b"")


@pytest.mark.parametrize("address", [f"http{FAR[5:]}", "HTTP://centre.example", "//centre.example"])
def test_an_address_without_tls_is_not_asked_not_even_through_a_proxy(address: str) -> None:
    with Tap(is_proxy=True) as tap, pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, f"http://127.0.0.1:{tap.port}")
        wrong = told(Place(address, tap, ssl.create_default_context()))
    assert isinstance(wrong, trouble.NotSecure)
    assert (tap.tunnels, tap.told) == ([], b"")


@contextmanager
def redirected(folder: Path, status: int) -> Iterator[tuple[Place, Tap]]:
    """The real centre, which sends tills on to somebody who speaks no TLS."""
    path = served(folder / "one")
    with Tap() as plain, Tap(speaking(path)) as centre:
        line = f"HTTP/1.1 {status} Go\r\nlocation: http://localhost:{plain.port}/v1/sync/push\r\n"
        centre.answer = line.encode() + b"content-length: 0\r\nconnection: close\r\n\r\n"
        yield Place(f"https://localhost:{centre.port}", centre, trusting(path)), plain


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_an_address_without_tls_is_not_followed(status: int, tmp_path: Path) -> None:
    with redirected(tmp_path, status) as (centre, plain):
        told(centre)
    assert b"a-token" in centre.tap.told
    assert plain.told == b""


def test_control_a_till_that_follows_tells_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = httpx.Client

    def following(**said: Any) -> httpx.Client:
        return right(**{**said, "follow_redirects": True})

    monkeypatch.setattr("sync.http.httpx.Client", following)
    with redirected(tmp_path, 307) as (centre, plain):
        told(centre)
    assert len(plain.told.partition(b"\r\n\r\n")[2]) > 100
