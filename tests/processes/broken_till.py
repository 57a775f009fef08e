"""Tills with a bug put in on purpose, to see that the witness finds it."""

from typing import Any

from regulars.ids import spell
from sync.enrolment import Standing
from sync.http import HttpCentre
from sync.trouble import SyncTrouble
from sync.wire_problem import Problem
from sync.wire_push import Outcome, Push, PushAnswer, Result
from tests.processes import till
from tests.processes.till import Counter, Said, main


class EarlyCounter(Counter):
    """Says that a sale is done, and writes it before the next one."""

    def sell(self, said: Said) -> Said:
        """Write the sale before this one, and say that this one is done."""
        owed = getattr(self, "_owed", None)
        self._owed = said
        if owed is not None:
            super().sell(owed)
        return {"at": self.clock.now_ms()}


class ForgetfulCounter(Counter):
    """Gives a sale that is asked for again another name."""

    def sell(self, said: Said) -> Said:
        """Sell, again under a fresh name."""
        known: set[str] = getattr(self, "_known", set())
        is_known = said["act"] in known
        self._known = known | {said["act"]}
        return super().sell({**said, "act": spell(self.till.fresh_id())} if is_known else said)


class HopefulCentre(HttpCentre):
    """Takes a push without an answer for one that arrived."""

    def push(self, token: str, push: Push) -> PushAnswer | Problem:
        """Hand over operations, and believe that they arrived."""
        try:
            return super().push(token, push)
        except SyncTrouble:
            results = tuple(Result(seq, Outcome.POSTED) for seq in range(push.first, push.last + 1))
            return PushAnswer(push.last, push.hashes()[-1], results, 1, Standing.LIVE, 0)


class HopefulCounter(Counter):
    """Asks through a hopeful line."""

    def link(self) -> Said:
        """Speak with the centre, hoping."""
        patched: Any = till
        patched.HttpCentre = HopefulCentre
        return super().link()


BUGS = {"early": EarlyCounter, "forgetful": ForgetfulCounter, "hopeful": HopefulCounter}

if __name__ == "__main__":
    main(lambda told: BUGS[told["bug"]](told))
