"""A witness outside: keeps every act a till said was done, and does its own arithmetic.

It asks neither the rules nor the ledger what should be. In the end every act must be at the centre
exactly once, nothing that nobody did, and every balance what the acts add up to.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

ACTS = ("sale", "redeem", "reverse")
POINT_MINOR = 100
"""The made-up shops give a point for so many minor units."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a till said was done; `points` is what it moves of what its member has."""

    name: str
    kind: str
    till: str
    member: str
    points: int


@dataclass(slots=True)
class Witness:
    """What was seen. Many threads tell it."""

    acts: dict[str, Act] = field(default_factory=dict)
    tries: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    _more: threading.Condition = field(default_factory=threading.Condition)

    def saw(self, act: Act) -> None:
        """Keep an act that a till said was done."""
        with self._more:
            known = self.acts.setdefault(act.name, act)
            assert known == act, "an act is one thing"
            self._more.notify_all()

    def saw_refusal(self, why: str) -> None:
        """Count what a till did not do."""
        with self._more:
            self.refused[why] += 1
            self._more.notify_all()

    @property
    def answers(self) -> int:
        """Give how often a till has said what came of an act."""
        return len(self.acts) + self.refused.total()

    def wait_for(self, answers: int, seconds: float = 120) -> None:
        """Wait until so many answers were heard in all."""
        with self._more:
            is_there = self._more.wait_for(lambda: self.answers >= answers, seconds)
        assert is_there, f"{self.answers} answers of {answers}"

    def of_tills(self) -> Counter[str]:
        """Count the acts of each till."""
        with self._more:
            return Counter(act.till for act in self.acts.values())

    def has(self, member: str) -> int:
        """Give what a member has, less what is owed."""
        return sum(act.points for act in self.acts.values() if act.member == member)

    def judge_acts(self, found: list[tuple[str, str, str]]) -> Iterator[str]:
        """Say what the centre has of the acts that it should not have, or has not."""
        times = Counter(name for name, *_ in found)
        for name, kind, outcome in found:
            if name not in self.acts:
                yield f"{kind} {name}: nobody did it"
            elif outcome != "posted":
                yield f"{kind} {name}: {outcome}"
        for name, act in self.acts.items():
            if times[name] == 0:
                yield f"{act.kind} {name} of {act.till}: lost"
            elif times[name] > 1:
                yield f"{act.kind} {name} of {act.till}: there {times[name]} times"
