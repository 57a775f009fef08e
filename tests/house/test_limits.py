"""No file and no function grows past what a stranger reads in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("regulars", "desktop", "sync", "ui", "central", "resources", "installer")
LINES_IN_A_FILE_MAX = 400
LINES_IN_A_FUNCTION_MAX = 50


def product_files() -> list[Path]:
    return sorted(path for package in PRODUCT for path in (ROOT / package).rglob("*.py"))


def long_functions(source: str) -> Iterator[str]:
    """Name the functions that are too long, counted from `def` to their last line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_IN_A_FUNCTION_MAX:
                yield f"{node.name} ({lines} lines)"


def test_no_product_file_is_longer_than_the_limit() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in product_files()}
    assert lengths
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > LINES_IN_A_FILE_MAX}
    assert long == {}


def test_no_product_function_is_longer_than_the_limit() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in product_files()
        for name in long_functions(path.read_text("utf-8"))
    ]
    assert long == []


def test_a_function_one_line_too_long_is_noticed() -> None:
    fits = "def f():\n" + "    pass\n" * (LINES_IN_A_FUNCTION_MAX - 1)
    assert list(long_functions(fits)) == []
    assert list(long_functions(fits + "    pass\n")) == ["f (51 lines)"]
