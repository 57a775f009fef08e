"""Why a till has not joined, in words: what happened, and what to do."""

from PySide6.QtCore import QCoreApplication

from desktop.joining import Why


def why(reason: Why) -> str:
    """Word a reason; nothing was changed by any of them."""
    match reason:
        case Why.ADDRESS:
            return QCoreApplication.translate(
                "Joining", "Type the address as the centre printed it: https://…"
            )
        case Why.MISTYPED:
            return QCoreApplication.translate(
                "Joining", "This is not a code. Look at it again, letter by letter."
            )
        case Why.CODE:
            return QCoreApplication.translate(
                "Joining",
                "The centre does not take this code: it is wrong, was used, or is older than ten"
                " minutes. Ask for a new one.",
            )
        case Why.MONEY:
            return QCoreApplication.translate(
                "Joining",
                "Money or the worth of points differ from the centre's. They must be the same"
                " before this till can join.",
            )
        case Why.NOT_THIS_ONE:
            return QCoreApplication.translate(
                "Joining",
                "This code is not for this till. A shop that ran alone needs one made with"
                " --founds, a till that was there before one made with --device.",
            )
        case Why.SHUT_OUT:
            return QCoreApplication.translate(
                "Joining", "The centre has shut this till out. Ask for a code made with --device."
            )
        case Why.OLD:
            return QCoreApplication.translate(
                "Joining", "Till and centre are not of the same age. Update the older program."
            )
        case Why.STRANGE:
            return QCoreApplication.translate(
                "Joining", "The centre does not understand this till. Tell whoever looks after it."
            )
        case _:
            return _way(reason)


def _way(reason: Why) -> str:
    match reason:
        case Why.NO_NETWORK:
            return QCoreApplication.translate(
                "Joining", "This computer has no network. Look at the cable or the Wi-Fi."
            )
        case Why.NO_INTERNET:
            return QCoreApplication.translate(
                "Joining", "Nothing answers at this address. Is it right, and is the network?"
            )
        case Why.AWAY:
            return QCoreApplication.translate(
                "Joining", "A computer is there, but no centre. Is it running, is the port right?"
            )
        case Why.BUSY:
            return QCoreApplication.translate(
                "Joining", "The centre is busy, or wrong codes were tried. Wait a minute."
            )
        case Why.UNTRUSTED:
            return QCoreApplication.translate(
                "Joining",
                "Whoever answered could not prove to be the centre you compared. Nothing was sent.",
            )
        case Why.CLOCK:
            return QCoreApplication.translate(
                "Joining", "This computer's clock is wrong. Set it, then try again."
            )
        case _:
            return QCoreApplication.translate(
                "Joining", "No answer came. Try again with the same code: nothing is done twice."
            )
