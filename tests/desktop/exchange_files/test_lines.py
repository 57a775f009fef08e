"""Lines out of any file: bounded, decoded, numbered."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import trouble
from desktop.exchange_files.columns import bad
from desktop.exchange_files.lines import LINE_MAX, Line, TextFile, guess_separator, open_text, split
from regulars.refusals import BadFile


def lines(
    path: Path, content: bytes, *, encoding: str = "utf-8", separator: str | None = ","
) -> list[Line | BadFile]:
    path.write_bytes(content)
    text = open_text(path, encoding=encoding, separator=separator, fields=(2,))
    assert isinstance(text, TextFile), text
    with text.file:
        return list(text.lines())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.csv"


TWO = [Line(1, ("a", "張三")), Line(2, ("b", "c"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(path: Path, end: str) -> None:
    assert lines(path, f"a,張三{end}b,c{end}".encode()) == TWO
    assert lines(path, f"a,張三{end}b,c".encode()) == TWO


@pytest.mark.parametrize(
    ("codec", "choice"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-8-sig", "gbk"),
        ("utf-16", "utf-8"),
        ("utf-32", "utf-8"),
        ("utf-16-le", "utf-16"),
        ("big5", "big5"),
        ("gbk", "gbk"),
    ],
)
def test_encodings_are_chosen_or_marked(path: Path, codec: str, choice: str) -> None:
    assert lines(path, "a,張三\nb,c\n".encode(codec), encoding=choice) == TWO


def test_a_wrong_encoding_is_named_by_its_line(path: Path) -> None:
    content = b"a,b\n" + "a,張三\n".encode("big5")
    assert lines(path, content) == [Line(1, ("a", "b")), bad("encoding", line=2)]


def test_blank_lines_count_but_are_not_given(path: Path) -> None:
    assert lines(path, b"\n \na,b\n") == [Line(3, ("a", "b"))]


def test_zero_bytes_and_open_quotes_spoil_one_line(path: Path) -> None:
    found = lines(path, b'a,\x00\n"a,b\nc,d\n"e ""x""","f, g"\n')
    assert found == [
        bad("nul", line=1),
        bad("quote-open", line=2),
        Line(3, ("c", "d")),
        Line(4, ('e "x"', "f, g")),
    ]


def test_a_field_of_any_length_spoils_one_line(path: Path) -> None:
    content = b"a," + b"x" * (LINE_MAX * 40) + b"\nb,c\n"
    assert lines(path, content) == [bad("line-too-long", line=1), Line(2, ("b", "c"))]


def test_a_line_end_may_fall_between_two_pieces(path: Path) -> None:
    for extra in range(4):
        first = b"a," + b"x" * 60_000
        rows = (first + b"\r\n") * 4
        content = rows + b"a," + b"y" * ((1 << 18) - len(rows) - 4 + extra) + b"\r\nb,c\r\n"
        found = lines(path, content)
        assert [one.number if isinstance(one, Line) else one.line for one in found] == [
            1, 2, 3, 4, 5, 6,
        ]  # fmt: skip


def test_separators_are_found_out_by_the_number_of_fields() -> None:
    assert guess_separator("1\t2,5", (2,)) == "\t"
    assert guess_separator("1;2,5", (2,)) == ";"
    assert guess_separator("1|2", (2,)) == "|"
    assert guess_separator("1,2", (2,)) == ","
    assert guess_separator("1  2", (2,)) == ""
    assert guess_separator("nothing", (2,)) == ","


@given(st.text(max_size=60), st.sampled_from([",", ";", "\t", "|", ""]))
def test_no_line_raises(text: str, separator: str) -> None:
    split(text, separator)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08\x00"])
def test_spreadsheets_and_archives_are_refused(path: Path, start: bytes) -> None:
    path.write_bytes(start + bytes(100))
    assert open_text(path, encoding="utf-8", separator=None, fields=(2,)) == bad("spreadsheet")


def test_folders_pipes_devices_and_empty_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    found = [
        open_text(one, encoding="utf-8", separator=None, fields=(2,))
        for one in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), tmp_path / "empty")
    ]
    assert [one.why for one in found if isinstance(one, BadFile)] == [
        "not-a-file",
        "not-a-file",
        "not-a-file",
        "empty",
    ]


def test_a_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    for name in ("nothing.csv", "a\0b"):
        with pytest.raises(trouble.FileUnreadable):
            open_text(tmp_path / name, encoding="utf-8", separator=None, fields=(2,))
