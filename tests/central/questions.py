"""The SQL in a Python file, and which of it asks a tenant's table without naming the tenant.

The rule, simple and honest: every text that begins like a question and names a table of a tenant
after `from`, `join`, `into` or `update` holds `%(tenant)s`. Texts put together from parts count as
the sum of the parts that can be read. Row-level security stands behind it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_QUESTION = re.compile(r"\s*(select|insert\s+into|update|delete\s+from|with)\s", re.IGNORECASE)
_TABLE = re.compile(r"create table (\w+)")


def tables_of(folder: Path) -> set[str]:
    """Name the tables that the migrations of a folder make."""
    return {
        name for path in folder.glob("*.sql") for name in _TABLE.findall(path.read_text("utf-8"))
    }


def texts(source: str) -> Iterator[str]:
    """Give every text of a module, those put together as a whole."""
    inside: set[ast.AST] = set()
    for node in ast.walk(ast.parse(source)):  # from the outside in
        if node in inside:
            continue
        text = _text(node)
        if text:
            inside.update(ast.walk(node))
            yield text


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return _text(left) + _text(right)
        case _:
            return ""


def without_tenant(source: str, tables: set[str]) -> list[str]:
    """List the questions that ask a tenant's table and do not name the tenant."""
    named = "|".join(sorted(tables))
    asks = re.compile(rf"\b(from|join|into|update)\s+(only\s+)?({named})\b", re.IGNORECASE)
    return [
        text
        for text in texts(source)
        if _QUESTION.match(text) and asks.search(text) and "%(tenant)s" not in text
    ]
