"""Codes, welcomes, nonces and tokens: who is let in, who is not, what may be asked for again."""

import threading
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

import pytest

from central.database import uuid
from central.founding import CENTRE_ITSELF, LOBBY
from central.keys import Keys
from central.shops import revoke
from central.trouble import FolderUnfit
from regulars.codes import read_enrolment
from regulars.ids import Id
from regulars.operations.chain import seed
from sync.enrolment import CODE_LIVES_MS, Role, Secrets, code_fingerprint
from sync.signing import public_key
from sync.wire_enrol import EnrolAnswer, EnrolRequest, NonceRequest, ShopFacts, Token
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import EPOCH_MAX
from tests.central.office import Office, kind
from tests.central.service.standing import KEYS, Till

BROUGHT = Secrets(b"\x33" * 32, b"\x44" * 32)


def test_a_new_till_learns_under_which_names_and_keys_it_works_from_now_on(office: Office) -> None:
    till = Till()
    answer = office.let_in(till)
    signing = office.enrolling.signing_key(office.shop.tenant)
    assert answer == EnrolAnswer(
        office.shop.tenant,
        office.shop.store,
        till.device,
        1,
        Role.COUNTER,
        public_key(signing),
        1,
        14,
        office.clock.ms,
        answer.secrets,
        answer.shop,
    )
    assert answer.secrets.phone != answer.secrets.pepper != signing
    assert office.let_in(Till()).secrets == answer.secrets


def test_an_office_is_let_in_as_one(office: Office) -> None:
    assert office.let_in(Till(), Role.OFFICE).role is Role.OFFICE


def test_only_the_fingerprint_of_a_code_is_kept(office: Office) -> None:
    code = office.shop.code()
    rows = office.database.read(
        office.shop.tenant,
        lambda one: one.execute(
            "select * from invitation where tenant = %(tenant)s",
            {"tenant": uuid(office.shop.tenant)},
        ).fetchall(),
    )
    plain = read_enrolment(code)
    assert plain is not None
    assert [bytes(row[1]) for row in rows] == [KEYS.fingerprint(plain)]
    assert plain not in str(rows)


def test_a_code_cannot_be_found_from_the_database_by_trying_all_of_them(office: Office) -> None:
    plain = read_enrolment(office.shop.code())
    assert plain is not None
    other = Keys(KEYS.wrapping, KEYS.bearer, b"\x0e" * 32)
    known = {code_fingerprint(plain), sha256(plain.encode()).digest(), other.fingerprint(plain)}
    assert KEYS.fingerprint(plain) not in known


def test_a_code_lets_one_till_in_and_no_other(office: Office) -> None:
    code, first, second = office.shop.code(), Till(), Till()
    assert isinstance(office.enrolling.enrol(first.wish(code)), EnrolAnswer)
    assert kind(office.enrolling.enrol(second.wish(code))) is ProblemKind.CODE
    assert office.devices(office.shop.tenant) == 1


def test_a_till_whose_welcome_was_lost_gets_it_again_also_much_later(office: Office) -> None:
    code, till = office.shop.code(), Till()
    first = office.enrolling.enrol(till.wish(code))
    assert isinstance(first, EnrolAnswer)
    office.clock.ms += 7 * CODE_LIVES_MS
    again = office.enrolling.enrol(till.wish(code))
    assert again == replace(first, server_ms=office.clock.ms)
    other_key = Till(device=till.device)
    assert kind(office.enrolling.enrol(other_key.wish(code))) is ProblemKind.CODE


def test_a_used_code_welcomes_nobody_else_also_not_a_till_that_is_in(office: Office) -> None:
    code, first, second = office.shop.code(), Till(), Till()
    office.enrolling.enrol(first.wish(code))
    office.let_in(second)
    assert kind(office.enrolling.enrol(second.wish(code))) is ProblemKind.CODE


def test_a_code_lives_for_ten_minutes(office: Office) -> None:
    early, late, back = office.shop.code(), office.shop.code(), office.shop.code()
    office.clock.ms += CODE_LIVES_MS - 1
    assert kind(office.enrolling.enrol(Till().wish(early))) is None
    office.clock.ms += 1
    assert kind(office.enrolling.enrol(Till().wish(late))) is ProblemKind.CODE
    office.clock.ms -= 2 * CODE_LIVES_MS  # a clock that was put back makes no code live longer
    assert kind(office.enrolling.enrol(Till().wish(back))) is ProblemKind.CODE


@pytest.mark.parametrize("code", ["", "00000000", "ZZZZZZZZ", "zzzzzzzz", "ÄÄÄÄÄÄÄÄ", "A" * 16])
def test_what_is_no_code_of_ours_opens_nothing(office: Office, code: str) -> None:
    assert kind(office.enrolling.enrol(Till().wish(code))) is ProblemKind.CODE


