"""Nonces and tokens: how a till that was let in shows that it is itself, and for how long."""

from dataclasses import replace

import pytest

from central.database import uuid
from central.enrolling import Enrolling
from central.keys import Keys
from central.shops import revoke
from central.tokens import LEEWAY_MS, NONCE_LIVES_MS, TOKEN_LIVES_S, Tokens
from central.trouble import KeyWrong
from sync.enrolment import Role, Secrets, Standing
from sync.signing import sign
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest, Token
from sync.wire_problem import Problem, ProblemKind
from tests.central.office import Office, kind
from tests.central.service.standing import KEYS, Hand, Shop, Till

BROUGHT = Secrets(b"\x33" * 32, b"\x44" * 32)


def test_a_till_that_signs_gets_a_token_that_says_who_it_is(office: Office) -> None:
    till = Till()
    office.let_in(till)
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    assert token.lives_s == TOKEN_LIVES_S
    who = office.tokens.caller(token.text)
    assert not isinstance(who, Problem)
    assert (who.tenant, who.store, who.device, who.epoch, who.role) == (
        office.shop.tenant, office.shop.store, till.device, 1, Role.COUNTER
    )  # fmt: skip


def test_a_nonce_is_signed_once(office: Office) -> None:
    till = Till()
    office.let_in(till)
    proof = till.prove(office.nonce(till))
    assert isinstance(office.tokens.token(proof), Token)
    assert kind(office.tokens.token(proof)) is ProblemKind.TOKEN


def test_a_nonce_is_signed_within_a_minute(office: Office) -> None:
    till = Till()
    office.let_in(till)
    early, late = till.prove(office.nonce(till)), till.prove(office.nonce(till))
    office.clock.ms += NONCE_LIVES_MS - 1
    assert isinstance(office.tokens.token(early), Token)
    office.clock.ms += 1
    assert kind(office.tokens.token(late)) is ProblemKind.TOKEN


def test_a_nonce_nobody_offered_is_worth_nothing(office: Office) -> None:
    till, other = Till(), Till()
    office.let_in(till)
    office.let_in(other)
    assert kind(office.tokens.token(till.prove(b"\x05" * 32))) is ProblemKind.TOKEN
    assert kind(office.tokens.token(till.prove(office.nonce(other)))) is ProblemKind.TOKEN


def test_another_key_opens_nothing_and_uses_the_nonce_up(office: Office) -> None:
    till = Till()
    office.let_in(till)
    nonce, right = office.nonce(till), till.key
    till.key = b"\x08" * 32
    assert kind(office.tokens.token(till.prove(nonce))) is ProblemKind.FORBIDDEN
    till.key = right
    assert kind(office.tokens.token(till.prove(nonce))) is ProblemKind.TOKEN
    assert isinstance(office.tokens.token(till.prove(office.nonce(till))), Token)


def test_a_device_nobody_let_in_gets_nothing_to_sign(office: Office) -> None:
    stranger, till = Till(), Till()
    office.let_in(till)
    till.epoch = 2
    for one in (stranger, till):
        wish = NonceRequest(one.device, one.epoch)
        assert kind(office.tokens.nonce(wish)) is ProblemKind.REVOKED


def test_a_shop_that_lets_in_a_device_of_the_same_name_keeps_nobody_out(office: Office) -> None:
    till, twin = Till(), Till()
    office.let_in(till)
    twin.device = till.device
    elsewhere = Shop(office.enrolling).open()
    assert isinstance(office.enrolling.enrol(twin.wish(elsewhere.code())), EnrolAnswer)
    twin.tenant = elsewhere.tenant
    for one, shop in ((till, office.shop), (twin, elsewhere)):
        token = office.tokens.token(one.prove(office.nonce(one)))
        assert isinstance(token, Token)
        who = office.tokens.caller(token.text)
        assert not isinstance(who, Problem)
        assert who.tenant == shop.tenant


def test_what_was_signed_for_one_shop_is_worth_nothing_at_another(office: Office) -> None:
    till, elsewhere = Till(), Shop(office.enrolling).open()
    office.let_in(till)
    assert isinstance(office.enrolling.enrol(till.wish(elsewhere.code())), EnrolAnswer)
    here, there = office.shop.tenant, elsewhere.tenant
    for signed_for, shown_to in ((here, there), (there, here)):
        till.tenant = signed_for
        proof = till.prove(office.nonce(till))  # offered by both, the key is known to both
        passed_on = replace(proof, tenant=shown_to)
        assert kind(office.tokens.token(passed_on)) is ProblemKind.FORBIDDEN
        assert isinstance(office.tokens.token(proof), Token)


def test_whoever_is_revoked_gets_no_token_more_and_comes_back_with_a_code(office: Office) -> None:
    till = Till(tenant=office.shop.tenant)
    code = office.shop.code()
    office.enrolling.enrol(till.wish(code))
    nonce = office.nonce(till)
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    assert revoke(office.database, office.shop.tenant, till.device)
    assert not revoke(office.database, office.shop.tenant, till.device)
    assert kind(office.tokens.token(till.prove(nonce))) is ProblemKind.REVOKED
    assert kind(office.tokens.nonce(NonceRequest(till.device, 1))) is ProblemKind.REVOKED
    assert kind(office.enrolling.enrol(till.wish(code))) is ProblemKind.REVOKED
    till.epoch = office.let_in(till, named=True).epoch
    assert till.epoch == 2
    assert isinstance(office.tokens.token(till.prove(office.nonce(till))), Token)


