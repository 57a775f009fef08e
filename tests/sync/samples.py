"""One message of every kind, always the same, to compare with the golden bytes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from regulars.ids import Id
from regulars.operations.chain import seed
from sync.enrolment import Role, Secrets, Standing
from sync.signing import public_key, sign
from sync.wire import BadMessage
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Nonce,
    NonceRequest,
    ShopFacts,
    Token,
    TokenRequest,
    read_enrol_answer,
    read_enrol_request,
    read_nonce,
    read_nonce_request,
    read_token,
    read_token_request,
)
from sync.wire_found import FindAnswer, FindRequest, read_find_answer, read_find_request
from sync.wire_look import (
    Act,
    RetireAnswer,
    RetireRequest,
    TillLine,
    TillsAnswer,
    TimelineAnswer,
    read_retire_answer,
    read_retire_request,
    read_tills_answer,
    read_timeline_answer,
)
from sync.wire_pins import Pin, PinsAnswer, PinsRequest, read_pins_answer, read_pins_request
from sync.wire_problem import Problem, ProblemKind, read_problem
from sync.wire_pull import Page, read_page
from sync.wire_push import (
    Beside,
    Outcome,
    Push,
    PushAnswer,
    Result,
    read_push,
    read_push_answer,
)
from sync.wire_rights import (
    GrantReport,
    ReportAnswer,
    RightsAnswer,
    RightsRequest,
    WalletRow,
    read_grant_report,
    read_report_answer,
    read_rights_answer,
    read_rights_request,
)
from sync.wire_rows import CardRow
from sync.wire_snapshot import (
    SnapshotHead,
    SnapshotLine,
    read_snapshot_head,
    read_snapshot_line,
    without_rights,
)
from tests.regulars.operations.samples import private_of, sample

TENANT, STORE, DEVICE, OTHER_DEVICE, WALLET = (Id(bytes([n]) * 16) for n in (1, 2, 3, 4, 0xB2))
TILL_KEY, CENTRE_KEY = b"\x11" * 32, b"\x22" * 32
NOW_MS = 1_772_416_800_123
SECRETS = Secrets(b"\x33" * 32, b"\x44" * 32)


class Message(Protocol):
    """Anything that is sent."""

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message, and what reads it."""

    message: Message
    read: Callable[[bytes], Message | BadMessage]


def signed_push() -> Push:
    """Give a push of two operations, one with personal data."""
    bodies = (sample("member.enrolled").body(), sample("sale").body())
    beside = (Beside(1, bytes(16), private_of("member.enrolled")),)
    push = Push(DEVICE, 1, 1, 1, seed(DEVICE, 1), bodies, beside)
    return replace(push, signature=sign(TILL_KEY, push.statement()))


def signed_rights() -> WalletRow:
    """Give a wallet with 1,450 points, 1,200 of them granted, of which 300 end with the year."""
    row = WalletRow(
        tenant=TENANT,
        device=DEVICE,
        epoch=1,
        wallet=WALLET,
        seq=123,
        balance=1_450,
        debt=0,
        seen=(1, 2),
        granted=1_200,
        keep=900,
        backed=((date(2026, 12, 31), 300), (None, 1_150)),
    )
    return replace(row, signature=sign(CENTRE_KEY, row.statement()))


def signed_snapshot() -> SnapshotHead:
    """Give the head of a snapshot of one store."""
    head = SnapshotHead(
        TENANT, STORE.hex(), 1, "c1.123", 1, 20_000, 4_096, b"\x55" * 32, NOW_MS
    )  # fmt: skip
    return replace(head, signature=sign(CENTRE_KEY, head.statement()))


SNAPSHOT_LINE = SnapshotLine(
    rows={
        "wallet": (without_rights(signed_rights().row()),),
        "card": (CardRow(b"\x44" * 32, 8, Id(b"\xa1" * 16)).row(),),
    }
)
SHOP = ShopFacts("街角", "街角總店", "TWD", 0, 100, 100, "Asia/Taipei", 4, "TW")


