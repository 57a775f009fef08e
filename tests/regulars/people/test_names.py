"""Names: kept as people write them, found as cashiers type them."""

import importlib
import random
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.people import names
from regulars.people.names import clean_name, initials, pinyin, search_query, search_text

NAMES = "张三 張三丰 欧阳娜娜 Ada Byron O'Brien Seán 买买提 さくら 김철수 单雄信"
Search = Callable[[str], set[str]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        ("  张  三 ", "张 三"),
        ("张\u3000三", "张 三"),
        ("Ada\r\nByron\t", "Ada Byron"),
        ("Jose\u0301", "José"),
        ("Ada 😀👩‍👩‍👧🇹🇼", "Ada"),
        ("A\u202eda\u2066\u200f", "Ada"),
        ("A\u200bd\u200da\ufeff", "Ada"),
        ("A\x00d\x1ba\x7f\x9b", "Ada"),
        ("A\ud800da\udfff", "Ada"),
        ("A\ue000da\uffff", "Ada"),
        ("张\ufe00三\U000e0100", "张三"),
        ("\u3164张三", "张三"),
        ("张𠮷", "张𠮷"),
        ("𬭎", "𬭎"),
        ("★张三★", "张三"),
        ("<img src=x>", "<img src=x>"),
        ("{{7*7}} %s%n", "{{7*7}} %s%n"),
        ("阿凡提·买买提", "阿凡提·买买提"),
        ("สมชาย", "สมชาย"),
        ("Nguyễn Thị Hà", "Nguyễn Thị Hà"),
        ("x", "x"),
    ],
)
def test_a_name_keeps_what_can_be_seen_and_printed(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000\n", "\x00", "😀", "\u202e", "\u0301", "\u3164", "\ud800", "\ufe0f"]
)
def test_a_name_of_nothing_is_no_name(text: str) -> None:
    assert clean_name(text) is None


def test_five_thousand_marks_on_one_letter_become_three() -> None:
    assert clean_name("x" + "\u0324" * 5_000 + "y") == "x" + "\u0324" * 3


def test_a_long_name_is_cut_at_sixty() -> None:
    assert clean_name("张" * 10_000) == "张" * 60
    assert clean_name("a" * 59 + " b") == "a" * 59


@given(
    st.text(alphabet=st.characters())
    | st.text("A张\u0301\u0324\u0958\u200d \u3000😀ﬁ", max_size=90)
)
@settings(max_examples=200)
def test_cleaning_never_raises_and_twice_is_once(text: str) -> None:
    name = clean_name(text)
    if name is not None:
        assert clean_name(name) == name
        assert 1 <= len(name) <= 60
        assert unicodedata.is_normalized("NFC", name)
        assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Co", "So"}
        name.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "first", "whole"),
    [
        ("张三", "zs", "zhangsan"),
        ("張三", "zs", "zhangsan"),
        ("张伟", "zw", "zhangwei"),
        ("Ada Byron", "ab", "adabyron"),
        ("欧阳娜娜", "oynn", "ouyangnana"),
        ("歐陽娜娜", "oynn", "ouyangnana"),
        ("O'Brien Seán", "os", "obriensean"),
        ("Jean-Luc", "jl", "jeanluc"),
        ("Łukasz Müller", "lm", "lukaszmuller"),
        ("Ａｄａ", "a", "ada"),
        ("陈 Amy", "ca", "chenamy"),
        ("张𠮷", "z", "zhang"),
        ("さくら", "", ""),
        ("", "", ""),
    ],
)
def test_names_have_initials_and_pinyin(name: str, first: str, whole: str) -> None:
    assert initials(name) == first
    assert pinyin(name) == whole


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("单雄信", "shanxiongxin"),
        ("單雄信", "shanxiongxin"),
        ("曾国藩", "zengguofan"),
        ("解晓东", "xiexiaodong"),
        ("仇英", "qiuying"),
        ("查良镛", "zhaliangyong"),
        ("朴树", "piaoshu"),
        ("區志明", "ouzhiming"),
        ("樂毅", "yueyi"),
        ("翟天临", "zhaitianlin"),
        ("万俟卨", "moqixie"),
        ("萬俟卨", "moqixie"),
        ("单于明", "chanyuming"),
        ("尉遲恭", "yuchigong"),
        ("曾", "zeng"),
        ("Amy 曾", "amyzeng"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, whole: str) -> None:
    assert pinyin(name) == whole


