"""What gets in the way between a till and the centre: one class for each cause, raised at the door.

`cause` is what the screen names. `is_unknown` tells that the centre may have done what was asked:
never "failed", only "ask again", which every message allows. Nothing here stops a till from
selling. Below `desktop`, so these are not its troubles, but have the same shape.
"""

import re
from enum import StrEnum
from typing import ClassVar

CLOCK_SKEW_MAX_MS = 120_000
"""Two clocks further apart than this are wrong, not slow."""


class Cause(StrEnum):
    """Where the trouble is, as a person would look for it."""

    NETWORK_HERE = "network-here"
    INTERNET = "internet"
    SERVICE = "service"
    CLOCK = "clock"


class SyncTrouble(Exception):
    """The centre was not reached, or its answer was not; what this till did is safe here."""

    sentence: ClassVar[str] = "The centre could not be reached."
    cause: ClassVar[Cause] = Cause.SERVICE
    is_unknown: ClassVar[bool] = False
    can_retry: ClassVar[bool] = True

    def __init__(self, detail: str = "", retry_after_ms: int = 0) -> None:
        """Keep a detail for the log, and how long the service asked to be left alone."""
        super().__init__(f"{self.sentence} {detail}".strip())
        self.detail = detail
        self.retry_after_ms = retry_after_ms

    @property
    def code(self) -> str:
        """Give the stable name under which this trouble is worded and documented."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class NoNetworkHere(SyncTrouble):
    """This computer has no way out: cable, Wi-Fi or router."""

    sentence = "This computer has no network. Look at the cable or the Wi-Fi."
    cause = Cause.NETWORK_HERE


class NoInternet(SyncTrouble):
    """There is a network, but the way to the centre ends in it; or it answers in its place."""

    sentence = "There is a network here, but no way through it to the centre."
    cause = Cause.INTERNET


class ServiceAway(SyncTrouble):
    """The centre's computer answers, but nobody listens there; nothing was sent."""

    sentence = "The centre does not answer at the moment. Nothing is lost."


class ServiceBusy(SyncTrouble):
    """The service, or what stands before it, says that it cannot now. It may have begun."""

    sentence = "The centre is busy at the moment. It will be asked again."
    is_unknown = True


class ServiceUntrusted(SyncTrouble):
    """Whoever answers is not proved to be the centre; nothing was sent."""

    sentence = (
        "The centre could not prove that it is the centre, so nothing was sent."
        " Look at this computer's date."
    )


class NotSecure(SyncTrouble):
    """The address would send secrets in the clear; nothing was sent."""

    sentence = "The centre's address must begin with https."
    can_retry = False


class ClockWrong(SyncTrouble):
    """This computer's clock is so wrong that nobody can prove anything to it."""

    sentence = "This computer's clock is wrong. Set it, then try again."
    cause = Cause.CLOCK


class AnswerLost(SyncTrouble):
    """The question may have arrived, but no answer that can be read came back."""

    sentence = "The centre's answer did not arrive. It will be asked again."
    is_unknown = True


def is_clock_wrong(now_ms: int, server_ms: int) -> bool:
    """Tell whether this computer's clock is too far from the centre's, by a fresh answer."""
    return abs(now_ms - server_ms) > CLOCK_SKEW_MAX_MS
