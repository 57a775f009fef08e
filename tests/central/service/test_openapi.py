"""The catalogue of doors: as the program hangs them, as OpenAPI tells, as docs/wire.md says."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from central.service import forms
from central.service.openapi import DOORS
from tests.central.service.standing import Running, ask
from tests.sync.samples import SAMPLES

ROOT = Path(__file__).resolve().parents[3]
FORMS = {
    "enrol_request": forms.ENROL_REQUEST,
    "enrol_request_founding": forms.ENROL_REQUEST,
    "enrol_request_with_shop": forms.ENROL_REQUEST,
    "enrol_request_of_a_new_till": forms.ENROL_REQUEST,
    "enrol_answer": forms.ENROL_ANSWER,
    "enrol_answer_with_shop": forms.ENROL_ANSWER,
    "enrol_answer_with_other_cards": forms.ENROL_ANSWER,
    "nonce_request": forms.NONCE_REQUEST,
    "nonce": forms.NONCE,
    "token_request": forms.TOKEN_REQUEST,
    "token": forms.TOKEN,
    "push_answer": forms.PUSH_ANSWER,
    "page": forms.PAGE,
    "page_with_clock": forms.PAGE,
    "rights_request": forms.RIGHTS_REQUEST,
    "rights_answer": forms.RIGHTS_ANSWER,
    "grant_report": forms.GRANT_REPORT,
    "grant_report_of_refunds": forms.GRANT_REPORT,
    "report_answer": forms.REPORT_ANSWER,
    "pins_request": forms.PINS_REQUEST,
    "pins_answer": forms.PINS_ANSWER,
    "tills_answer": forms.TILLS_ANSWER,
    "tills_answer_of_many": forms.TILLS_ANSWER,
    "tills_answer_of_a_page": forms.TILLS_ANSWER,
    "retire_request": forms.RETIRE_REQUEST,
    "retire_answer": forms.RETIRE_ANSWER,
    "timeline_answer": forms.TIMELINE_ANSWER,
    "timeline_answer_with_why": forms.TIMELINE_ANSWER,
    "snapshot_head": forms.SNAPSHOT_HEAD,
    **{name: forms.PROBLEM for name in SAMPLES if name.startswith("problem.")},
}


def test_every_door_of_the_wire_is_there_and_no_other() -> None:
    text = (ROOT / "docs" / "wire.md").read_text("utf-8")
    said = set(re.findall(r"`(GET|POST) (/v1/[a-z/{}]+)", text))
    assert {(door.method, door.path) for door in DOORS if door.tag == "till"} == said


def test_every_door_of_the_house_is_in_its_page() -> None:
    text = (ROOT / "docs" / "central.md").read_text("utf-8")
    house = [door.path for door in DOORS if door.tag == "house"]
    assert len(house) == 4
    assert [path for path in house if f"`{path}`" not in text] == []


def test_openapi_tells_every_door_and_what_it_takes(centre: Running) -> None:
    told = json.loads(ask(centre, "GET", "/openapi.json").body)
    doors = {(door.method.lower(), door.path): door for door in DOORS}
    assert {(m, path) for path, ms in told["paths"].items() for m in ms} == set(doors)
    for (method, path), door in doors.items():
        one = told["paths"][path][method]
        assert ("requestBody" in one) == (door.question is not None)
        assert ("security" in one) == door.has_token
        assert "422" not in one["responses"]
        assert one["responses"]["429"]["content"].keys() == {"application/problem+json"}
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    pull = told["paths"]["/v1/sync/pull"]["get"]["parameters"]
    names = {one["name"] for one in pull}
    assert names == {"cursor", "limit", "wait", "schema", "ended", "hlc"}
    timeline = told["paths"]["/v1/members/{member}/timeline"]["get"]["parameters"]
    assert {(one["name"], one["in"]) for one in timeline} == {
        ("member", "path"),
        ("before", "query"),
    }


def test_openapi_tells_of_every_message_that_is_asked_or_answered() -> None:
    elsewhere = {"push", "snapshot_line", "find_request", "find_answer"}  # lines, files, datagrams
    assert set(SAMPLES) - elsewhere == set(FORMS)


def misfits(  # noqa: C901 - a list of kinds
    value: object, form: dict[str, Any], where: str = ""
) -> list[str]:
    """Say where a value is not of a form; as much of JSON Schema as our forms use."""
    found: list[str] = []
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if "enum" in form:
        return [] if value in form["enum"] else [where]
    if not isinstance(value, kinds[form["type"]]):
        return [where]
    if isinstance(value, dict):
        known = form.get("properties", {})
        rest = form.get("additionalProperties", {} if not known else None)
        found += [f"{where}.{name}" for name in form.get("required", []) if name not in value]
        for name, inner in value.items():
            shape = known.get(name, rest)
            if shape is None:
                found.append(f"{where}.{name}")
            elif shape:
                found += misfits(inner, shape, f"{where}.{name}")
    if isinstance(value, list):
        is_so_many = form.get("minItems", 0) <= len(value) <= form["maxItems"]
        found += [] if is_so_many else [where]
        shapes = form.get("prefixItems") or [form["items"]] * len(value)
        for inner, shape in zip(value, shapes, strict=False):
            found += misfits(inner, shape, f"{where}[]")
    if isinstance(value, str):
        fits = re.search(form.get("pattern", ""), value) and len(value) <= form.get(
            "maxLength", 999
        )
        found += [] if fits else [where]
    if type(value) is int and "minimum" in form:
        found += [] if form["minimum"] <= value <= form["maximum"] else [where]
    return found


@pytest.mark.parametrize("name", FORMS)
def test_what_openapi_says_of_a_message_is_how_it_is_spelled(name: str) -> None:
    said = json.loads(SAMPLES[name].message.spelled())
    assert misfits(said, FORMS[name]) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_message_that_lacks_or_has_more_would_be_noticed(name: str) -> None:
    said = json.loads(SAMPLES[name].message.spelled())
    assert misfits(said | {"more": 1}, FORMS[name]) == [".more"]
    first = FORMS[name]["required"][0]
    assert misfits({key: said[key] for key in said if key != first}, FORMS[name]) == [f".{first}"]


def test_control_a_list_with_other_things_in_it_would_be_noticed() -> None:
    said = json.loads(SAMPLES["grant_report"].message.spelled())
    epoch, wallet, total = said["grants"][0]
    for one in ([wallet, epoch, total], [epoch, wallet, -1], [epoch, wallet]):
        assert misfits(said | {"grants": [one]}, forms.GRANT_REPORT) != []


def test_the_centre_needs_nothing_that_only_a_till_has() -> None:
    words = (
        "import sys\n"
        "for name in ('httpx', 'PySide6', 'sqlcipher3', 'keyring', 'argon2', 'reportlab'):\n"
        "    sys.modules[name] = None\n"
        "import central.admin, central.service.serving, central.starting\n"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=False, capture_output=True)
    assert done.stderr == b""
