"""How a till asks a shop's network for a centre, and what a centre answers: one datagram each.

Nothing in it is secret, and nothing is proved: anybody on the network can answer. What makes a
centre the right one is its fingerprint, which a person compares with what the centre shows.
"""

from dataclasses import dataclass

from regulars.canonical import encode
from sync.wire import BadMessage, Fields, WrongFieldError, read

GROUP = "239.255.71.84"
"""Multicast within a site (RFC 2365); routers do not pass it on."""
PORT = 8444
QUESTION_BYTES = 512
"""A question is padded to this, and an answer is never longer: nobody's flood is made larger."""
DATAGRAM_MAX = 1_024
"""What is read, so that a later version may say more."""
NONCE_BYTES = 16
FINGERPRINT_BYTES = 32
NAME_MAX = 64
_FORM = "regulars-find-1"


@dataclass(frozen=True, slots=True)
class FindRequest:
    """Is there a centre? The nonce tells answers to this question from others."""

    nonce: bytes

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        said = {"form": _FORM, "nonce": self.nonce.hex(), "pad": ""}
        return encode(said | {"pad": " " * (QUESTION_BYTES - len(encode(said)))})


def read_find_request(raw: bytes) -> FindRequest | BadMessage:
    """Read a question; one that is shorter than an answer may be is none."""
    wish = read(raw, DATAGRAM_MAX, _find_request)
    is_short = isinstance(wish, FindRequest) and len(raw) < QUESTION_BYTES
    return BadMessage("'pad' is too short") if is_short else wish


def _find_request(said: Fields) -> FindRequest:
    _check_form(said)
    said.text("pad", DATAGRAM_MAX)
    return FindRequest(said.octets("nonce", NONCE_BYTES))


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """Here is one: what its computer is called, its port, its authority's fingerprint (SHA-256).

    Its address is where the answer comes from.
    """

    nonce: bytes
    name: str
    port: int
    fingerprint: bytes

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(
            {
                "form": _FORM,
                "nonce": self.nonce.hex(),
                "name": self.name,
                "port": self.port,
                "fingerprint": self.fingerprint.hex(),
            }
        )


def read_find_answer(raw: bytes) -> FindAnswer | BadMessage:
    """Read an answer."""
    return read(raw, DATAGRAM_MAX, _find_answer)


def _find_answer(said: Fields) -> FindAnswer:
    _check_form(said)
    name = said.text("name", NAME_MAX)
    if not name.isprintable():
        raise WrongFieldError("'name' cannot be shown")
    return FindAnswer(
        said.octets("nonce", NONCE_BYTES),
        name,
        said.whole("port", 1, 65_535),
        said.octets("fingerprint", FINGERPRINT_BYTES),
    )


def _check_form(said: Fields) -> None:
    if said.text("form", NAME_MAX) != _FORM:
        raise WrongFieldError("'form' is another one")
