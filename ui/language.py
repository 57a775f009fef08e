"""The language on screen: load it, and switch it while the program runs.

`python -m ui.language --update | --check | --release` tends the catalogues; see ui/catalogues.py.
"""

import logging
import sys
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ui.theme.files import resource

log = logging.getLogger(__name__)

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
OWN_NAMES = MappingProxyType({"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"})
"""What each language calls itself; never translated, so that a lost person finds the way back."""

_QT_CATALOGUES = MappingProxyType({"zh_Hans": "qtbase_zh_CN", "zh_Hant": "qtbase_zh_TW"})
_LOCALES = MappingProxyType({"en": "en_GB", "zh_Hans": "zh_CN", "zh_Hant": "zh_TW"})


def language_of_system(locale_name: str) -> str:
    """Give our language for a system's locale name, such as zh_TW or en_US."""
    name = locale_name.replace("-", "_")
    if not name.startswith("zh"):
        return "en"
    is_traditional = any(part in name for part in ("Hant", "TW", "HK", "MO"))
    return "zh_Hant" if is_traditional else "zh_Hans"


class Translators:
    """The catalogues in use. Every widget hears of a switch as a LanguageChange."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = "en"

    def use(self, language: str) -> bool:
        """Switch; gives whether our own catalogue was found. Without it the words are English."""
        assert language in LANGUAGES, language
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        QLocale.setDefault(QLocale(_LOCALES[language]))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language in _QT_CATALOGUES:
            self._install(_QT_CATALOGUES[language], qt_folder)
        return self._install(f"regulars_{language}", str(resource("i18n")))

    def _install(self, name: str, folder: str) -> bool:
        translator = QTranslator(self._app)
        if not translator.load(name, folder):
            log.warning("no catalogue %s", name)
            return False
        self._installed.append(translator)
        return self._app.installTranslator(translator)


if __name__ == "__main__":
    from ui.catalogues import main

    sys.exit(main(sys.argv[1:]))
