"""What a start loads: nothing that only a joined till, a paper or a rare act has a use for."""

import subprocess
import sys

import pytest

LATER = (
    "httpx", "qrcode", "reportlab", "sqlite_utils", "phonenumbers", "pypinyin", "zeroconf",
    "desktop.inbox", "desktop.printing.card", "desktop.printing.slip", "desktop.store.feed",
    "desktop.store.till_store", "desktop.store.verify", "desktop.till_file", "desktop.training",
    "regulars.agreement.centre", "sync.courier", "sync.engine", "sync.http", "sync.wire_look",
    "sync.wire_pull", "sync.wire_push",
)  # fmt: skip


def loaded_by(imports: str) -> set[str]:
    asked = f"import sys; import {imports}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def at_start() -> set[str]:
    return loaded_by("ui.app, ui.shell")


@pytest.mark.parametrize("name", LATER)
def test_a_start_does_not_wait_for(name: str, at_start: set[str]) -> None:
    assert name not in at_start


def test_a_joined_till_does_load_the_wire_as_a_control() -> None:
    assert {"sync.wire_push", "desktop.till_file"} <= loaded_by("sync.engine, desktop.till_file")
