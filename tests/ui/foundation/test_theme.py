"""Every palette can be read, every size is there, and only our own letters are drawn."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import apply_theme, current_look
from ui.theme.files import resource
from ui.theme.fonts import FILES, SIMPLIFIED, TRADITIONAL, families
from ui.theme.icons import pixmap
from ui.theme.sheet import make_sheet
from ui.theme.tokens import (
    CONTRAST_EDGE_MIN,
    CONTRAST_TEXT_MIN,
    PALETTES,
    Scale,
    Tokens,
    contrast,
    scale_for,
    tokens_for,
)

LOOKS = [(name, training) for name in PALETTES for training in (False, True)]


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Callable[..., None]]:
    def dress(*, palette: str = "light", language: str = "en", large: bool = False) -> None:
        apply_theme(qapp, palette=palette, language=language, large=large, training=False)

    yield dress
    dress()


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}{'-training' if look[1] else ''}")
def tokens(request: pytest.FixtureRequest) -> Tokens:
    name, training = request.param
    return tokens_for(name, training=training)


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_text_can_be_read(tokens: Tokens) -> None:
    surfaces = [tokens.page, tokens.card, tokens.raised]
    words = [tokens.text, tokens.quiet, tokens.accent, tokens.good, tokens.warn, tokens.bad]
    pairs = [(word, surface) for word in [*words, tokens.gold] for surface in surfaces]
    pairs += [
        (tokens.on_accent, tokens.accent),
        (tokens.on_accent, tokens.accent_down),
        (tokens.accent, tokens.accent_soft),
        (tokens.bad, tokens.bad_soft),
        (tokens.good, tokens.good_soft),
        (tokens.warn, tokens.warn_soft),
    ]
    for soft in (tokens.accent_soft, tokens.good_soft, tokens.warn_soft, tokens.bad_soft):
        pairs += [(tokens.text, soft), (tokens.quiet, soft)]
    poor = {pair: contrast(*pair) for pair in pairs if contrast(*pair) < CONTRAST_TEXT_MIN}
    assert poor == {}


def test_edges_and_focus_can_be_seen(tokens: Tokens) -> None:
    surfaces = [tokens.page, tokens.card, tokens.raised]
    pairs = [(line, surface) for line in (tokens.edge, tokens.accent) for surface in surfaces]
    pairs += [(tokens.on_accent, tokens.accent)]  # the ring inside the main button
    poor = {pair: contrast(*pair) for pair in pairs if contrast(*pair) < CONTRAST_EDGE_MIN}
    assert poor == {}


def test_high_contrast_is_higher() -> None:
    tokens = tokens_for("contrast")
    words = [tokens.text, tokens.quiet, tokens.accent, tokens.good, tokens.warn, tokens.bad]
    assert all(contrast(word, tokens.card) >= 7 for word in words)


@pytest.mark.parametrize("name", PALETTES)
def test_the_training_shop_looks_different(name: str) -> None:
    assert tokens_for(name, training=True).accent != tokens_for(name).accent


def test_large_letters_are_larger_by_two_fifths() -> None:
    assert scale_for(large=True).body == 21
    assert scale_for(large=True).balance == 67
    assert scale_for(large=False) == Scale()


def test_the_sheet_names_only_roles_that_exist(tokens: Tokens) -> None:
    sheet = make_sheet(tokens, Scale(), [SIMPLIFIED])
    assert "$" not in sheet
    assert tokens.accent in sheet


def test_simplified_stands_behind_traditional() -> None:
    assert families("zh_Hant") == [TRADITIONAL, SIMPLIFIED]
    assert families("zh_Hans") == families("en") == [SIMPLIFIED]


def test_the_typefaces_ship_with_the_program() -> None:
    assert [name for name in FILES if not resource("fonts", name).is_file()] == []


@pytest.mark.parametrize(
    ("language", "family"),
    [("en", SIMPLIFIED), ("zh_Hans", SIMPLIFIED), ("zh_Hant", TRADITIONAL)],
)
def test_only_our_own_letters_are_drawn(
    qtbot: QtBot, dress: Callable[..., None], language: str, family: str
) -> None:
    widgets: list[QWidget] = [QLabel("Wang 王美玲"), QLineEdit("1,240"), QPushButton("Award")]
    dress(language=language)  # after they were made: a switch of language must reach them
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert QFontInfo(widget.font()).family() == family


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_figures_line_up(
    qapp: QApplication, dress: Callable[..., None], language: str, bold: bool
) -> None:
    dress(language=language)
    font = qapp.font()
    font.setPixelSize(48)
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_new_look_reaches_windows_that_are_open(qtbot: QtBot, dress: Callable[..., None]) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    dress(palette="dark", large=True)
    edit.ensurePolished()
    assert current_look().tokens == tokens_for("dark")
    assert edit.palette().base().color().name().upper() == tokens_for("dark").card
    assert edit.font().pixelSize() == 21


ICONS = sorted(file.stem for file in resource("icons").glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.usefixtures("qapp")
def test_every_icon_draws_something_in_the_colour_asked_for(name: str) -> None:
    drawn = pixmap(name, "#B3261E", 24).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    solid = {
        drawn.pixelColor(x, y).name()
        for x in range(24)
        for y in range(24)
        if drawn.pixelColor(x, y).alpha() > 250
    }
    has_own_colour = "currentColor" not in resource("icons", f"{name}.svg").read_text()
    assert solid
    assert has_own_colour or solid == {"#b3261e"}
