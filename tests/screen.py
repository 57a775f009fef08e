"""A screen for where there is none: as large as a shop's, so that pages are seen as a shop does."""

import os
from pathlib import Path

_FILE = Path(__file__).with_suffix(".json")


def without_display() -> None:
    """Let Qt draw offscreen, on a screen of 1280 × 800, unless another platform was chosen."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_FILE}"
