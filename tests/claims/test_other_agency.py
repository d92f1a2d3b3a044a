"""A corrected card may be settled by the other agency: then the receipt belongs into the clinic's other file."""

from dataclasses import replace

import pytest

from app.claims.claimed import claimed
from app.claims.fixes import Fix
from app.claims.month import WholeFile
from app.claims.other_agency import other_agency
from app.claims.ports import CopiedReceipt
from app.claims.typed_fixes import as_stated, typed_fixes
from app.scheme.receipts.agencies import ReviewAgency
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import FileForm
from app.scheme.receipts.receipt import Receipt
from tests.people import TODAY

_COMPANY, _TOWN, _LATE_ELDERLY = "06139992", "138024", "39139993"
_LINES = (
    "RE,1,1116,202610,架空　花,2,19880214,,,,,,,000231,,,,,,,,,,,,,,,,,,,,,,,カクウハナ,",
    "HO,06139992,７０１,４４２,2,497,,,,,,,,,",
)


def file_for(agency: str) -> WholeFile:
    return WholeFile(ReceiptKind.MEDICAL, FileForm(), (f"IR,{agency},13,1",), (), "1319990014", None)


def copy_of(insurer: str) -> CopiedReceipt:
    return CopiedReceipt(1, 2, (_LINES[0], _LINES[1].replace(_COMPANY, insurer.rjust(8))), ())


def typed(copy: CopiedReceipt, insurer: str) -> tuple[Fix, ...]:
    receipt = Receipt(ReceiptKind.MEDICAL, copy.line, copy.lines)
    stands = claimed(1, receipt)
    before = as_stated(stands, receipt)
    symbol = "" if insurer == _LATE_ELDERLY else before.symbol
    number = "00000123" if insurer == _LATE_ELDERLY else before.number
    return typed_fixes(stands, before, replace(before, insurer=insurer, symbol=symbol, number=number), TODAY)


@pytest.mark.parametrize(
    ("stated", "corrected", "file", "expected"),
    [
        (_COMPANY, _TOWN, "1", ReviewAgency.FEDERATION),
        (_COMPANY, _LATE_ELDERLY, "1", ReviewAgency.FEDERATION),
        (_TOWN, _COMPANY, "2", ReviewAgency.FUND),
        (_COMPANY, "01139997", "1", None),
        (_TOWN, _LATE_ELDERLY, "2", None),
        (_COMPANY, _TOWN, "2", None),
        (_COMPANY, _TOWN, "", None),
        (_TOWN, "138016", "1", None),
    ],
)
def test_a_card_of_the_other_agency_leads_out_of_this_file(
    stated: str, corrected: str, file: str, expected: ReviewAgency | None
) -> None:
    """R14: looked at and laid over the copy alike; a file that was mixed before is left to whoever made it."""
    copy = copy_of(stated)
    fixes = typed(copy, corrected)
    assert other_agency(file_for(file), copy, fixes) is expected
    assert other_agency(file_for(file), replace(copy, fixes=fixes)) is expected


def test_a_number_that_could_not_be_read_before_is_told_as_well() -> None:
    copy = copy_of("0613999X")
    assert other_agency(file_for("1"), copy, typed(copy, _TOWN)) is ReviewAgency.FEDERATION
    assert other_agency(file_for("1"), copy) is None
