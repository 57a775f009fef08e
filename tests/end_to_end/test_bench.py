"""What measures the centre is let in there: at its smallest, so that it runs when needed."""

import asyncio
from pathlib import Path

from bench.centre import crowd, files, push
from bench.centre.town import town


def test_the_tills_of_the_bench_are_let_in_and_heard(tmp_path: Path) -> None:
    with town() as one:
        alone = asyncio.run(push.one_by_one(one, 1, 2, 3))
        batches = asyncio.run(push.measure(one, 1, 5, 20, are_shared=False))
        (heard,) = asyncio.run(crowd.measure(one, 1, 2, crowd.Wanted(5, 1)))
        pair = files.pair(one, tmp_path, 200, lambda *_: None)
        pair.end()
    assert alone.a_second > 0
    assert batches.a_second > 0
    assert (heard.refused, bool(heard.lags)) == (0, True)
    assert pair.rows > 200
    assert len(pair.members) == 200
