"""A founded shop, made once and copied for each test that may break it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.opening import OpenShop, open_shop
from desktop.paths import Folder
from desktop.requests import EnrolRequest, RedeemRequest, SaleRequest
from desktop.verbs.enrol import enrol
from desktop.verbs.sell import redeem, sell
from regulars.points.earning import Line
from regulars.refusals import Refusal
from tests.faults.day import WORLD, found_quietly


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop with three members, a few sales and a redemption."""
    root = tmp_path_factory.mktemp("template") / "shop"
    opened, _ = found_quietly(Folder(root))
    book = opened.book
    for name in ("Ada", "张三", "Grace"):
        done = enrol(book, EnrolRequest(name, agreed=True))
        assert not isinstance(done, Refusal)
        for amount in (12_000, 5_000):
            sell(book, SaleRequest(book.journal.fresh_id(), done.member.id, (Line(amount),)))
        redeem(book, RedeemRequest(book.journal.fresh_id(), done.member.id, 100))
    opened.close()
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Folder:
    """A copy of the closed shop that this test may do anything to."""
    return Folder(Path(shutil.copytree(template, tmp_path / "shop")))


@pytest.fixture
def opened(folder: Folder) -> Iterator[OpenShop]:
    """The copy, open."""
    shop = open_shop(folder, WORLD)
    yield shop
    shop.close()
