"""What a member agreed to, when, how, and to which words.

Membership and marketing are two questions and two answers. Silence about
marketing is a no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["membership", "marketing"]
Channel = Literal["counter", "paper", "phone", "online", "import"]


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer of a member to one text. Answers are added, never changed.

    `text_version` names the words that were shown or read out; `at_ms` is UTC.
    """

    purpose: Purpose
    text_version: str
    given: bool
    channel: Channel
    at_ms: int


def at_enrolment(
    *, text_version: str, channel: Channel, at_ms: int, marketing: bool = False
) -> tuple[Consent, Consent]:
    """The two answers of someone who joins: yes to membership, no to marketing unless said."""
    return (
        Consent("membership", text_version, given=True, channel=channel, at_ms=at_ms),
        Consent("marketing", text_version, given=marketing, channel=channel, at_ms=at_ms),
    )


def latest(consents: Iterable[Consent], purpose: Purpose) -> Consent | None:
    """The answer that counts, in whatever order they arrive; None if never asked.

    Of two answers at the same moment the refusal counts.
    """
    asked = [consent for consent in consents if consent.purpose == purpose]
    return max(asked, key=lambda consent: (consent.at_ms, not consent.given), default=None)


def is_given(consents: Iterable[Consent], purpose: Purpose) -> bool:
    """Whether the member agrees now; never having been asked is a no."""
    answer = latest(consents, purpose)
    return answer is not None and answer.given