def test_a_wish_that_was_changed_on_the_way_is_turned_away_and_the_code_stays_good(
    office: Office,
) -> None:
    code, till = office.shop.code(), Till()
    wish = till.wish(code)
    forged = replace(wish, key=public_key(b"\x09" * 32))
    assert kind(office.enrolling.enrol(forged)) is ProblemKind.BAD_MESSAGE
    assert kind(office.enrolling.enrol(replace(wish, epoch=2))) is ProblemKind.BAD_MESSAGE
    assert isinstance(office.enrolling.enrol(wish), EnrolAnswer)


@pytest.mark.parametrize(
    "change",
    [
        lambda wish: replace(wish, currency="CNY"),
        lambda wish: replace(wish, exponent=2),
        lambda wish: replace(wish, worth_points=200),
        lambda wish: replace(wish, worth_minor=0),
    ],
)
def test_other_money_or_another_worth_is_a_mismatch_and_leaves_nothing_behind(
    office: Office, change: Callable[[EnrolRequest], EnrolRequest]
) -> None:
    code, till = office.shop.code(), Till()
    wish = till.signed(change(till.wish(code)))
    assert kind(office.enrolling.enrol(wish)) is ProblemKind.MISMATCH
    assert office.devices(office.shop.tenant) == 0
    same = till.signed(replace(till.wish(code), worth_points=50, worth_minor=50))
    assert isinstance(office.enrolling.enrol(same), EnrolAnswer)


def test_a_till_that_comes_again_begins_a_new_life_of_its_log(office: Office) -> None:
    till = Till()
    assert office.let_in(till).epoch == 1
    assert office.let_in(till).epoch == 2
    till.epoch, till.key = 7, b"\x07" * 32
    assert office.let_in(till, named=True).epoch == 7
    till.epoch = 3
    assert office.let_in(till).epoch == 8
    heads = office.database.read(
        office.shop.tenant,
        lambda one: one.execute(
            "select epoch, head, reported_seq from device_epoch"
            " where tenant = %(tenant)s order by epoch",
            {"tenant": uuid(office.shop.tenant)},
        ).fetchall(),
    )
    assert [(row[0], bytes(row[1]), row[2]) for row in heads] == [
        (epoch, seed(till.device, epoch), 0) for epoch in (1, 2, 7, 8)
    ]


def test_a_log_cannot_have_more_lives_than_can_be_counted(office: Office) -> None:
    till, last = Till(), {"tenant": uuid(office.shop.tenant), "last": EPOCH_MAX}
    office.let_in(till)
    office.database.write(
        office.shop.tenant,
        lambda one: one.execute(
            "update device_epoch set epoch = %(last)s where tenant = %(tenant)s", last
        ),
    )
    again = office.enrolling.enrol(till.wish(office.shop.code()))
    assert kind(again) is ProblemKind.FORBIDDEN


def test_a_wish_cannot_use_up_all_the_lives_a_log_can_have(office: Office) -> None:
    till = Till(epoch=1_001)
    assert kind(office.enrolling.enrol(till.wish(office.shop.code()))) is ProblemKind.FORBIDDEN
    till.epoch = 1_000
    assert office.let_in(till).epoch == 1_000
    till.epoch = 2_001
    assert kind(office.enrolling.enrol(till.wish(office.shop.code()))) is ProblemKind.FORBIDDEN
    assert office.let_in(replace(till, epoch=1)).epoch == 1_001


def test_a_code_does_not_make_anybody_a_till_that_is_known(office: Office) -> None:
    till, code = Till(), office.shop.code()
    office.let_in(till, Role.OFFICE)
    thief = Till(device=till.device)
    assert kind(office.enrolling.enrol(thief.wish(code))) is ProblemKind.FORBIDDEN
    assert isinstance(office.enrolling.enrol(till.wish(code)), EnrolAnswer), "the code stays good"
    named = office.shop.code(device=till.device)
    assert kind(office.enrolling.enrol(Till().wish(named))) is ProblemKind.FORBIDDEN
    assert isinstance(office.enrolling.enrol(thief.wish(named)), EnrolAnswer)


def test_the_key_of_a_device_that_was_shut_out_opens_nothing_with_any_code(office: Office) -> None:
    till = Till()
    office.let_in(till)
    assert revoke(office.database, office.shop.tenant, till.device)
    assert kind(office.enrolling.enrol(till.wish(office.shop.code()))) is ProblemKind.FORBIDDEN


