"""Bugs in what a shop says of itself; see `mutants`."""

from importlib import import_module
from typing import Any

import pytest

papers: Any = import_module("regulars.agreement.papers")
Patch = pytest.MonkeyPatch


def whoever_arrives_last_has_the_last_word(patch: Patch) -> None:
    """Let what was said earlier and arrives later stand."""
    patch.setattr(papers, "stamp_of", lambda op, _: f"{0:016x}{op.source.device}")


def every_clock_is_believed(patch: Patch) -> None:
    """Let a till whose clock is ahead have the last word until that time has come."""
    patch.setattr(papers, "stamp_of", lambda op, _: f"{op.hlc:016x}{op.source.device}")
