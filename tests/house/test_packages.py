"""What the import linter cannot say about our packages, and what must not stand in any file."""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "regulars", "desktop", "sync", "ui", "central", "resources", "installer", "tests", "bench",
)  # fmt: skip
# The domain's only libraries, each behind one module.
DOORS = {
    "regulars/people/phone.py": {"phonenumbers"},
    "regulars/canonical.py": {"orjson"},
    "regulars/people/names.py": {"pypinyin"},
}
CLOCKS = {"now", "today", "utcnow", "uuid1", "uuid4"}


@pytest.mark.parametrize("name", OURS)
def test_our_package_is_the_one_that_is_imported(name: str) -> None:
    """A library may install a package of the same name: some install a `tests`."""
    spec = importlib.util.find_spec(name)
    assert spec is not None, f"{name} cannot be imported"
    assert spec.submodule_search_locations is not None
    assert [Path(place) for place in spec.submodule_search_locations] == [ROOT / name]


def domain_files() -> list[Path]:
    return sorted((ROOT / "regulars").rglob("*.py"))


def imported(source: str) -> set[str]:
    """Give the top-level name of everything a module imports from elsewhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def clocks_read(source: str) -> Iterator[str]:
    """Name the calls that read a clock or make something up, such as `datetime.now()`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def test_the_domain_is_made_of_the_standard_library() -> None:
    for path in domain_files():
        name = path.relative_to(ROOT).as_posix()
        foreign = imported(path.read_text("utf-8")) - sys.stdlib_module_names - {"regulars"}
        assert foreign <= DOORS.get(name, set()), name


def test_the_domain_is_told_the_time_and_never_asks() -> None:
    for path in domain_files():
        assert list(clocks_read(path.read_text("utf-8"))) == [], path.name


def test_a_clock_in_the_domain_would_be_noticed() -> None:
    assert list(clocks_read("from datetime import date\nday = date.today()"))
    assert imported("import a.b\nfrom c.d import e\nfrom . import f") == {"a", "c"}


@pytest.mark.parametrize("lock", ["run.txt", "central.txt", "dev.txt"])
def test_a_lock_names_versions_and_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    assert not re.search(r"https?:|file:|--index|--find-links|^-|@ ", text, re.MULTILINE)
    assert not re.search(r"(^|\s)/\w", text)
    line = re.compile(r"^[a-z0-9.-]+(==\S+)? .*\\\n( +--hash=sha256:)?", re.MULTILINE)
    pinned = line.findall(text)
    assert pinned
    assert all(version and has_hash for version, has_hash in pinned)


def test_the_whole_of_pyside_is_never_installed() -> None:
    """The meta package brings a browser; Addons alone is 175 MB."""
    text = (ROOT / "requirements" / "dev.txt").read_text("utf-8").lower()
    assert not re.search(r"^pyside6(-addons)?==", text, re.MULTILINE)
