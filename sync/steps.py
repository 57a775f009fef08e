"""What an engine does next, and what can come of it, as values. Nothing is sent or timed here."""

from dataclasses import dataclass
from enum import StrEnum

from sync.ports import Centre, Here
from sync.wire_enrol import Nonce, NonceRequest, Token, TokenRequest
from sync.wire_look import (
    LookAnswer,
    LookRequest,
    RetireRequest,
    TillsRequest,
    TimelineRequest,
)
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wire_rights import GrantReport, ReportAnswer, RightsAnswer, RightsRequest

Question = (
    NonceRequest
    | TokenRequest
    | PullRequest
    | GrantReport
    | Push
    | RightsRequest
    | PinsRequest
    | LookRequest
)
Answer = Nonce | Token | Page | ReportAnswer | PushAnswer | RightsAnswer | PinsAnswer | LookAnswer


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, in milliseconds by two clocks.

    `steady_ms` never goes back and measures waits; `wall_ms` (since 1970, UTC) may be set by
    anybody and is only compared with what the centre says.
    """

    steady_ms: int
    wall_ms: int


class Lane(StrEnum):
    """The kinds of questions; where one has no luck, the others go on."""

    TOKEN = "token"  # noqa: S105 # the name of a lane
    PULL = "pull"
    RIGHTS = "rights"
    REPORT = "report"
    PUSH = "push"
    PINS = "pins"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class HungUp:
    """This till ended the question itself, for something more urgent: no failure of anybody.

    `is_open`: it only left; who asks the same again hears what comes of it.
    """

    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the centre this, and tell the engine what came of it before anything else is asked.

    `here` is who this till was when it asked. After `timeout_ms` there is no answer (AnswerLost).
    `wish` is the number of the wish for rights, or of the look, behind it, or 0. `ahead` is that of
    the question asked ahead whose answer is as good, or 0.
    """

    number: int
    lane: Lane
    question: Question
    token: str
    here: Here
    asked: Moment
    silence_ms: int
    wish: int = 0
    ahead: int = 0

    @property
    def wait_ms(self) -> int:
        """Give how long the centre was asked to hold the question open."""
        return self.question.wait_s * 1_000 if isinstance(self.question, PullRequest) else 0

    @property
    def timeout_ms(self) -> int:
        """Give after how long there is no answer."""
        return self.wait_ms + self.silence_ms

    @property
    def is_patient(self) -> bool:
        """Tell whether this only listens for news, and may be cut for anything else."""
        return self.wait_ms > 0


@dataclass(frozen=True, slots=True)
class Wait:
    """There is nothing to ask until then, by the steady clock, or until somebody knocks."""

    until_ms: int


Step = Ask | Wait


def put(centre: Centre, ask: Ask) -> Answer | Problem:
    """Put a question to a centre; raises SyncTrouble where no answer comes."""
    match ask.question:
        case NonceRequest():
            return centre.nonce(ask.question)
        case TokenRequest():
            return centre.token(ask.question)
        case PullRequest():
            return centre.pull(ask.token, ask.question)
        case RightsRequest():
            return centre.rights(ask.token, ask.question)
        case GrantReport():
            return centre.report(ask.token, ask.question)
        case Push():
            return centre.push(ask.token, ask.question)
        case PinsRequest():
            return centre.pins(ask.token, ask.question)
        case _:
            return _look(centre, ask.token, ask.question)


def _look(centre: Centre, token: str, question: LookRequest) -> LookAnswer | Problem:
    match question:
        case TillsRequest():
            return centre.tills(token, question)
        case TimelineRequest():
            return centre.timeline(token, question)
        case RetireRequest():
            return centre.retire(token, question)
