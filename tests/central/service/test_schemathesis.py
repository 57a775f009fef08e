"""Schemathesis asks every door what it makes of our OpenAPI, in all its phases; nothing is a fault.

It is not installed with the tests; REGULARS_SCHEMATHESIS names the program where it is.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from central.database import Database
from central.proving import prove
from central.service import doors as opened
from central.service.answers import NDJSON
from central.service.openapi import DOORS
from tests.central.service.placed import Place, placed

PROGRAM = os.environ.get("REGULARS_SCHEMATHESIS") or shutil.which("schemathesis")
EXAMPLES = os.environ.get("REGULARS_SCHEMATHESIS_EXAMPLES", "100")
PHASES = "examples,coverage,fuzzing,stateful"
HOOKS = """
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(_, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
"""
"""It knows no lines of JSON; runs in its own program, so it is no module of ours."""
LONGEST_S = 3_000
NOT_PROMISED = "positive_data_acceptance"
"""What has the right form may still be a wrong code or a cursor of nobody's; and to JSON Schema 1.0
is a whole number, which the wire does not take."""


UNWATCHED = {"health", "ready", "metrics"}
"""Doors of which no line is written while all is well."""


pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(PROGRAM is None, reason="there is no Schemathesis here"),
]


@pytest.fixture(scope="module")
def place(database: Database) -> Iterator[Place]:
    """A centre that tells nobody to wait."""
    with placed(database) as one:
        yield one


def openapi(place: Place) -> dict[str, Any]:
    """Give what OpenAPI says, with real values as examples, and no question that is held open."""
    whole: dict[str, Any] = deepcopy(place.caller.told)
    for methods in whole["paths"].values():
        for door in methods.values():
            asked = [one for one in door.get("parameters", []) if one["name"] != "wait"]
            for one in asked:
                if one["name"] in place.known:
                    one["schema"]["examples"] = place.known[one["name"]]
            door["parameters"] = asked
            for response in door["responses"].values():
                for content in response["content"].values():
                    _loosen(content["schema"])
            for content in door.get("requestBody", {}).get("content", {}).values():
                _exemplify(content["schema"], place.known)
    push = whole["paths"]["/v1/sync/push"]["post"]["requestBody"]["content"][NDJSON]["schema"]
    push["examples"] = [book.push(1).spelled().decode() for book in place.books]
    return whole


def _loosen(form: Any) -> None:
    """Leave out what is in pairs: of an answer Schemathesis cannot read that; test_fuzz.py does."""
    if isinstance(form, dict):
        form.pop("prefixItems", None)
        for inner in form.values():
            _loosen(inner)


def _exemplify(form: dict[str, Any], known: Mapping[str, list[Any]]) -> None:
    for name, inner in form.get("properties", {}).items():
        if name in known:
            inner["examples"] = known[name]
        _exemplify(inner, known)
    if "items" in form:
        _exemplify(form["items"], known)


def run(place: Place, folder: Path, who: int, *more: str) -> tuple[int, str]:
    """Let Schemathesis ask as one of the tills; gives its end and its words."""
    assert PROGRAM is not None
    said = folder / "openapi.json"
    said.write_text(json.dumps(openapi(place)), "utf-8")
    (folder / "lines_of_json.py").write_text(HOOKS, "utf-8")
    done = subprocess.run(
        [
            PROGRAM,
            "run",
            str(said),
            f"--url=http://127.0.0.1:{place.caller.centre.port}",
            f"--header=Authorization: Bearer {place.tokens[who]}",
            f"--phases={PHASES}",
            "--checks=all",
            f"--exclude-checks={NOT_PROMISED}",
            f"--max-examples={EXAMPLES}",
            "--seed=1",
            "--continue-on-failure",
            "--no-color",
            "--generation-database=none",
            "--suppress-health-check=all",
            "--request-timeout=20",
            *more,
        ],
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "lines_of_json", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("who", [0, 1], ids=["counter", "office"])
def test_schemathesis_finds_no_fault_at_any_door(
    place: Place, tmp_path: Path, who: int, told: Callable[[str], None]
) -> None:
    before = len(place.caller.centre.lines)
    ended, said = run(place, tmp_path, who)
    lines = place.caller.centre.lines[before:]
    assert ended == 0, said
    answered = [line for line in lines if line["event"] == "answered"]
    assert {line["door"] for line in answered} >= {door.name for door in DOORS} - UNWATCHED, said
    assert [line for line in lines if line["event"] == "bug"] == []
    assert prove(place.caller.centre.parts.database, place.shop.tenant).findings == []
    told(f"{len(answered)} questions")


def test_control_a_door_that_trips_over_a_message_is_noticed(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(raw: bytes) -> Any:
        return json.loads(raw)["device"]

    monkeypatch.setattr(opened, "read_rights_request", trips)
    ended, said = run(place, tmp_path, 0, "--include-operation-id=rights", "--max-examples=10")
    assert ended == 1
    assert "500" in said
