"""The returned-receipt file (返戻, .HEN): receipts that went back, with their reason and their history.

Layout: HI, then for each receipt its records, HR with the reason, and its history, each line of it behind
データ識別, 行番号, 枝番号; HG closes. The history goes back unchanged with the next claim.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.central.review.outcomes import Told, reason_words
from app.scheme.days import JAPAN
from app.scheme.names import UNPRINTABLE
from app.scheme.receipts.letters import CLOSING, FileForm, outside
from app.scheme.receipts.routing import ReviewOutcome, ReviewReason

GIVEN_BACK = frozenset({ReviewOutcome.RETURNED.value, ReviewOutcome.KOKUHO.value})
_CODEC = "cp932"
_OFFICE = "1"
"""返戻区分: 事務."""
_CLAIM, _CORRECTION = "1", "6"
"""データ識別: the institution's claim; what the agency's check of eligibility adds."""
_NOT_FOUND, _AFTER_LOSS = "100014", "100018"


def returned_file(told: Iterable[Told], institution: str, returned_at: datetime) -> bytes:
    """In Shift_JIS with CRLF and the closing byte, as receipt files are; letters outside of it read ●."""
    text = "".join(f"{line}\r\n" for line in returned_lines(told, institution, returned_at))
    try:
        return text.encode(_CODEC) + CLOSING
    except UnicodeEncodeError:
        written = "".join(UNPRINTABLE if outside(each) and each not in "\r\n" else each for each in text)
        return FileForm().encoded(written) + CLOSING


def returned_lines(told: Iterable[Told], institution: str, returned_at: datetime) -> Iterator[str]:
    """Records of the file. Paper goes back on paper and is not in it."""
    month = f"{returned_at.astimezone(JAPAN):%Y%m}"
    yield f"HI,{institution},{month}"
    count = points = 0
    for each in told:
        outcome = each.outcome
        if outcome.outcome not in GIVEN_BACK or not each.original:
            continue
        count += 1
        points += outcome.points
        yield from each.original
        yield f"HR,{month},{_OFFICE},,{_code(outcome.reason)},{reason_words(outcome)},"
        for number, line in enumerate((*each.original, _confirmation(each)), start=1):
            identity = _CORRECTION if number > len(each.original) else _CLAIM
            yield f"{identity},{number},00,{line}"
    yield f"HG,{count},{points},99"


def _code(reason: str) -> str:
    """The official code that is nearest: our reason stands beside it in words."""
    return _NOT_FOUND if reason == ReviewReason.UNKNOWN_PERSON else _AFTER_LOSS


def _confirmation(told: Told) -> str:
    branch = told.outcome.stated.branch if told.outcome.stated else None
    return f"SN,1,{told.outcome.confirmation},,,,{branch or ''},,"
