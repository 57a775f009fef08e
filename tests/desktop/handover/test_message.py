"""Every way a register's file can be wrong is a sentence; what is right is read exactly."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desktop.handover.message as message_module
from desktop.handover.answer import (
    AWARDED,
    DISMISSED,
    REFUSED,
    REJECTED,
    REVERSED,
    SENTENCES,
    SeveralMembers,
    refused,
)
from desktop.handover.message import Malformed, Message, is_whole, read_message
from regulars.money import CURRENCIES
from regulars.points.earning import Line
from regulars.refusals import NotEnoughPoints

USD, TWD = CURRENCIES["USD"], CURRENCIES["TWD"]


def message(**facts: object) -> bytes:
    sale: dict[str, object] = {"v": 1, "receipt": "A-10442", "amount": "128.50"}
    return json.dumps(sale | facts).encode()


def test_a_full_message_is_read() -> None:
    lines = [{"category": "tea", "item": "T1", "quantity": 2, "amount": "100"}, {"amount": "28.5"}]
    content = message(
        member=" 2900420000179 ", lines=lines, at="2026-11-22T14:05:00+08:00", redeem=100
    )
    assert read_message(content, USD) == Message(
        receipt="A-10442",
        amount_minor=12850,
        member="2900420000179",
        lines=(Line(10000, "tea", "T1", 2), Line(2850)),
        at_ms=1_795_327_500_000,
        redeem=100,
    )


def test_a_mark_at_the_start_and_chinese_receipts_are_read() -> None:
    found = read_message(b"\xef\xbb\xbf" + message(receipt="收據 12"), USD)
    assert isinstance(found, Message)
    assert found.receipt == "收據 12"


WRONG = [
    (b"", "The file is empty."),
    (b" \n", "The file is empty."),
    (b"\x00\x01", "not JSON"),
    (b"\xff\xfe{\x00}\x00", "not UTF-8"),
    (b"[]", "one JSON object"),
    (b'"text"', "one JSON object"),
    (b'{"v":1', "not JSON"),
    (b"[" * 200_000, "not JSON"),
    (b'{"v":1,"v":1,"receipt":"A","amount":"1"}', '"v" stands there twice'),
    (b'{"v":1,"receipt":"A","amount":"1","redeem":' + b"9" * 5_000 + b"}", "not JSON"),
    (message(v=2), '"v" must be 1'),
    (message(v=True), '"v" must be 1'),
    (message(v="1"), '"v" must be 1'),
    (message(amount=128.5), '"amount" must be text like "128.50"'),
    (message(amount=128), '"amount" must be text like "128.50"'),
    (b'{"v":1,"receipt":"A","amount":NaN}', '"amount" must be text like "128.50"'),
    (b'{"v":1,"receipt":"A","amount":1e400}', '"amount" must be text like "128.50"'),
    (message(amount="1,234.50"), "must be text like"),
    (message(amount="-5.00"), "must be text like"),
    (message(amount="1e9"), "must be text like"),
    (message(amount="NaN"), "must be text like"),
    (message(amount="１２"), "must be text like"),
    (message(amount="1.005"), "must be text like"),
    (message(amount="99999999999999.00"), "must be text like"),
    (message(receipt=10442), '"receipt" must be text'),
    (message(receipt="  "), '"receipt" must be text'),
    (message(receipt="\u200b"), '"receipt" must be text'),
    (message(receipt="A" * 41), '"receipt" must be text'),
    (message(receipt="\ud800"), '"receipt" must be text'),
    (message(member=2900420000179), '"member" must be text'),
    (message(member="a\nb"), '"member" must be text'),
    (message(redeem="100"), '"redeem" must be a whole number'),
    (message(redeem=1.5), '"redeem" must be a whole number'),
    (message(redeem=True), '"redeem" must be a whole number'),
    (message(redeem=-1), '"redeem" must be a whole number'),
    (message(tip="1.00"), '"tip" is not a field'),
    (message(lines=[]), '"lines" must be a list'),
    (message(lines={}), '"lines" must be a list'),
    (message(lines=["tea"]), "must be a JSON object"),
    (message(lines=[{"amount": "1.00"}]), "do not add up"),
    (message(lines=[{"amount": "1.00"}] * 501), '"lines" must be a list'),
    (message(lines=[{"amount": "128.50", "price": "1"}]), '"price" is not a field'),
    (message(lines=[{"amount": "128.50", "quantity": 1.5}]), "whole number"),
    (message(at="2026-11-22T14:05:00"), "time with its zone"),
    (message(at="22/11/2026"), "time with its zone"),
    (message(at=1795327500), "time with its zone"),
    (message(at="9999-12-31T23:59:59-23:59"), "time with its zone"),
    (message(at="0001-01-01T00:00:00+00:00"), "time with its zone"),
]


@pytest.mark.parametrize(("content", "said"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said(content: bytes, said: str) -> None:
    found = read_message(content, USD)
    assert isinstance(found, Malformed)
    assert said in found.sentence
    found.sentence.encode()


def test_a_currency_without_cents_is_asked_for_without_cents() -> None:
    found = read_message(message(amount="128.50"), TWD)
    assert isinstance(found, Malformed)
    assert '"amount" must be text like "128"' in found.sentence


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    read_message(content, USD)
    is_whole(content)


def test_every_beginning_of_a_message_is_unfinished() -> None:
    whole = message(member="x", redeem=5)
    assert is_whole(whole)
    assert not any(is_whole(whole[:end]) for end in range(len(whole)))


def test_the_act_is_named_by_what_is_said() -> None:
    one, same = read_message(message(), USD), read_message(message() + b"\n", USD)
    other = read_message(message(amount="128.51"), USD)
    assert isinstance(one, Message)
    assert isinstance(same, Message)
    assert isinstance(other, Message)
    assert one.act(b"shop", "") == same.act(b"shop", "")
    assert len({one.act(b"shop", ""), one.act(b"other", ""), other.act(b"shop", "")}) == 3


def test_a_refusal_has_its_figures_in_words() -> None:
    answer = refused("A-1", NotEnoughPoints(available=5, asked=100))
    assert answer["sentence"] == "There are 5 points to spend, not 100. Nothing was written."
    assert SeveralMembers().code in SENTENCES


def test_every_field_and_code_is_documented() -> None:
    text = (Path(message_module.__file__).parents[2] / "docs" / "handover.md").read_text("utf-8")
    fields = message_module._FIELDS | message_module._LINE_FIELDS
    for word in (*fields, *SENTENCES, AWARDED, REFUSED, DISMISSED, REJECTED, REVERSED):
        assert f"`{word}`" in text, word
