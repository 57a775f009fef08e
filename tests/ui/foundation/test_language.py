"""Languages switch while the program runs, and broken translations are noticed."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from ui import catalogues, language, text
from ui.actions import Id, words
from ui.catalogues import Message, faults
from ui.language import LANGUAGES, OWN_NAMES, Translators, language_of_system
from ui.theme.files import resource
from ui.widgets.buttons import ordinary
from ui.widgets.keypad import Keypad, PadKind
from ui.widgets.plain import PlainLabel

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="{language}" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message>
        <source>Undo last</source>
        <translation>{undo}</translation>
    </message>
</context>
</TS>
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of one sentence, built as the real ones are."""
    for code, undo in (("en", "Undo last"), ("zh_Hans", "撤销"), ("zh_Hant", "復原")):
        text = TS.format(language=code, undo=undo)
        catalogues.catalogue(tmp_path, code).write_text(text, encoding="utf-8")
    catalogues.release(tmp_path, tmp_path)
    monkeypatch.setattr(language, "resource", lambda _name: tmp_path)
    return tmp_path


@pytest.fixture
def translators(qapp: QApplication, folder: Path) -> Iterator[Translators]:
    assert catalogues.catalogue(folder, "en").is_file()
    translators = Translators(qapp)
    yield translators
    translators.use("en")
    for each in translators._installed:
        qapp.removeTranslator(each)


def test_words_change_at_once(translators: Translators) -> None:
    seen = []
    for code in ("zh_Hans", "zh_Hant", "en"):
        assert translators.use(code)
        seen.append(words(Id.UNDO))
    assert seen == ["撤销", "復原", "Undo last"]


def test_qts_own_words_change_too(translators: Translators) -> None:
    qt_words = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (qt_words / "qtbase_zh_CN.qm").is_file()
    translators.use("zh_Hans")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_long_lived_widget_hears_of_it(translators: Translators, qtbot: QtBot) -> None:
    pad = Keypad(PadKind.PIN)
    qtbot.addWidget(pad)
    heard: list[bool] = []
    pad.retranslate = lambda: heard.append(True)  # type: ignore[method-assign]
    translators.use("zh_Hans")
    QApplication.processEvents()
    assert heard


@pytest.mark.parametrize(
    ("system", "ours"),
    [("zh_TW", "zh_Hant"), ("zh-Hant-HK", "zh_Hant"), ("zh_CN", "zh_Hans"), ("de_DE", "en")],
)
def test_the_first_start_speaks_the_systems_language(system: str, ours: str) -> None:
    assert language_of_system(system) == ours
    assert set(OWN_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("source", "forms", "plural", "is_right"),
    [
        ("{name} has {points}", ("{points}: {name}",), False, True),
        ("{name} has {points}", ("{name}",), False, False),
        ("%n point(s)", ("%n 分",), True, True),
        ("%n point(s)", ("one point", "%n points"), True, True),
        ("%n of {total}", ("%n",), True, False),
        ("Undo", ("",), False, False),
    ],
)
def test_places_must_survive_translation(
    source: str, forms: tuple[str, ...], plural: bool, is_right: bool
) -> None:
    assert (faults(Message("Text", source, forms, True, plural)) == []) == is_right


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_that_ships_is_translated_with_its_places(code: str) -> None:
    shipped = catalogues.messages(catalogues.catalogue(resource("i18n"), code))
    assert shipped
    assert [fault for message in shipped for fault in faults(message)] == []


@pytest.mark.parametrize(("code", "letters"), [("zh_Hans", "gb2312"), ("zh_Hant", "cp950")])
def test_each_chinese_is_written_in_its_own_letters(code: str, letters: str) -> None:
    shipped = catalogues.messages(catalogues.catalogue(resource("i18n"), code))
    for form in (form for message in shipped for form in message.forms):
        assert form.encode(letters).decode(letters) == form


@pytest.mark.parametrize("code", ["zh_Hans", "zh_Hant"])
def test_the_screen_counts_points_as_the_paper_does(code: str) -> None:
    paper = json.loads(resource("i18n", f"paper_{code}.json").read_text(encoding="utf-8"))
    shipped = catalogues.messages(catalogues.catalogue(resource("i18n"), code))
    forms = [message.forms for message in shipped if message.source == "%n point(s)"]
    assert forms == [(paper["points.other"].replace("{count}", "%n"),)]


def test_english_counts_one_and_many(qapp: QApplication) -> None:
    assert qapp is not None
    assert [text.points(n) for n in (0, 1, 2, 1200)] == [
        "0 points",
        "1 point",
        "2 points",
        "1,200 points",
    ]
    today = date(2026, 11, 22)
    assert text.ago(today - timedelta(days=6), today) == "6 days ago"


def test_a_catalogue_that_fell_behind_is_noticed(folder: Path) -> None:
    complaints = catalogues.check(folder)
    assert "zh_Hans: the words in the source have changed; run --update" in complaints


def test_a_fresh_catalogue_lacks_translations_and_nothing_else(tmp_path: Path) -> None:
    catalogues.update(tmp_path)
    complaints = catalogues.check(tmp_path)
    assert complaints
    assert all(complaint.endswith("is not translated") for complaint in complaints)


def test_the_audit_finds_words_no_translator_saw(qapp: QApplication, qtbot: QtBot) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        pad = Keypad(PadKind.AMOUNT)
        label = PlainLabel("Forgotten", parent=pad)
        qtbot.addWidget(pad)
        assert [label.text() in line for line in untranslated(pad)] == [True]
    finally:
        qapp.removeTranslator(pseudo)


def test_the_audit_finds_nameless_and_small_things(qtbot: QtBot) -> None:
    pad = Keypad(PadKind.AMOUNT)
    qtbot.addWidget(pad)
    button = ordinary("")
    button.setParent(pad)
    button.setObjectName("blank")
    button.setFixedWidth(20)
    pad.show()
    assert [line.split(" / ")[-1] for line in nameless(pad)] == ["blank"]
    assert [line.split(" / ")[-1] for line in small_targets(pad)] == [
        f"blank: 20 x {button.height()}"
    ]
