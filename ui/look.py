"""How the program looks and speaks: in a language, a palette and a size of letters."""

from PySide6.QtWidgets import QApplication

from desktop.store.shop import Shop
from ui.language import LANGUAGES, Translators, language_of_system
from ui.theme import apply_theme


class Look:
    """Dresses the whole program; before there is a shop, as the computer's own language says."""

    def __init__(self, app: QApplication, locale_name: str) -> None:
        self._app = app
        self._translators = Translators(app)
        self._spoken = ""
        self.language = language_of_system(locale_name)

    def wear_plain(self, language: str = "", *, training: bool = False) -> None:
        """Look as nobody's shop yet, in another language where one is given."""
        self.language = language or self.language
        self._dress("light", large=False, training=training)

    def wear(self, shop: Shop) -> None:
        """Look as a shop's settings say."""
        language = shop.setting("language", "en")
        self.language = language if language in LANGUAGES else "en"
        large = shop.setting("large_type", "no") == "yes"
        self._dress(shop.setting("palette", "light"), large=large, training=shop.training)

    def _dress(self, palette: str, *, large: bool, training: bool) -> None:
        if self._spoken != self.language:  # else every page would say its words again for nothing
            self._translators.use(self.language)
            self._spoken = self.language
        apply_theme(
            self._app, palette=palette, language=self.language, large=large, training=training
        )
