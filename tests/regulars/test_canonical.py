"""Canonical bytes: one spelling for one meaning."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.canonical import INTEGER_BOUND, NotCanonicalError, decode, encode

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(_TEXT, st.booleans(), st.integers(1 - INTEGER_BOUND, INTEGER_BOUND - 1)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=5), inner, max_size=4),
    ),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_spaced_or_escaped() -> None:
    assert encode({"b": 1, "a": [True, "茶\n"]}) == '{"a":[true,"茶\\n"],"b":1}'.encode()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), _VALUES))
def test_what_is_encoded_is_decoded_to_the_same(value: dict[str, Any]) -> None:
    spelled = encode(value)
    assert decode(spelled) == value
    assert json.loads(spelled) == value


@settings(deadline=None)
@given(_VALUES)
def test_the_bytes_are_those_of_the_standard_library_too(value: Any) -> None:
    """Another program, in another language, must be able to spell an act again."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert encode(value) == plain.encode()


@pytest.mark.parametrize(
    "value",
    [None, 1.0, 0.5, float("nan"), float("inf"), 2**53, -(2**53), 2**63, b"x", {1: 2}, {"é": 1},
     {"a": None}, [{"a": [1.5]}], "\ud800", {"a": "\udfff"}, object()],
)  # fmt: skip
def test_what_has_no_one_spelling_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        encode(value)


def test_the_largest_whole_numbers_are_just_below_two_to_the_53() -> None:
    assert decode(encode({"a": 2**53 - 1, "b": 1 - 2**53})) == {"a": 2**53 - 1, "b": 1 - 2**53}


def test_what_is_nested_too_deeply_is_refused_both_ways() -> None:
    deep: Any = 1
    for _ in range(20):
        deep = [deep]
    with pytest.raises(NotCanonicalError):
        encode(deep)
    with pytest.raises(NotCanonicalError):
        decode(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@pytest.mark.parametrize(
    "spelled",
    [
        b"", b"1", b"[]", b"null", b'"a"', b'{"a":1 }', b' {"a":1}', b'{"a": 1}', b'{"a":1}\n',
        b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":NaN}',
        b'{"a":Infinity}', b'{"a":-0}', b'{"a":01}', b'{"a":"\\u8336"}', b'{"a":"\\/"}',
        b'{"a":null}', b'{"a":9007199254740992}', b'{"a":"\\ud800"}', b"\xef\xbb\xbf{}", b"\xff",
        b'{"a":1}{}', b'{"a":' + b"9" * 5_000 + b"}",
    ],
)  # fmt: skip
def test_bytes_spelled_another_way_are_refused(spelled: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(spelled)
