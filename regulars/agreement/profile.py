"""What is said of a person: each field for itself, each consent by its evidence.

Of two changes of one thing the later one holds, in whatever order they arrive; a wrong clock is
believed a minute of the future at most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from regulars.operations.hlc import believed
from regulars.people.names import folded

FIELDS = ("name", "phone", "birthday", "language")
"""What is known of a person, each changed for itself."""
_WALL_BITS = 16


class Stamp(NamedTuple):
    """When something was said, as a hybrid clock has it, and the device that said it."""

    hlc: int
    device: str


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """One field of a person, and when it was said."""

    text: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person last said about one purpose; `text` names the words they were shown."""

    given: bool
    text: str
    channel: str
    stamp: Stamp

    @property
    def at_ms(self) -> int:
        """Give the moment, UTC."""
        return self.stamp.hlc >> _WALL_BITS

    @property
    def weight(self) -> tuple[bool, int, bool, str, str]:
        """Give what decides between two answers: the larger one holds.

        A yes that does not say to which words never takes a no back, and of a yes and a no at the
        same moment the no holds.
        """
        is_proved = bool(self.text) or not self.given
        return (is_proved, self.stamp.hlc, not self.given, self.stamp.device, self.text)


Profile = Mapping[str, Said]
Answers = Mapping[str, Answer]
"""By purpose."""


def stamp(hlc: int, device: str, now_ms: int) -> Stamp:
    """Stamp what a device said; `now_ms` is the centre's clock."""
    return Stamp(believed(hlc, now_ms), device)


def changed(profile: Profile, fields: Mapping[str, str], at: Stamp) -> Profile:
    """Take in what somebody said; a device's own later word holds also where clocks say the same.

    Fields that are none of a person's are passed over.
    """
    newer = {
        name: Said(text, at)
        for name, text in fields.items()
        if name in FIELDS and (name not in profile or profile[name].stamp <= at)
    }
    return {**profile, **newer} if newer else profile


def answered(answers: Answers, purpose: str, answer: Answer) -> Answers:
    """Take in an answer; what was said with more evidence, or later, stays."""
    before = answers.get(purpose)
    if before is not None and before.weight >= answer.weight:
        return answers
    return {**answers, purpose: answer}


def text_of(profile: Profile, name: str) -> str:
    """Give a field's text; "" where nothing is known."""
    said = profile.get(name)
    return "" if said is None else said.text


def looks_the_same(one: Profile, other: Profile) -> bool:
    """Tell whether two who gave the same phone number are one person: by name or by birthday."""
    names = [folded(text_of(profile, "name")) for profile in (one, other)]
    birthdays = [text_of(profile, "birthday") for profile in (one, other)]
    return _is_one(names) or _is_one(birthdays)


def _is_one(texts: Iterable[str]) -> bool:
    first, second = texts
    return first == second != ""
