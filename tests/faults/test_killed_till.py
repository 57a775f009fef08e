"""What a till said was saved is there after it was killed at any moment."""

import os
from pathlib import Path

from desktop.opening import open_shop
from desktop.paths import Folder
from tests.faults.day import WORLD
from tests.faults.killing import lies_of, sell_and_kill, shop_with_a_member

KILLS = int(os.environ.get("REGULARS_KILLS", "20"))


def test_no_confirmed_sale_is_lost_when_the_till_is_killed(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    shop_with_a_member(root)
    said = 0
    for _ in range(KILLS):
        acts = sell_and_kill(root)
        assert lies_of(root, acts) == []
        said += len(acts)
    assert said > KILLS * 5, "too few sales were confirmed for this to mean anything"
    opened = open_shop(Folder(root), WORLD)
    sales, balance = opened.book.store.rows(
        "select (select count(*) from operation where kind = 'sale'), balance from wallet"
    )[0]
    opened.close()
    assert said <= sales <= said + KILLS  # each kill may have cut off one answer
    assert balance == sales


def test_a_till_that_confirms_before_it_writes_is_caught(tmp_path: Path) -> None:
    """The control: if this finds nothing, the test above proves nothing."""
    root = tmp_path / "shop"
    shop_with_a_member(root)
    assert any(lies_of(root, sell_and_kill(root, "early")) for _ in range(20))
