"""What the form says while one types: the likely digit, the meaning of the birth field, a pasted line spread out."""

from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.question import TypedForm
from app.errors import InputRefused
from app.scheme.days import parse_day
from app.scheme.digits import check_digit, folded
from app.scheme.numbers import LATE_ELDERLY_LAW, InsurerNumber
from app.scheme.transitions import document_hint


@dataclass(frozen=True, slots=True)
class InsurerHint:
    """words: beside the number. doubtful: the check digit does not fit. digits: complete enough to be looked up."""

    words: str
    doubtful: bool = False
    digits: str | None = None


NO_HINT = InsurerHint("")


def insurer_hint(typed: str) -> InsurerHint:
    """The digit that must come next, or a warning when the last one does not fit — never a refusal."""
    digits = folded(typed).replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return NO_HINT
    if len(digits) == 7:
        return InsurerHint(f"次は {check_digit(digits)} のはずです")
    if len(digits) not in (6, 8):
        return NO_HINT
    number = InsurerNumber.parse(digits) if len(digits) == 6 or not digits.startswith("00") else None
    if number is None:
        return NO_HINT
    if number.has_valid_check_digit:
        return InsurerHint("", digits=number.digits)
    if len(digits) == 6:  # six digits may still become eight
        return InsurerHint("", digits=number.digits)
    return InsurerHint(f"末尾は {number.likely_last_digit} のはずです", doubtful=True, digits=number.digits)


def birth_caption(form: TypedForm) -> tuple[str, str]:
    """Caption and example of the birth field: month and day with a branch, the whole date without (R6)."""
    if folded(form.branch):
        return "生まれた月日（4桁）", "例 0214"
    return "生年月日", "例 S63.2.14"


def is_late_elderly(form: TypedForm) -> bool:
    """後期高齢 cards carry neither symbol nor branch: the form skips them."""
    digits = folded(form.insurer)
    return len(digits) == 8 and digits.startswith(LATE_ELDERLY_LAW)


def hint_on_document(form: TypedForm, today: date) -> str:
    """On the day of confirmation as typed; a day still half typed leaves today's."""
    try:
        day = parse_day(form.on, "on") if form.on.strip() else today
    except InputRefused:
        day = today
    return document_hint(form.document, day)


def spread(pasted: str, form: TypedForm) -> TypedForm | None:
    """A pasted line over the fields: 「06139992 701 442 02 0214」; None when it is just one value.

    Two values are insurer and number (後期), a third or fourth is the birth date or symbol, as their shapes tell.
    """
    values = pasted.replace("\t", " ").replace(",", " ").replace("　", " ").split()
    match values:
        case [insurer, symbol, number, branch, birth]:
            return replace(form, insurer=insurer, symbol=symbol, number=number, branch=branch, birth=birth)
        case [insurer, symbol, number, last] if len(folded(last)) == 2:
            return replace(form, insurer=insurer, symbol=symbol, number=number, branch=last, birth="")
        case [insurer, symbol, number, birth]:
            return replace(form, insurer=insurer, symbol=symbol, number=number, branch="", birth=birth)
        case [insurer, number, birth] if folded(insurer).startswith(LATE_ELDERLY_LAW):
            return replace(form, insurer=insurer, symbol="", number=number, branch="", birth=birth)
        case [insurer, symbol, number]:
            return replace(form, insurer=insurer, symbol=symbol, number=number, branch="", birth="")
        case _:
            return None
