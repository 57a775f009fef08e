"""Where the data that ships with the program lies. It finds files; it reads none."""

from pathlib import Path

import resources

ROOT = Path(resources.__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Give the path of a file under `resources/`, whether frozen or not."""
    return ROOT.joinpath(*parts)
