"""Two lines to the centre: one on which it is listened for news, one to speak meanwhile.

Whoever has something to say while this till listens says it on the other line, which is open. What
is listened for goes on, and is heard by who listens for the same again. The lines take turns, so
that neither is ever left alone for so long that the centre ends it.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from sync.ports import Line
from sync.steps import Answer, Ask, put
from sync.trouble import SyncTrouble
from sync.wire_problem import Problem

KEPT_S = 10.0
"""An answer nobody listened to any more is not given later than this."""
Heard = Answer | Problem | SyncTrouble


@dataclass(slots=True)
class _Hearing:
    """A question that is listened to, on a thread and a line of its own."""

    ask: Ask
    line: Line
    woken: threading.Event
    told: "Future[Heard]" = field(default_factory=Future)
    ended_s: float = 0.0

    def run(self) -> None:
        """Ask; a line nobody wants any more is closed here, where it is used."""
        try:
            self.told.set_result(put(self.line, self.ask))
        except SyncTrouble as trouble:
            self.told.set_result(trouble)
        finally:
            if not self.told.done():
                self.told.set_exception(RuntimeError("listening ended with a bug"))
            self.ended_s = time.monotonic()
            self.woken.set()

    def fits(self, ask: Ask) -> bool:
        """Tell whether what comes of this is an answer to a question."""
        if (self.ask.token, self.ask.question) != (ask.token, ask.question):
            return False
        if not self.told.done():
            return True
        is_heard = self.told.exception() is None and not isinstance(self.told.result(), SyncTrouble)
        return is_heard and time.monotonic() - self.ended_s < KEPT_S


@dataclass(slots=True)
class Lines:
    """One thread at a time asks; only `leave` is for others.

    `make` opens further lines; without it there is one, on which nothing is listened to.
    """

    speaking: Line
    make: Callable[[], Line] | None = None
    _spare: Line | None = None
    _hearing: _Hearing | None = None
    _woken: threading.Event = field(default_factory=threading.Event)
    _is_left: bool = False

    @property
    def are_two(self) -> bool:
        """Tell whether it can be spoken while it is listened."""
        return self.make is not None

    def begin(self) -> None:
        """Forget that somebody left what was listened to before."""
        self._is_left = False

    def leave(self) -> None:
        """Let who listens go, now or when it comes to that; the question stays open."""
        self._is_left = True
        self._woken.set()

    def listen(self, ask: Ask) -> Heard | None:
        """Give what comes of a question for news; None where somebody left before."""
        hearing = self._hearing
        if hearing is None or not hearing.fits(ask):
            self._drop()
            hearing = self._begin(ask)
        while not (hearing.told.done() or self._is_left):
            self._woken.wait()
            self._woken.clear()
        if not hearing.told.done():
            return None
        self._hearing = None
        return hearing.told.result()

    def fetch(self, ask: Ask) -> None:
        """Ask already what may be asked next; who asks it then listens to what comes of it."""
        self._drop()
        self._hearing = self._begin(ask)

    def has(self, ask: Ask) -> bool:
        """Tell whether the answer to a question was asked for ahead, and can be listened to."""
        hearing = self._hearing
        return hearing is not None and hearing.ask.number == ask.ahead and hearing.fits(ask)

    def _begin(self, ask: Ask) -> _Hearing:
        assert self.make is not None, "there are two lines"
        self.speaking, line = self._spare or self.make(), self.speaking
        self._spare = line
        line.answer_s = ask.silence_ms / 1_000
        hearing = self._hearing = _Hearing(ask, line, self._woken)
        threading.Thread(target=hearing.run, name="listening", daemon=True).start()
        return hearing

    def _drop(self) -> None:
        """Give up what was listened to; its line is not used again unless it is quiet."""
        hearing, self._hearing = self._hearing, None
        if hearing is not None and not hearing.told.done():
            hearing.line.hang_up()
            line = hearing.line
            hearing.told.add_done_callback(lambda _: line.close())
            self._spare = None

    def close(self) -> None:
        """End everything; another question opens new lines."""
        self._drop()
        if self._spare is not None:
            self._spare.close()
        self.speaking.close()
