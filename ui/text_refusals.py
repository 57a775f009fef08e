"""One sentence for each refusal code; a test checks that none is missing."""

from PySide6.QtCore import QCoreApplication


def refusal_sentence(code: str) -> str:  # noqa: C901, PLR0912 - one case for each code
    """Give the sentence of a code with its named places still open."""
    match code:
        case "not-enough-points":
            return QCoreApplication.translate(
                "Refusals", "Only {available} can be spent now. Choose fewer."
            )
        case "not-enough-here":
            return QCoreApplication.translate(
                "Refusals", "This till can spend only {available} now. Choose fewer."
            )
        case "too-few-points":
            return QCoreApplication.translate("Refusals", "Spend at least {least} at once.")
        case "points-not-positive":
            return QCoreApplication.translate("Refusals", "Type how many points.")
        case "worth-nothing":
            return QCoreApplication.translate("Refusals", "{points} would pay for nothing.")
        case "more-than-sale":
            return QCoreApplication.translate(
                "Refusals", "Points can pay at most {payable_minor} of this sale."
            )
        case "debt-first":
            return QCoreApplication.translate(
                "Refusals", "Owed: {debt}. The next sales repay that first."
            )
        case "bad-amount":
            return QCoreApplication.translate("Refusals", "“{typed}” is not an amount.")
        case "receipt-known":
            return QCoreApplication.translate(
                "Refusals", "Receipt {receipt} has earned already, on {day}, for {member_name}."
            )
        case "unknown-member":
            return QCoreApplication.translate(
                "Refusals", "No member has this number. Check it, or search by name or phone."
            )
        case "unknown-card":
            return QCoreApplication.translate(
                "Refusals", "This card is not known here. Search by name or phone."
            )
        case "card-revoked":
            return QCoreApplication.translate(
                "Refusals", "This card was replaced. Search by name or phone."
            )
        case "unknown-sale":
            return QCoreApplication.translate(
                "Refusals", "No sale has this receipt or slip. Check the number."
            )
        case _:
            return _more(code)


def _more(code: str) -> str:  # noqa: C901, PLR0912 - one case for each code
    match code:
        case "nothing-left-to-refund":
            return QCoreApplication.translate(
                "Refusals", "This sale has been given back in full already."
            )
        case "refund-too-large":
            return QCoreApplication.translate(
                "Refusals", "At most {left_minor} can still be given back."
            )
        case "nothing-to-undo":
            return QCoreApplication.translate("Refusals", "There is nothing to undo.")
        case "care-needed":
            return QCoreApplication.translate(
                "Refusals", "Without the card this needs one more answer."
            )
        case "wrong-month":
            return QCoreApplication.translate(
                "Refusals", "That is not the month in our book. Ask for the card."
            )
        case "name-missing":
            return QCoreApplication.translate("Refusals", "Type a name.")
        case "bad-phone":
            return QCoreApplication.translate(
                "Refusals", "“{typed}” is not a phone number. Check the digits."
            )
        case "bad-birthday":
            return QCoreApplication.translate(
                "Refusals", "“{typed}” is not a day. Type it like 1990-02-28 or 02-28."
            )
        case "consent-missing":
            return QCoreApplication.translate(
                "Refusals", "Read the sentence out and tick it when they agree."
            )
        case "phone-taken":
            return QCoreApplication.translate("Refusals", "{name} has this number already.")
        case "not-allowed":
            return QCoreApplication.translate("Refusals", "This needs somebody with the right to.")
        case "act-known":
            return QCoreApplication.translate(
                "Refusals", "This was already written down differently. Nothing was changed."
            )
        case "wrong-pin":
            return QCoreApplication.translate(
                "Refusals", "That is not the PIN. Tries left: {tries_left}."
            )
        case _:
            return _rest(code)


def _rest(code: str) -> str:  # noqa: C901, PLR0912 - one case for each code
    match code:
        case "pin-locked":
            return QCoreApplication.translate(
                "Refusals", "Too many tries. The next one is possible in {seconds} s."
            )
        case "weak-pin":
            return QCoreApplication.translate(
                "Refusals", "Anyone would guess this PIN. Choose 4 to 8 digits without a pattern."
            )
        case "reason-missing":
            return QCoreApplication.translate("Refusals", "Choose a reason.")
        case "adjust-too-large":
            return QCoreApplication.translate("Refusals", "The most possible here is {limit}.")
        case "unknown-receipt-here":
            return QCoreApplication.translate(
                "Refusals", "This till sold nothing with this receipt. Scan the code on the slip."
            )
        case "refund-not-held":
            return QCoreApplication.translate(
                "Refusals", "This till cannot give this sale back by itself. Ask for the refund."
            )
        case "refund-asked-already":
            return QCoreApplication.translate(
                "Refusals", "A refund of this sale is asked for already. Wait for the centre."
            )
        case "already-settled":
            return QCoreApplication.translate(
                "Refusals", "There is nothing to choose here any more."
            )
        case "merged-long-ago":
            return QCoreApplication.translate(
                "Refusals", "They were made one member more than 30 days ago, and stay one."
            )
        case "clock-jumped":
            return QCoreApplication.translate(
                "Refusals",
                "The clock says {today}, the last entry is of {last_day}."
                " Somebody must confirm the date.",
            )
        case "bad-setting":
            return QCoreApplication.translate("Refusals", "This setting cannot be that.")
        case "bad-file":
            return QCoreApplication.translate(
                "Refusals", "The file cannot be used. Line {line}: {found}"
            )
        case _:
            message = f"no words for {code}"
            raise AssertionError(message)


def held_back(why: str) -> str:
    """Say why a till that has joined a centre may spend nothing of what is there."""
    if why == "lease":
        return QCoreApplication.translate(
            "Refusals", "The centre was not heard for too long. Until it is, nothing is redeemed."
        )
    return QCoreApplication.translate(
        "Refusals", "The centre has stopped this till. Nothing is redeemed. Tell the owner."
    )


def unreadable(reason: str) -> str:
    """Say what was wrong with a scan."""
    match reason:
        case "empty" | "short":
            return QCoreApplication.translate(
                "Refusals", "The scan broke off. Hold the card still and scan again."
            )
        case "damaged":
            return QCoreApplication.translate(
                "Refusals", "The card could not be read. Scan again, or type the number."
            )
        case "too_long":
            return QCoreApplication.translate("Refusals", "That is not a member card.")
        case _:
            return QCoreApplication.translate(
                "Refusals", "That code is not one of this shop's cards."
            )


def reason_name(code: str) -> str:
    """Name a reason for points given or taken by hand."""
    match code:
        case "goodwill":
            return QCoreApplication.translate("Reasons", "Goodwill")
        case "mistake":
            return QCoreApplication.translate("Reasons", "Putting a mistake right")
        case "promotion":
            return QCoreApplication.translate("Reasons", "Promotion")
        case "opening":
            return QCoreApplication.translate("Reasons", "Points from an earlier programme")
        case _:
            return QCoreApplication.translate("Reasons", "Other")
