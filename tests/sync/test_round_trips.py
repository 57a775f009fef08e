"""Messages with anything in them that may be: written and read back the same."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from regulars.canonical import encode
from regulars.ids import Id
from sync.enrolment import Role, Secrets, Standing
from sync.wire import INSTANT_MAX, ROWS_MAX, BadMessage, pack, unpack
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Token,
    read_enrol_answer,
    read_enrol_request,
    read_token,
)
from sync.wire_problem import RETRY_S_MAX, Problem, ProblemKind, read_problem
from sync.wire_pull import Page, read_page
from sync.wire_push import (
    EPOCH_MAX,
    SEQ_MAX,
    Beside,
    Outcome,
    Push,
    PushAnswer,
    Result,
    read_push,
    read_push_answer,
)
from sync.wire_rights import (
    POINTS_MAX,
    TOLD_MAX,
    GrantReport,
    RightsAnswer,
    RightsRequest,
    WalletRow,
    read_grant_report,
    read_rights_answer,
    read_rights_request,
)
from sync.wire_snapshot import SnapshotHead, read_snapshot_head


def octets(length: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=length, max_size=length)


ids = octets(16).map(Id)
keys, signatures = octets(32), octets(64)
epochs, seqs = st.integers(1, EPOCH_MAX), st.integers(0, SEQ_MAX)
points, instants = st.integers(0, POINTS_MAX), st.integers(0, INSTANT_MAX)
numbers = st.integers(1, 2**53 - 1)
plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ascii_text = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)
json_values: st.SearchStrategy[object] = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ascii_text, inner, max_size=3),
    max_leaves=8,
)
privates = st.dictionaries(ascii_text, plain, min_size=1, max_size=3).map(encode)
bodies = st.dictionaries(ascii_text, json_values, max_size=4).map(
    encode  # type: ignore[arg-type] # plain values only
)


@st.composite
def pushes(draw: st.DrawFn) -> Push:
    many = draw(st.lists(bodies, min_size=1, max_size=6))
    first = draw(st.integers(1, SEQ_MAX - 10))
    with_private = draw(st.sets(st.integers(first, first + len(many) - 1)))
    beside = tuple(Beside(seq, draw(octets(16)), draw(privates)) for seq in sorted(with_private))
    return Push(
        draw(ids),
        draw(epochs),
        draw(st.integers(1, 99)),
        first,
        draw(keys),
        tuple(many),
        beside,
        draw(signatures),
    )


@given(pushes())
def test_a_push_is_read_back(push: Push) -> None:
    packed = pack(push.spelled())
    raw = unpack(packed, len(push.spelled()))
    assert isinstance(raw, bytes)
    read = read_push(raw)
    assert read == push
    assert read.bodies == push.bodies
    assert read.hashes() == push.hashes()


standings = st.sampled_from(Standing)
results = st.builds(
    Result, st.integers(1, SEQ_MAX), st.sampled_from(Outcome), points, points, points
)


answers = st.builds(
    PushAnswer,
    seqs,
    keys,
    st.lists(results, max_size=4).map(tuple),
    numbers,
    standings,
    instants,
    st.booleans(),
)


@given(answers)
def test_an_answer_to_a_push_is_read_back(answer: PushAnswer) -> None:
    assert read_push_answer(answer.spelled()) == answer


rows = st.builds(
    lambda said, name, seq: {**said, "id": name, "seq": seq},
    st.dictionaries(ascii_text, json_values, max_size=3),
    ascii_text,
    numbers,
)
pages = st.builds(
    Page,
    ascii_text,
    st.booleans(),
    seqs,
    numbers,
    standings,
    numbers,
    instants,
    st.dictionaries(ascii_text, st.lists(rows, max_size=3).map(tuple), max_size=3),
    st.dictionaries(
        ascii_text, st.lists(st.tuples(ascii_text, numbers), max_size=3).map(tuple), max_size=3
    ),
    st.dictionaries(ascii_text, keys, max_size=2),
    numbers,
    st.just(b"") | signatures,
)


@given(pages)
def test_a_page_is_read_back(page: Page) -> None:
    assert read_page(page.spelled()) == page


backed = st.lists(st.tuples(st.none() | st.dates(), points), max_size=4).map(tuple)
places = st.tuples(epochs, seqs)
rights = st.builds(
    WalletRow,
    ids,
    ids,
    epochs,
    ids,
    numbers,
    points,
    points,
    places,
    points,
    points,
    backed,
    signatures,
)


@given(
    st.builds(
        RightsAnswer,
        rights,
        points,
        st.lists(st.tuples(ids, points), max_size=4).map(tuple),
        numbers,
        instants,
    )
)
def test_an_answer_about_rights_is_read_back(answer: RightsAnswer) -> None:
    assert read_rights_answer(answer.spelled()) == answer


@given(st.builds(RightsRequest, ids, epochs, numbers, ids, points))
def test_a_wish_for_rights_is_read_back(wish: RightsRequest) -> None:
    assert read_rights_request(wish.spelled()) == wish


grants = st.lists(st.tuples(epochs, ids, points), max_size=5).map(tuple)
heads = st.lists(places, max_size=3).map(tuple)


@given(st.builds(GrantReport, ids, epochs, numbers, grants, heads, st.booleans()))
def test_a_report_of_grants_is_read_back(report: GrantReport) -> None:
    assert read_grant_report(report.spelled()) == report


def test_the_longest_report_there_may_be_is_not_too_long() -> None:
    longest = tuple((EPOCH_MAX, Id(bytes([255]) * 16), POINTS_MAX) for _ in range(ROWS_MAX))
    report = GrantReport(
        Id(bytes(16)),
        EPOCH_MAX,
        2**53 - 1,
        longest,
        ((EPOCH_MAX, SEQ_MAX),) * 1_000,
        is_last=False,
        told=((Id(bytes([255]) * 16), EPOCH_MAX),) * TOLD_MAX,
    )
    assert read_grant_report(report.spelled()) == report


@given(
    st.builds(
        SnapshotHead,
        ids,
        ids.map(bytes.hex) | st.just(""),
        numbers,
        ascii_text,
        numbers,
        numbers,
        numbers,
        keys,
        instants,
        signatures,
    )
)
def test_the_head_of_a_snapshot_is_read_back(head: SnapshotHead) -> None:
    assert read_snapshot_head(head.spelled()) == head


secrets = st.builds(Secrets, keys, keys)
currencies = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
wishes = st.builds(
    EnrolRequest,
    code=st.text(max_size=16, alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    tenant=ids,
    store=ids,
    device=ids,
    epoch=epochs,
    key=keys,
    schema=numbers,
    last=seqs,
    currency=currencies,
    exponent=st.integers(0, 4),
    worth_points=st.integers(1, 10**9),
    worth_minor=st.integers(0, 10**9),
    secrets=st.none() | secrets,
    signature=signatures,
)


@given(wishes)
def test_a_wish_to_be_let_in_is_read_back(wish: EnrolRequest) -> None:
    assert read_enrol_request(wish.spelled()) == wish


welcomes = st.builds(
    EnrolAnswer,
    ids,
    ids,
    ids,
    epochs,
    st.sampled_from(Role),
    keys,
    numbers,
    st.integers(1, 3_650),
    instants,
    secrets,
)


@given(welcomes)
def test_a_welcome_is_read_back(welcome: EnrolAnswer) -> None:
    assert read_enrol_answer(welcome.spelled()) == welcome


@given(st.builds(Token, ascii_text, st.integers(1, 86_400), instants))
def test_a_token_is_read_back(token: Token) -> None:
    assert read_token(token.spelled()) == token


problems = st.builds(
    Problem,
    st.sampled_from(ProblemKind),
    plain,
    seqs,
    st.integers(0, 10**6),
    st.integers(0, RETRY_S_MAX),
    numbers,
    heads,
)


@given(problems)
def test_a_problem_is_read_back(problem: Problem) -> None:
    assert read_problem(problem.spelled()) == problem
    assert 400 <= problem.status < 600


@given(st.binary(max_size=300))
def test_bytes_are_unpacked_as_they_were_packed(raw: bytes) -> None:
    assert unpack(pack(raw), 300) == raw
    assert pack(raw) == pack(raw)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_packed_bytes_that_broke_off_or_go_on_are_no_message(
    raw: bytes, data: st.DataObject
) -> None:
    packed = pack(raw)
    cut = data.draw(st.integers(0, len(packed) - 1))
    assert isinstance(unpack(packed[:cut], 100), BadMessage)
    assert isinstance(unpack(packed + b"x", 100), BadMessage)


@given(st.binary(max_size=80))
def test_unpacking_any_bytes_never_raises(raw: bytes) -> None:
    assert isinstance(unpack(raw, 100), bytes | BadMessage)


def test_a_small_message_that_unpacks_to_a_huge_one_is_refused_early() -> None:
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < 60_000
    tracemalloc.start()
    refused = unpack(bomb, 1_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(refused, BadMessage)
    assert most < 1_000_000


def test_the_last_byte_that_fits_still_fits() -> None:
    assert unpack(pack(bytes(1_000)), 1_000) == bytes(1_000)
    assert isinstance(unpack(pack(bytes(1_001)), 1_000), BadMessage)
