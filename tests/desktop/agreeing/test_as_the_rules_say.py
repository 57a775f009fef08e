"""The till's own file does what the rules of agreement say, after every exchange of every seed."""

import os
from pathlib import Path

import pytest

from tests.desktop.agreeing.beside import play

SEEDS = int(os.environ.get("REGULARS_FILE_SEEDS", "40"))
STEPS = 80
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_a_file_says_what_the_rules_say_after_every_exchange(part: int, tmp_path: Path) -> None:
    exchanges = 0
    for seed in range(part, SEEDS, PARTS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        world = play(seed, STEPS, folder)
        assert world.shadow is not None
        world.shadow.close()
        exchanges += world.exchanges
    assert exchanges > 20