def test_what_a_device_is_for_belongs_to_one_life_of_it(office: Office) -> None:
    till = Till()
    office.let_in(till)
    later = replace(till, epoch=office.let_in(till, Role.OFFICE).epoch)
    for one, role in ((till, Role.COUNTER), (later, Role.OFFICE)):
        token = office.tokens.token(one.prove(office.nonce(one)))
        assert isinstance(token, Token)
        who = office.tokens.caller(token.text)
        assert not isinstance(who, Problem)
        assert (who.epoch, who.role) == (one.epoch, role)


@pytest.mark.parametrize("name", [LOBBY, CENTRE_ITSELF, Id(bytes(16))])
def test_nobody_is_let_in_under_the_centre_s_own_names(office: Office, name: Id) -> None:
    for till in (Till(device=name), Till(tenant=name), Till(store=name)):
        for code in (office.shop.code(), office.enrolling.invite_founder()):
            answer = office.enrolling.enrol(till.wish(code, BROUGHT))
            assert kind(answer) is ProblemKind.FORBIDDEN
    assert office.devices(office.shop.tenant) == 0
    assert kind(office.tokens.nonce(NonceRequest(name, 1))) is ProblemKind.REVOKED


def test_the_centre_is_a_device_of_a_shop_from_its_founding_on(office: Office) -> None:
    rows = office.database.read(
        office.shop.tenant,
        lambda one: one.execute(
            "select device, role, store from device where tenant = %(tenant)s",
            {"tenant": uuid(office.shop.tenant)},
        ).fetchall(),
    )
    assert rows == [(uuid(CENTRE_ITSELF), "centre", None)]


@pytest.mark.parametrize("currency", ["X", "A\0B", "TWDD", "twd", "T1D", "ÄÖÜ"])
def test_a_shop_without_a_currency_is_not_founded(office: Office, currency: str) -> None:
    till, code = Till(), office.enrolling.invite_founder()
    wish = till.signed(replace(till.wish(code, BROUGHT), currency=currency))
    assert kind(office.enrolling.enrol(wish)) is ProblemKind.BAD_MESSAGE
    assert isinstance(office.enrolling.enrol(till.wish(code, BROUGHT)), EnrolAnswer)


def test_while_the_centre_heals_a_new_till_has_to_report_and_one_that_did_has_not(
    office: Office,
) -> None:
    known, strange = Till(), Till()
    office.let_in(known)
    values = {"tenant": uuid(office.shop.tenant)}
    office.database.write(
        office.shop.tenant,
        lambda one: one.execute(
            "update tenant set is_healing = true where tenant = %(tenant)s", values
        ),
    )
    office.let_in(known)
    office.let_in(strange)
    rows = office.database.read(
        office.shop.tenant,
        lambda one: one.execute(
            "select device, epoch, reported_seq from device_epoch where tenant = %(tenant)s",
            values,
        ).fetchall(),
    )
    reported = {(row[0], row[1]): row[2] for row in rows}
    assert reported[uuid(known.device), 2] == 0
    assert reported[uuid(strange.device), 1] is None


def test_a_till_with_a_log_of_its_own_is_told_that_it_belongs_elsewhere(office: Office) -> None:
    code, till = office.shop.code(), Till()
    answer = office.enrolling.enrol(till.wish(code, last=1))
    assert kind(answer) is ProblemKind.OTHER_SHOP
    assert office.devices(office.shop.tenant) == 0
    own = Till(tenant=office.shop.tenant)
    assert isinstance(office.enrolling.enrol(own.wish(code, last=1)), EnrolAnswer), "not used up"
    assert isinstance(office.enrolling.enrol(till.wish(office.shop.code())), EnrolAnswer)


def test_who_was_let_in_is_noted_and_where_that_fails_the_till_asks_again(office: Office) -> None:
    notes, full = list[tuple[EnrolAnswer, bytes]](), [True]

    def note(welcome: EnrolAnswer, key: bytes) -> None:
        if full[0]:
            raise FolderUnfit
        notes.append((welcome, key))

    enrolling, till = replace(office.enrolling, noted=note), Till()
    wish = till.wish(office.shop.code())
    with pytest.raises(FolderUnfit):
        enrolling.enrol(wish)
    full[0] = False
    answer = enrolling.enrol(wish)
    assert isinstance(answer, EnrolAnswer)
    assert notes == [(answer, wish.key)]
    assert answer.epoch == 1, "the first time it was let in all the same"
    assert kind(enrolling.enrol(Till().wish("ZZZZZZZZ"))) is ProblemKind.CODE
    assert len(notes) == 1


