"""The lines of a text file, split into fields: bounded, decoded, numbered, never trusted.

A line is looked at by itself, so that a quotation mark that never closes spoils one line and not
the file. The file is read in pieces; its fingerprint grows with it.
"""

import codecs
import csv
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from desktop import trouble
from desktop.exchange_files.columns import bad
from regulars.refusals import BadFile

ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "big5": "big5hkscs",
    "gbk": "gb18030",
    "latin-1": "cp1252",
}
"""What may be chosen; a byte order mark at the start of the file is believed before it."""
SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": ""}
LINE_MAX: Final = 65_536
_PIECE = 1 << 18
_FINGERPRINT_LENGTH = 32
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something in it: its number in the file, and its fields."""

    number: int
    fields: tuple[str, ...]


@dataclass(slots=True)
class TextFile:
    """An open file. `fingerprint` is whole once every line was read."""

    file: IO[bytes]
    encoding: str
    separator: str | None
    fields: tuple[int, ...]
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def fingerprint(self) -> str:
        """Give the first 32 hexadecimal digits of the SHA-256 of what was read."""
        return self._hash.hexdigest()[:_FINGERPRINT_LENGTH]

    def lines(self) -> Iterator[Line | BadFile]:
        """Give each line that is not blank, or why it cannot be read."""
        for number, text in enumerate(self._texts(), 1):
            if text.strip():
                yield self._line(number, text)

    def _line(self, number: int, text: str) -> Line | BadFile:
        if len(text) > LINE_MAX:
            return bad("line-too-long", line=number)
        if "\0" in text:
            return bad("nul", line=number)
        if _LOST in text:
            return bad("encoding", line=number)
        if self.separator is None:
            self.separator = guess_separator(text, self.fields)
        found = split(text, self.separator)
        return bad("quote-open", line=number) if found is None else Line(number, found)

    def _texts(self) -> Iterator[str]:
        """Give the lines without their ends; a line without end is cut where it is too long."""
        decoder = codecs.getincrementaldecoder(self._encoding_marked())("replace")
        rest, was_return = "", False
        while piece := self._read():
            text = rest + decoder.decode(piece)
            if was_return and text.startswith("\n"):
                text = text[1:]
            was_return = text.endswith("\r")
            *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            yield from whole
            rest = rest[: LINE_MAX + 1]
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest

    def _read(self) -> bytes:
        try:
            piece = self.file.read(_PIECE)
        except OSError as error:
            raise trouble.FileUnreadable(str(error.strerror or "")) from error
        self._hash.update(piece)
        return piece

    def _encoding_marked(self) -> str:
        start = self.file.read(4)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                self._hash.update(mark)
                self.file.seek(len(mark))
                return encoding
        self.file.seek(0)
        return "utf-16-le" if self.encoding == "utf-16" else self.encoding


def open_text(
    path: Path, *, encoding: str, separator: str | None, fields: tuple[int, ...]
) -> TextFile | BadFile:
    """Open a plain file; refuses folders, devices, archives and empty files.

    `encoding` is one of `ENCODINGS`, `separator` a value of `SEPARATORS` or None to find it out
    from the first line. Raises FileUnreadable.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise trouble.FileUnreadable(str(path)) from error
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        return bad("not-a-file", path.name)
    file = os.fdopen(handle, "rb")
    start = file.read(4)
    if not start or start.startswith(_ARCHIVES):
        file.close()
        return bad("spreadsheet" if start else "empty")
    file.seek(0)
    return TextFile(file, ENCODINGS[encoding], separator, fields)


def guess_separator(text: str, fields: tuple[int, ...]) -> str:
    """Give the separator that splits a line into as many fields as there may be."""
    for separator in ("\t", ";", "|", ","):
        found = split(text, separator)
        if found is not None and len(found) in fields:
            return separator
    return "" if len(text.split()) in fields else ","


def split(text: str, separator: str) -> tuple[str, ...] | None:
    """Split a line at its separator ("" is blanks); None where a quotation mark stays open."""
    if not separator:
        return tuple(text.split())
    if '"' not in text:
        return tuple(one.strip() for one in text.split(separator))
    try:
        row = next(csv.reader([text], delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        return None
    return tuple(one.strip() for one in row)
