"""The model that the ledger is held against must not lean on the ledger."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODEL = Path(__file__).resolve().parents[1] / "model"
ALLOWED = {"regulars.ids", "tests.model"}


def foreign(source: str) -> Iterator[str]:
    """Name what a module imports beside the standard library and what a model may use."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        for name in names:
            is_ours = any(name == one or name.startswith(one + ".") for one in ALLOWED)
            if not is_ours and name.partition(".")[0] not in sys.stdlib_module_names:
                yield name
        if isinstance(node, ast.Name) and node.id in {"__import__", "importlib"}:
            yield node.id


def test_the_model_of_points_uses_nothing_of_ours() -> None:
    files = sorted(MODEL.rglob("*.py"))
    assert files
    assert [name for path in files for name in foreign(path.read_text("utf-8"))] == []


def test_a_model_that_borrowed_a_function_would_be_noticed() -> None:
    assert list(foreign("from regulars.points.shares import share_out")) == [
        "regulars.points.shares"
    ]
    assert list(foreign("import desktop.store.database")) == ["desktop.store.database"]
    assert list(foreign("from regulars.ids import Id\nimport calendar")) == []
