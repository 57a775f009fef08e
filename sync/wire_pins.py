"""PINs: a till hands up the verifiers that were set there; all tills are told of the newest.

A verifier is argon2id under the pepper that the tills of a shop share: it is in no log, and says
nothing to whoever has it alone. Wrong tries are counted at each till and never leave it.
"""

from dataclasses import dataclass

from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.wire import ANSWER_MAX, MESSAGE_MAX, BadMessage, Fields, named, read
from sync.wire_push import EPOCH_MAX
from sync.wire_shop import VERIFIER_MAX

PINS_MAX = 500


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """Somebody's verifier, and when it was set, by the clock of the till."""

    staff: Id
    verifier: str
    seen_ms: int


@dataclass(frozen=True, slots=True)
class PinsRequest:
    """Verifiers that were set at a till. Of two for one person the later one counts."""

    device: Id
    epoch: int
    feed: int
    pins: tuple[Pin, ...]

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        said: dict[str, Json] = {
            "device": spell(self.device),
            "epoch": self.epoch,
            "feed": self.feed,
            "pins": [[spell(one.staff), one.verifier, one.seen_ms] for one in self.pins],
        }
        return encode(said)


def read_pins_request(raw: bytes) -> PinsRequest | BadMessage:
    """Read what a till hands up, as it is after unpacking."""
    return read(raw, MESSAGE_MAX, _pins_request)


def _pins_request(said: Fields) -> PinsRequest:
    return PinsRequest(
        said.identity("device"),
        said.whole("epoch", 1, EPOCH_MAX),
        said.whole("feed", 1),
        tuple(_pin(one) for one in said.things("pins", PINS_MAX)),
    )


def _pin(value: object) -> Pin:
    said = named(value, ("staff", "verifier", "seen"), "pins")
    return Pin(said.identity("staff"), said.text("verifier", VERIFIER_MAX), said.instant("seen"))


@dataclass(frozen=True, slots=True)
class PinsAnswer:
    """The centre has heard; `unknown` are people it does not know yet: hand theirs up again."""

    unknown: tuple[Id, ...]
    feed: int
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        said: dict[str, Json] = {
            "unknown": [spell(one) for one in self.unknown],
            "feed": self.feed,
            "server_ms": self.server_ms,
        }
        return encode(said)


def read_pins_answer(raw: bytes) -> PinsAnswer | BadMessage:
    """Read the centre's answer, as it is after unpacking."""
    return read(raw, ANSWER_MAX, _pins_answer)


def _pins_answer(said: Fields) -> PinsAnswer:
    unknown = [named([one], ("staff",), "unknown") for one in said.things("unknown", PINS_MAX)]
    return PinsAnswer(
        tuple(one.identity("staff") for one in unknown), said.whole("feed", 1),
        said.instant("server_ms"),
    )  # fmt: skip