def test_a_shop_that_ran_alone_keeps_its_names_and_its_keys(office: Office) -> None:
    till, code = Till(epoch=3), office.enrolling.invite_founder()
    answer = office.enrolling.enrol(till.wish(code, BROUGHT, last=41))
    assert isinstance(answer, EnrolAnswer)
    assert (answer.tenant, answer.store, answer.device) == (till.tenant, till.store, till.device)
    assert (answer.epoch, answer.secrets) == (3, BROUGHT)
    again = office.enrolling.enrol(till.wish(code, BROUGHT, last=41))
    assert again == answer
    other = Till(tenant=till.tenant)
    assert kind(office.enrolling.enrol(other.wish(code, BROUGHT))) is ProblemKind.CODE


def test_nobody_founds_a_shop_that_is_there(office: Office) -> None:
    thief, code = Till(tenant=office.shop.tenant), office.enrolling.invite_founder()
    answer = office.enrolling.enrol(thief.wish(code, BROUGHT))
    assert kind(answer) is ProblemKind.FORBIDDEN
    assert office.devices(office.shop.tenant) == 0
    lobby = Till(tenant=LOBBY)
    assert kind(office.enrolling.enrol(lobby.wish(code, BROUGHT))) is ProblemKind.FORBIDDEN
    assert isinstance(office.enrolling.enrol(Till().wish(code, BROUGHT)), EnrolAnswer)


def test_whoever_founds_brings_the_keys(office: Office) -> None:
    answer = office.enrolling.enrol(Till().wish(office.enrolling.invite_founder()))
    assert kind(answer) is ProblemKind.BAD_MESSAGE


def test_a_founding_code_of_one_shop_is_for_no_other(office: Office) -> None:
    code = office.shop.code(founds=True)
    assert kind(office.enrolling.enrol(Till().wish(code, BROUGHT))) is ProblemKind.FORBIDDEN
    own = Till(tenant=office.shop.tenant)
    answer = office.enrolling.enrol(own.wish(code, BROUGHT))
    assert kind(answer) is ProblemKind.MISMATCH, "keys that are there stay"
    assert isinstance(office.enrolling.enrol(own.wish(code)), EnrolAnswer)


def test_a_code_for_a_store_that_is_not_there_is_not_made(office: Office) -> None:
    assert office.enrolling.invite(office.shop.tenant, Id(uuid4().bytes)) is None


def test_two_tills_with_one_code_at_once_and_one_gets_in(office: Office) -> None:
    code, answers = office.shop.code(), list[EnrolAnswer | Problem]()
    gate = threading.Barrier(4)

    def enter() -> None:
        gate.wait()
        answers.append(office.enrolling.enrol(Till().wish(code)))

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(str(kind(one)) for one in answers) == ["None", "code", "code", "code"]
    assert office.devices(office.shop.tenant) == 1


def test_a_new_till_is_told_the_shop_it_belongs_to(office: Office) -> None:
    till = Till()
    nothing = {"currency": "", "worth_points": 1, "worth_minor": 0}
    wish = till.signed(replace(till.wish(office.shop.code()), **nothing))  # type: ignore[arg-type]
    answer = office.enrolling.enrol(wish)
    assert isinstance(answer, EnrolAnswer)
    assert answer.shop == ShopFacts(
        "Corner shop", "One", "TWD", 0, 100, 100, "Asia/Taipei", 4, "TW"
    )


def test_a_till_that_founds_says_what_its_shop_is(office: Office) -> None:
    brought = ShopFacts("街角", "總店", "TWD", 0, 100, 100, "Asia/Tokyo", 5, "JP")
    till = Till()
    wish = till.signed(
        replace(till.wish(office.enrolling.invite_founder(), BROUGHT, last=9), shop=brought)
    )
    answer = office.enrolling.enrol(wish)
    assert isinstance(answer, EnrolAnswer)
    assert answer.shop == brought


@pytest.mark.parametrize("wrong", [{"zone": "Nowhere/Here"}, {"zone": "../etc"}, {"name": "a\0"}])
def test_a_shop_that_cannot_be_kept_is_not_founded(office: Office, wrong: dict[str, str]) -> None:
    brought = ShopFacts("街角", "總店", "TWD", 0, 100, 100, "Asia/Tokyo", 5, "JP")
    till, code = Till(), office.enrolling.invite_founder()
    plain = till.wish(code, BROUGHT, last=9)
    wish = till.signed(replace(plain, shop=replace(brought, **wrong)))  # type: ignore[arg-type]
    assert kind(office.enrolling.enrol(wish)) is ProblemKind.BAD_MESSAGE
    assert isinstance(office.enrolling.enrol(plain), EnrolAnswer)