@pytest.mark.parametrize("standing", [Standing.RETIRED, Standing.QUARANTINED])
def test_a_till_that_is_retired_or_copied_may_still_hand_its_log_over(
    office: Office, standing: Standing
) -> None:
    till = Till()
    office.let_in(till)
    values = {"tenant": uuid(office.shop.tenant), "standing": standing.value}
    office.database.write(
        office.shop.tenant,
        lambda one: one.execute(
            "update device_epoch set standing = %(standing)s where tenant = %(tenant)s", values
        ),
    )
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)


def test_a_token_runs_out_after_a_quarter_of_an_hour(office: Office) -> None:
    till = Till()
    office.let_in(till)
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    office.clock.ms += TOKEN_LIVES_S * 1_000 - 1
    assert not isinstance(office.tokens.caller(token.text), Problem)
    office.clock.ms += 1
    assert kind(office.tokens.caller(token.text)) is ProblemKind.TOKEN
    office.clock.ms -= 2 * TOKEN_LIVES_S * 1_000
    assert kind(office.tokens.caller(token.text)) is ProblemKind.TOKEN


def test_a_token_with_any_other_character_is_no_token(office: Office) -> None:
    till = Till()
    office.let_in(till)
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    for place, character in enumerate(token.text):
        other = "A" if character != "A" else "B"
        changed = token.text[:place] + other + token.text[place + 1 :]
        assert kind(office.tokens.caller(changed)) is ProblemKind.TOKEN
    for text in ("", "é", "-", token.text + "=", token.text * 9, token.text[:-1]):
        assert kind(office.tokens.caller(text)) is ProblemKind.TOKEN
    assert not isinstance(office.tokens.caller(token.text), Problem)


def test_a_token_of_another_centre_is_no_token(office: Office) -> None:
    till = Till()
    office.let_in(till)
    token = office.tokens.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    elsewhere = Tokens(office.database, b"\x0e" * 32, office.clock)
    assert kind(elsewhere.caller(token.text)) is ProblemKind.TOKEN


def test_the_shop_s_keys_are_worth_nothing_without_the_centre_s(office: Office) -> None:
    office.let_in(Till())
    rows = office.database.read(
        office.shop.tenant,
        lambda one: one.execute(
            "select wrapped from secret where tenant = %(tenant)s",
            {"tenant": uuid(office.shop.tenant)},
        ).fetchall(),
    )
    plain = office.enrolling.signing_key(office.shop.tenant)
    assert len(rows) == 4
    assert all(plain not in bytes(row[0]) for row in rows)
    stranger = Enrolling(
        office.database, Keys(b"\x0f" * 32, b"\x02" * 32, b"\x03" * 32), office.clock
    )
    with pytest.raises(KeyWrong):
        stranger.signing_key(office.shop.tenant)


def test_a_signature_for_something_else_is_no_proof(office: Office) -> None:
    till = Till()
    office.let_in(till)
    proof = till.prove(office.nonce(till))
    statement = proof.statement().replace(b"regulars-token-2", b"regulars-push-1")
    other = proof.signed(sign(till.key, statement))
    assert kind(office.tokens.token(other)) is ProblemKind.FORBIDDEN


@pytest.mark.parametrize("lack", ["public_key", "store"])
def test_a_device_that_was_only_heard_of_has_to_be_let_in_first(office: Office, lack: str) -> None:
    till = Till()
    office.let_in(till)
    nonce = office.nonce(till)
    words = {
        "public_key": "update device_epoch set public_key = %(none)s where tenant = %(tenant)s",
        "store": "update device_epoch set store = null where tenant = %(tenant)s",
    }
    values = {"tenant": uuid(office.shop.tenant), "none": bytes(32)}
    office.database.write(office.shop.tenant, lambda one: one.execute(words[lack].encode(), values))
    assert kind(office.tokens.nonce(NonceRequest(till.device, 1))) is ProblemKind.REVOKED
    assert kind(office.tokens.token(till.prove(nonce))) is ProblemKind.REVOKED
    assert office.let_in(till, named=True).epoch == 2


def test_processes_whose_clocks_differ_a_little_believe_each_other(office: Office) -> None:
    till, code = Till(tenant=office.shop.tenant), office.shop.code()
    ahead = Hand(office.clock.ms + LEEWAY_MS)
    office.clock.ms -= LEEWAY_MS
    assert isinstance(office.enrolling.enrol(till.wish(code)), EnrolAnswer)
    office.clock.ms += LEEWAY_MS
    other = Tokens(office.database, KEYS.bearer, ahead)
    nonce = other.nonce(NonceRequest(till.device, 1))
    assert isinstance(nonce, Nonce)
    assert isinstance(office.tokens.token(till.prove(nonce.nonce)), Token)
    token = other.token(till.prove(office.nonce(till)))
    assert kind(token) is ProblemKind.TOKEN, "a minute is all a nonce lives"
    ahead.ms -= 1
    token = other.token(till.prove(office.nonce(till)))
    assert isinstance(token, Token)
    assert not isinstance(office.tokens.caller(token.text), Problem)
    office.clock.ms -= 2
    assert kind(office.tokens.caller(token.text)) is ProblemKind.TOKEN
