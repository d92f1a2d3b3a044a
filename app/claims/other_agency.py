"""A receipt whose corrected card belongs into the clinic's other file: 支払基金 has one a month, 国保連 another.

Neither takes what the other settles. A working copy holds one file, so the receipt is moved where both are made.
"""

from collections.abc import Iterable

from app.claims.fixes import Fix, mended
from app.claims.month import WholeFile
from app.claims.ports import CopiedReceipt
from app.scheme.receipts.agencies import ReviewAgency, agency_of
from app.scheme.receipts.receipt import Receipt


def other_agency(whole: WholeFile, copy: CopiedReceipt, fixes: Iterable[Fix] = ()) -> ReviewAgency | None:
    """Whose file it belongs into since its card was corrected; None where it stays, or was never in its own.

    fixes: looked at, not yet laid over the copy.
    """
    original = Receipt(whole.kind, copy.line, copy.lines)
    before, after = original.insured, mended(original, (*copy.fixes, *fixes)).insured
    if after is None:
        return None
    agency = agency_of(after.insurer)
    moved = before is None or agency_of(before.insurer) is not agency
    return agency if moved and whole.agency == agency.other.value else None
