"""Who is claimed for, from whom: number, kind, month and person of a receipt, and its payers."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from app.scheme.days import last_of_month
from app.scheme.digits import check_digit
from app.scheme.numbers import InsurerNumber
from app.scheme.receipts.complaints import Complaint, Fault
from app.scheme.receipts.receipt import Receipt

_KANA = re.compile("[ァ-ヶー]*")
_INSURER = re.compile(r"(?:  \d{6}|\d{8})", re.ASCII)
_INSTITUTION_ITEMS = ("agency", "prefecture", "fee_table", "institution")


def claim_complaints(
    receipt: Receipt, number: int, month: date | None, claim_month: date | None
) -> Iterator[Complaint]:
    """number: where the receipt stands in the file. month: of treatment, claim_month: of the file; None unknown."""
    names = receipt.names
    if "RE" in names:
        yield from _common(receipt, receipt.line + names.index("RE"), number, month, claim_month)
    if "HO" in names:
        yield from _insurer(receipt.item("HO", "insurer"), receipt.line + names.index("HO"), number)
    if "KO" in names:
        for line, text in enumerate(receipt.lines, start=receipt.line):
            if text.startswith("KO,") and not _digit_fits(text.split(",", 2)[1]):
                yield Complaint(Fault.PAYER_DIGIT, line, "KO", "負担者番号", "", number)


def _common(
    receipt: Receipt, at: int, number: int, month: date | None, claim_month: date | None
) -> Iterator[Complaint]:
    stated, digit = receipt.type, receipt.kind.fee_table
    if len(stated) == 4 and stated[0] != digit:
        yield Complaint(Fault.TYPE, at, "RE", "レセプト種別", f"{digit}で始まる4桁", number)
    elif len(stated) == 4 and not _payers_fit(stated[2], receipt.payers):
        yield Complaint(Fault.TYPE_PAYERS, at, "RE", "レセプト種別", "", number)
    elif len(stated) == 4 and (scheme := _scheme(receipt)) and stated[1] != scheme:
        yield Complaint(Fault.TYPE_SCHEME, at, "RE", "レセプト種別", f"2桁目が{scheme}", number)
    birth_on = receipt.birth_on
    if month and claim_month and month > claim_month:
        yield Complaint(Fault.MONTH_AHEAD, at, "RE", "診療年月", "請求年月まで", number)
    if month and birth_on and birth_on > month and birth_on > last_of_month(month):
        yield Complaint(Fault.BIRTH_AHEAD, at, "RE", "生年月日", "診療年月まで", number)
    if not _KANA.fullmatch(receipt.kana):
        yield Complaint(Fault.KANA, at, "RE", "カタカナ（氏名）", "全角カタカナと長音", number)


def _payers_fit(combined: str, payers: int) -> bool:
    """The third digit of 種別 tells how many payers there are (併用): 1 for one alone."""
    return not combined.isdigit() or not payers or int(combined) == payers


def _scheme(receipt: Receipt) -> str:
    """The second digit of 種別: 1 医保・国保, 2 公費単独, 3 後期高齢; "" where no payer can be read."""
    if "HO" not in receipt.names:
        return "2" if "KO" in receipt.names else ""
    insurer = receipt.item("HO", "insurer")
    if not _INSURER.fullmatch(insurer):
        return ""
    return "3" if InsurerNumber(insurer.strip()).is_late_elderly else "1"


def _insurer(stated: str, line: int, number: int) -> Iterator[Complaint]:
    if not stated:
        return
    if not _INSURER.fullmatch(stated):
        yield Complaint(Fault.INSURER_FORM, line, "HO", "保険者番号", "8桁、国保は空白2つと6桁", number)
    elif not _digit_fits(stated.strip()):
        yield Complaint(Fault.INSURER_DIGIT, line, "HO", "保険者番号", "", number)


@lru_cache(maxsize=16384)
def _digit_fits(number: str) -> bool:
    """True for what is no number at all, too: that is said elsewhere."""
    if not (number.isascii() and number.isdigit()) or len(number) < 2:
        return True
    return check_digit(number[:-1]) == int(number[-1])


def institution_digit_fits(head: dict[str, str]) -> bool:
    """Whether prefecture, fee table and code of the file's head make up an institution code (医療機関コード)."""
    return _digit_fits("".join(head.get(item, "") for item in _INSTITUTION_ITEMS[1:]))
