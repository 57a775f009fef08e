"""Signatures: right ones are believed, and one changed bit anywhere is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.signing import day_statement, public_key, sign, vouches
from sync.wire_push import batch_statement
from tests.sync.samples import (
    CENTRE_KEY,
    DEVICE,
    OTHER_DEVICE,
    SECRETS,
    TILL_KEY,
    enrolment,
    signed_push,
    signed_rights,
    signed_snapshot,
    token_request,
)

PUSH, RIGHTS, SNAPSHOT = signed_push(), signed_rights(), signed_snapshot()
ENROL, TOKEN = enrolment(SECRETS), token_request()
DAY = day_statement(DEVICE, 1, number=12, on="2026-03-02", head=b"\x07" * 32)
SIGNED: dict[str, tuple[bytes, bytes, bytes]] = {
    "batch": (TILL_KEY, PUSH.statement(), PUSH.signature),
    "grant": (CENTRE_KEY, RIGHTS.statement(), RIGHTS.signature),
    "snapshot": (CENTRE_KEY, SNAPSHOT.statement(), SNAPSHOT.signature),
    "enrolment": (TILL_KEY, ENROL.statement(), ENROL.signature),
    "token": (TILL_KEY, TOKEN.statement(), TOKEN.signature),
    "day": (TILL_KEY, DAY, sign(TILL_KEY, DAY)),
}


def flipped(whole: bytes, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("name", sorted(SIGNED))
def test_what_was_signed_is_believed(name: str) -> None:
    private, statement, signature = SIGNED[name]
    assert vouches(public_key(private), statement, signature)


@pytest.mark.parametrize("name", sorted(SIGNED))
def test_one_changed_bit_is_not_believed(name: str) -> None:
    private, statement, signature = SIGNED[name]
    key = public_key(private)
    for bit in range(0, len(statement) * 8, 7):
        assert not vouches(key, flipped(statement, bit), signature), bit
    for bit in range(0, len(signature) * 8, 7):
        assert not vouches(key, statement, flipped(signature, bit)), bit
    for bit in range(0, len(key) * 8, 31):
        assert not vouches(flipped(key, bit), statement, signature), bit


def test_a_signature_under_one_kind_of_message_is_worth_nothing_under_another() -> None:
    for name, (_, statement, _) in SIGNED.items():
        for other, (private, _, signature) in SIGNED.items():
            assert vouches(public_key(private), statement, signature) == (name == other)


def test_a_key_or_a_signature_of_another_length_is_not_believed() -> None:
    private, statement, signature = SIGNED["batch"]
    key = public_key(private)
    assert not vouches(b"", statement, signature)
    assert not vouches(key[:-1], statement, signature)
    assert not vouches(key, statement, b"")
    assert not vouches(key, statement, signature + b"\0")


def test_every_figure_of_a_grant_is_signed() -> None:
    changes: list[Callable[[], bytes]] = [
        lambda: replace(RIGHTS, granted=RIGHTS.granted + 1).statement(),
        lambda: replace(RIGHTS, device=OTHER_DEVICE).statement(),
        lambda: replace(RIGHTS, epoch=2).statement(),
        lambda: replace(RIGHTS, keep=0).statement(),
        lambda: replace(RIGHTS, balance=0).statement(),
        lambda: replace(RIGHTS, backed=()).statement(),
    ]
    for change in changes:
        assert not vouches(public_key(CENTRE_KEY), change(), RIGHTS.signature)


def test_a_batch_of_another_device_or_epoch_states_something_else() -> None:
    head = b"\x07" * 32
    stated = {
        batch_statement(DEVICE, 1, 9, head),
        batch_statement(DEVICE, 2, 9, head),
        batch_statement(DEVICE, 1, 8, head),
        batch_statement(OTHER_DEVICE, 1, 9, head),
        batch_statement(DEVICE, 1, 9, bytes(32)),
    }
    assert len(stated) == 5


def test_signatures_are_ed25519_as_every_other_program_makes_them() -> None:
    """RFC 8032, 7.1, test 1: a key, an empty message, and what comes out."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert public_key(seed).hex() == key
    assert sign(seed, b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974")
    Ed25519PrivateKey.from_private_bytes(seed).public_key().verify(sign(seed, b"x"), b"x")


WEAK = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize("spelled", WEAK)
def test_a_key_that_nobody_holds_vouches_for_nothing(spelled: str) -> None:
    key, nobody = bytes.fromhex(spelled), Ed25519PublicKey.from_public_bytes
    forged = 0
    for number in range(64):
        statement = b"%d" % number
        for point in (bytes([1]) + bytes(31), *map(bytes.fromhex, WEAK[1:8])):
            signature = point + bytes(32)
            assert not vouches(key, statement, signature)
            try:
                nobody(key).verify(signature, statement)
            except (InvalidSignature, ValueError):
                continue
            forged += 1
    assert forged or spelled in WEAK[8:], "without the look at the key it could be forged"