def enrolment(
    secrets: Secrets | None, shop: ShopFacts | None = None, **changed: object
) -> EnrolRequest:
    """Give a till's signed wish to be let in."""
    wish = EnrolRequest(
        code="7K3M9QZT",
        tenant=TENANT,
        store=STORE,
        device=DEVICE,
        epoch=1,
        key=public_key(TILL_KEY),
        schema=1,
        last=41,
        currency="TWD",
        exponent=0,
        worth_points=100,
        worth_minor=100,
        secrets=secrets,
        shop=shop,
    )
    wish = replace(wish, **changed)  # type: ignore[arg-type] # fields by name
    return wish.signed(sign(TILL_KEY, wish.statement()))


def token_request() -> TokenRequest:
    """Give a signed nonce."""
    wish = TokenRequest(TENANT, DEVICE, 1, b"\x66" * 32)
    return wish.signed(sign(TILL_KEY, wish.statement()))


PAGE = Page(
    cursor="c1.124",
    up_to_date=True,
    acked=2,
    feed=1,
    standing=Standing.LIVE,
    min_schema=1,
    server_ms=NOW_MS,
    rows={
        "wallet": (signed_rights().row(),),
        "store": ({"id": STORE.hex(), "seq": 9, "name": "街角"},),
    },
    gone={"pin": (("c3" * 16, 124),)},
    checksums={"store": b"\x77" * 32},
    reached=124,
)
PAGE = replace(PAGE, signature=sign(CENTRE_KEY, PAGE.statement(TENANT, DEVICE, 1)))
PAGE_WITH_CLOCK = replace(
    PAGE, rows={}, gone={}, checksums={}, hlc=(NOW_MS << 16) + 2, signature=b""
)
PIN = Pin(Id(b"\xc3" * 16), "$argon2id$v=19$m=19456,t=2,p=1$bWFkZSB1cA$bWFkZSB1cA", NOW_MS)
WELCOME = EnrolAnswer(
    TENANT, STORE, DEVICE, 2, Role.COUNTER, public_key(CENTRE_KEY), 1, 14, NOW_MS, SECRETS
)
PUSH_ANSWER = PushAnswer(
    2,
    signed_push().hashes()[-1],
    (
        Result(1, Outcome.POSTED),
        Result(2, Outcome.POSTED_WITH_REVIEW, rights=900, pool=60, loss=40),
    ),
    1,
    Standing.LIVE,
    NOW_MS,
    wake=True,
)
_WITH_MORE = {
    ProblemKind.SEQ_GAP,
    ProblemKind.UPGRADE_REQUIRED,
    ProblemKind.TOO_MANY,
    ProblemKind.RESNAPSHOT,
}
TILL_1 = TillLine(
    DEVICE, 1, Role.COUNTER, "Till 1", STORE, "街角", Standing.LIVE, NOW_MS, NOW_MS - 9, 0, 0, 1_200
)  # fmt: skip
TILL_2 = TillLine(OTHER_DEVICE, 3, Role.OFFICE, "", None, "", Standing.RETIRED, 0, 0, 7, 2)
TILLS_OF_MANY = TillsAnswer((TILL_1,), can_retire=False, server_ms=NOW_MS, count=1_200)
TILLS_PAGE = TillsAnswer((TILL_1,), can_retire=False, server_ms=NOW_MS, after="03" * 16)
TILLS = TillsAnswer((TILL_1, TILL_2), can_retire=True, server_ms=NOW_MS)
TIMELINE = TimelineAnswer(
    WALLET,
    (
        Act(DEVICE, "sale", date(2026, 3, 2), -400, "街角", OTHER_DEVICE),
        Act(STORE, "adjust", date(2026, 3, 1), 50, "", DEVICE),
    ),
    "116077067452416.4294967301",
    NOW_MS,
)
TIMELINE_OF_THE_CENTRE = TimelineAnswer(
    WALLET,
    (
        Act(DEVICE, "redeem", date(2026, 3, 2), -400, "街角", OTHER_DEVICE),
        Act(DEVICE, "adjust", date(2026, 3, 2), 150, "街角", OTHER_DEVICE, "loss"),
    ),
    "",
    NOW_MS,
)
SAMPLES = {
    "push": Sample(signed_push(), read_push),
    "push_answer": Sample(PUSH_ANSWER, read_push_answer),
    "page": Sample(PAGE, read_page),
    "page_with_clock": Sample(PAGE_WITH_CLOCK, read_page),
    "rights_request": Sample(RightsRequest(DEVICE, 1, 1, WALLET, 1_500), read_rights_request),
    "rights_answer": Sample(
        RightsAnswer(signed_rights(), 250, ((OTHER_DEVICE, 300),), 1, NOW_MS), read_rights_answer
    ),
    "grant_report": Sample(
        GrantReport(DEVICE, 2, 2, ((1, WALLET, 1_200),), ((1, 41), (2, 3)), is_last=True),
        read_grant_report,
    ),
    "grant_report_of_refunds": Sample(
        GrantReport(DEVICE, 2, 2, (), ((2, 3),), True, ((WALLET, 2), (OTHER_DEVICE, 0))),
        read_grant_report,
    ),
    "report_answer": Sample(ReportAnswer(3, 2, NOW_MS), read_report_answer),
    "pins_request": Sample(PinsRequest(DEVICE, 1, 1, (PIN,)), read_pins_request),
    "pins_answer": Sample(PinsAnswer((PIN.staff,), 1, NOW_MS), read_pins_answer),
    "tills_answer": Sample(TILLS, read_tills_answer),
    "tills_answer_of_many": Sample(TILLS_OF_MANY, read_tills_answer),
    "tills_answer_of_a_page": Sample(TILLS_PAGE, read_tills_answer),
    "retire_request": Sample(RetireRequest(OTHER_DEVICE, 3, WALLET, 300), read_retire_request),
    "retire_answer": Sample(RetireAnswer(300, NOW_MS), read_retire_answer),
    "timeline_answer": Sample(TIMELINE, read_timeline_answer),
    "timeline_answer_with_why": Sample(TIMELINE_OF_THE_CENTRE, read_timeline_answer),
    "snapshot_head": Sample(signed_snapshot(), read_snapshot_head),
    "snapshot_line": Sample(SNAPSHOT_LINE, read_snapshot_line),
    "enrol_request": Sample(enrolment(None), read_enrol_request),
    "enrol_request_founding": Sample(enrolment(SECRETS), read_enrol_request),
    "enrol_request_with_shop": Sample(enrolment(SECRETS, SHOP), read_enrol_request),
    "enrol_request_of_a_new_till": Sample(
        enrolment(None, last=0, currency="", worth_points=1, worth_minor=0), read_enrol_request
    ),
    "enrol_answer": Sample(WELCOME, read_enrol_answer),
    "enrol_answer_with_other_cards": Sample(
        replace(WELCOME, secrets=replace(SECRETS, alias=b"\x55" * 32)), read_enrol_answer
    ),
    "enrol_answer_with_shop": Sample(replace(WELCOME, shop=SHOP), read_enrol_answer),
    "nonce_request": Sample(NonceRequest(DEVICE, 1), read_nonce_request),
    "nonce": Sample(Nonce(b"\x66" * 32, NOW_MS), read_nonce),
    "token_request": Sample(token_request(), read_token_request),
    "token": Sample(Token("t0k3n", 900, NOW_MS), read_token),
    "find_request": Sample(FindRequest(b"\x66" * 16), read_find_request),
    "find_answer": Sample(
        FindAnswer(b"\x66" * 16, "shop-pc", 8_443, b"\x55" * 32), read_find_answer
    ),
    **{
        f"problem.{kind}": Sample(Problem(kind), read_problem)
        for kind in ProblemKind
        if kind not in _WITH_MORE
    },
    "problem.resnapshot": Sample(
        Problem(
            ProblemKind.RESNAPSHOT, feed=2, acked=((1, 41), (2, 0)), heads=((1, b"\x88" * 32),)
        ),
        read_problem,
    ),
    "problem.seq-gap": Sample(
        Problem(ProblemKind.SEQ_GAP, "operations are missing", expected=1_041, feed=1), read_problem
    ),
    "problem.upgrade-required": Sample(
        Problem(ProblemKind.UPGRADE_REQUIRED, min_schema=2), read_problem
    ),
    "problem.too-many": Sample(Problem(ProblemKind.TOO_MANY, retry_s=30), read_problem),
}
