"""Copies of what a centre holds, which change by themselves: what a backup has."""

from typing import Any


def copied(value: Any) -> Any:
    """Copy what may change: lists, sets, what can copy itself, and what a dict has of those."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    return value.copy() if hasattr(value, "copy") else value
