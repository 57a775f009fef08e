"""What settings, their values and the sections are called."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from ui.language import OWN_NAMES


class SectionId(StrEnum):
    """The sections, in the order they stand on the page."""

    SHOP = "shop"
    PROGRAMME = "programme"
    GOODS = "goods"
    STAFF = "staff"
    LOOK = "look"
    SCANNER = "scanner"
    PAPER = "paper"
    REGISTER = "register"
    SECURITY = "security"
    BACKUPS = "backups"
    CENTRE = "centre"


def section_name(section: SectionId) -> str:  # noqa: C901 - one case for each
    """Name a section."""
    match section:
        case SectionId.SHOP:
            return QCoreApplication.translate("Preferences", "Shop")
        case SectionId.PROGRAMME:
            return QCoreApplication.translate("Preferences", "Points")
        case SectionId.GOODS:
            return QCoreApplication.translate("Preferences", "Goods")
        case SectionId.STAFF:
            return QCoreApplication.translate("Preferences", "Staff")
        case SectionId.LOOK:
            return QCoreApplication.translate("Preferences", "Look")
        case SectionId.SCANNER:
            return QCoreApplication.translate("Preferences", "Scanner")
        case SectionId.PAPER:
            return QCoreApplication.translate("Preferences", "Slips and cards")
        case SectionId.REGISTER:
            return QCoreApplication.translate("Preferences", "Register")
        case SectionId.SECURITY:
            return QCoreApplication.translate("Preferences", "Security")
        case SectionId.BACKUPS:
            return QCoreApplication.translate("Preferences", "Backups")
        case SectionId.CENTRE:
            return QCoreApplication.translate("Preferences", "Centre")


def setting_name(key: str) -> str:  # noqa: C901, PLR0912 - one case for each
    """Name a setting."""
    match key:
        case "language":
            return QCoreApplication.translate("Preferences", "Language")
        case "palette":
            return QCoreApplication.translate("Preferences", "Colours")
        case "large_type":
            return QCoreApplication.translate("Preferences", "Large letters")
        case "sound":
            return QCoreApplication.translate("Preferences", "Sound")
        case "receipts_restart":
            return QCoreApplication.translate("Preferences", "Receipt numbers start again")
        case "receipt_required":
            return QCoreApplication.translate("Preferences", "A sale needs a receipt number")
        case "redeem_without_card":
            return QCoreApplication.translate("Preferences", "To spend points without the card")
        case "idle_lock_seconds":
            return QCoreApplication.translate("Preferences", "Lock the till when nobody touches it")
        case "slip_width":
            return QCoreApplication.translate("Preferences", "Width of the slip paper")
        case "slip_printer":
            return QCoreApplication.translate("Preferences", "Printer for slips")
        case "card_printer":
            return QCoreApplication.translate("Preferences", "Printer for cards")
        case "print_slips":
            return QCoreApplication.translate("Preferences", "Print a slip for every sale")
        case "scanner_prefix":
            return QCoreApplication.translate("Preferences", "Key the scanner sends first")
        case "watched_folder":
            return QCoreApplication.translate("Preferences", "Folder the register writes sales to")
        case _:
            return key


def setting_hint(key: str) -> str:
    """Say what a setting is for, where its name does not."""
    match key:
        case "receipts_restart":
            return QCoreApplication.translate(
                "Preferences", "One receipt earns once: for ever, or once a day."
            )
        case "redeem_without_card":
            return QCoreApplication.translate(
                "Preferences", "What is asked when somebody has only a phone number or a name."
            )
        case "scanner_prefix":
            return QCoreApplication.translate(
                "Preferences",
                "Without one, a scan is known by its speed. With one it is known for certain."
                " The scanner's own manual has the code to set it.",
            )
        case "slip_printer" | "card_printer":
            return QCoreApplication.translate(
                "Preferences", "Without one, a preview opens and you print from there."
            )
        case "watched_folder":
            return QCoreApplication.translate(
                "Preferences", "Sales put there as files come to the counter by themselves."
            )
        case _:
            return ""


def value_name(key: str, value: str) -> str:  # noqa: C901, PLR0912 - one case for each
    """Name a value of a setting."""
    match key, value:
        case "language", _:
            return OWN_NAMES.get(value, value)
        case _, "yes":
            return QCoreApplication.translate("Preferences", "Yes")
        case _, "no":
            return QCoreApplication.translate("Preferences", "No")
        case "palette", "light":
            return QCoreApplication.translate("Preferences", "Light")
        case "palette", "dark":
            return QCoreApplication.translate("Preferences", "Dark")
        case "palette", "contrast":
            return QCoreApplication.translate("Preferences", "High contrast")
        case "receipts_restart", "never":
            return QCoreApplication.translate("Preferences", "Never")
        case "receipts_restart", "daily":
            return QCoreApplication.translate("Preferences", "Every day")
        case "redeem_without_card", "birthday":
            return QCoreApplication.translate("Preferences", "Birthday month")
        case "redeem_without_card", "name":
            return QCoreApplication.translate("Preferences", "Name")
        case "redeem_without_card", "approval":
            return QCoreApplication.translate("Preferences", "An owner's approval")
        case "idle_lock_seconds", _:
            #: {minutes} is 1, 2, 5 or 10; short for minutes
            return QCoreApplication.translate("Preferences", "{minutes} min").format(
                minutes=int(value) // 60
            )
        case "slip_width", _:
            return QCoreApplication.translate("Preferences", "{width} mm").format(width=value)
        case "scanner_prefix", "none":
            return QCoreApplication.translate("Preferences", "None")
        case _:
            return value