def test_the_same_character_in_a_given_name_is_read_as_in_words() -> None:
    assert pinyin("王查") == "wangcha"
    assert pinyin("李简单") == "lijiandan"


def test_the_index_holds_characters_syllables_the_whole_and_initials() -> None:
    assert search_text("张三") == "张 三 zhang san zhangsan zs"
    assert search_text("Ada Byron") == "ada byron adabyron ab"
    assert search_text("欧阳娜娜") == "欧 阳 娜 娜 ou yang na ouyangnana oynn"
    assert search_text("") == ""


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("张三", '"张 三"'),
        ("zhangs", '"zhangs"*'),
        ("zhang san", '"zhang" "san"*'),
        ("张 san", '"张" "san"*'),
        ("ada 张", '"ada" "张"'),
        ('"; drop --', '"drop"*'),
        ("a AND OR NOT NEAR(b)", '"a" "and" "or" "not" "near" "b"*'),
        ("Seán*", '"sean"*'),
        ("a b c d e f g h i j", '"a" "b" "c" "d" "e" "f" "g" "h"*'),
        ("", None),
        ('"', None),
        ("*-^:()", None),
        ("\x00\ud800", None),
    ],
)
def test_what_is_typed_becomes_a_safe_query(text: str, query: str | None) -> None:
    assert search_query(text) == query


@pytest.fixture(scope="module")
def search() -> Iterator[Search]:
    """A real full-text index as the store makes it, over a few names."""
    connection = importlib.import_module("sqlcipher3").connect(":memory:")
    connection.execute("create virtual table found using fts5 (words, name unindexed)")
    members = ["张三", "張三丰", "张伟", "三张", "欧阳娜娜", "单雄信"]
    members += ["Ada Byron", "Seán O'Brien", "김철수", "สมชาย"]
    for name in members:
        connection.execute("insert into found values (?, ?)", (search_text(name), name))

    def look(text: str) -> set[str]:
        query = search_query(text)
        if query is None:
            return set()
        rows = connection.execute("select name from found where found match ?", (query,))
        return {row[0] for row in rows}

    yield look
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张三", {"张三"}),
        ("张", {"张三", "张伟", "三张"}),
        ("張三", {"張三丰"}),
        ("三丰", {"張三丰"}),
        ("zs", {"张三", "張三丰"}),
        ("zhangs", {"张三", "張三丰"}),
        ("ZHANG SAN", {"张三", "張三丰", "三张"}),
        ("oyn", {"欧阳娜娜"}),
        ("娜娜", {"欧阳娜娜"}),
        ("欧娜", set()),
        ("byr", {"Ada Byron"}),
        ("ada b", {"Ada Byron"}),
        ("sean", {"Seán O'Brien"}),
        ("o'brien", {"Seán O'Brien"}),
        ("OBRIEN", {"Seán O'Brien"}),
        ("shan", {"单雄信"}),
        ("김철", {"김철수"}),
        ("สมชาย", {"สมชาย"}),
        ("nobody", set()),
    ],
)
def test_members_are_found_by_what_cashiers_type(
    search: Search, typed: str, found: set[str]
) -> None:
    assert search(typed) == found


@given(text=st.text(alphabet=st.characters()) | st.text("张a\"'*-^:(){}+ \x00NEAR", max_size=80))
@settings(max_examples=200)
def test_no_text_breaks_a_search(search: Search, text: str) -> None:
    search(text)
    search_text(text)
    assert initials(text).isascii()
    assert pinyin(text).isascii()


@given(name=st.text("张三欧阳娜Ada Seán", min_size=1, max_size=12))
def test_whatever_a_member_is_called_that_name_finds_them(name: str) -> None:
    words = search_text(name).split()
    query = search_query(name)
    assert (query is None) == (not words)
    for term in (query or "").replace('"', "").rstrip("*").split():
        assert term in words


def test_characters_that_begin_no_phrase_are_read_one_by_one_as_the_library_reads_them() -> None:
    pypinyin = importlib.import_module("pypinyin")
    chance = random.Random(7)
    begins = names._phrase_beginnings()
    alone = 0
    for _ in range(4_000):
        given = "".join(
            chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(chance.choice((1, 2, 3)))
        )
        alone += not any(given[at : at + 2] in begins for at in range(len(given) - 1))
        read = names._read_han(given, is_surname=False)
        assert list(read) == pypinyin.lazy_pinyin(given, errors="ignore"), given
    assert alone > 3_000
    assert "".join(names._read_han("重庆", is_surname=False)) == "chongqing"
    assert not {"重庆"} - begins
