"""Was there an order? What was asked at once must look as if it had been asked one by one.

The search of Wing and Gong (1993) with the memory of Lowe (2017): take any question that no other
was answered before, do it to a model, and go on where the model answers what the centre answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from threading import Lock


@dataclass(frozen=True, slots=True)
class Act:
    """One question about one wallet: when it began and ended, by whom, what came of it.

    With `back` points are handed back, otherwise rights are wished for up to `want` in all;
    `granted` and `pool` are the answer to that.
    """

    begun: int
    ended: int
    who: int
    want: int = 0
    back: int = 0
    granted: int = 0
    pool: int = 0


@dataclass(slots=True)
class Clock:
    """Numbers beginnings and ends in the order in which they happen."""

    _numbers: "count[int]"
    _guard: Lock

    @classmethod
    def new(cls) -> "Clock":
        """Begin at nothing."""
        return cls(count(), Lock())

    def now(self) -> int:
        """Give the next number."""
        with self._guard:
            return next(self._numbers)


State = tuple[int, tuple[int, ...]]
"""What is in the pool, and what each till was granted in all."""


def after(state: State, act: Act) -> State | None:
    """Do an act to the model; None where the centre answered something else."""
    pool, granted = state
    if act.back:
        return pool + act.back, granted
    had = granted[act.who]
    more = min(max(0, act.want - had), pool)
    if (act.granted, act.pool) != (had + more, pool - more):
        return None
    return pool - more, (*granted[: act.who], had + more, *granted[act.who + 1 :])


def has_an_order(acts: Sequence[Act], pool: int, tills: int) -> bool:
    """Tell whether one order explains every answer and turns no two around."""
    todo = sorted(acts, key=lambda act: act.begun)
    start: State = (pool, (0,) * tills)
    seen: set[tuple[int, State]] = set()
    waiting: list[tuple[int, State]] = [((1 << len(todo)) - 1, start)]
    while waiting:
        left, state = waiting.pop()
        if not left:
            return True
        if (left, state) in seen:
            continue
        seen.add((left, state))
        open_ = [number for number in range(len(todo)) if left >> number & 1]
        soonest = min(todo[number].ended for number in open_)
        for number in open_:
            if todo[number].begun > soonest:
                break
            then = after(state, todo[number])
            if then is not None:
                waiting.append((left & ~(1 << number), then))
    return False
