"""What leaves the review: a receipt file for each insurer and agency, and a list for each 国保 (R13, R14)."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import BytesIO

from app.central.registry.known import histories_of
from app.central.review.outcomes import Run, days_words
from app.central.review.submissions import Submission
from app.central.storage.database import Transaction
from app.contract.receipts import OutcomeReply
from app.scheme.receipts.letters import CLOSING
from app.scheme.receipts.routing import ReviewOutcome
from app.sheets import written_for_sheets

_FIRST_ITEM = re.compile(rb"(?<=,)[^,\r\n]*")
KOKUHO_HEADINGS = (
    *("氏名", "カナ", "性別", "生年月日", "郵便番号", "住所"),
    *("喪失した保険者番号", "喪失日", "医療機関コード", "診療日", "点数"),
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file. agency: 1 支払基金, 2 国保連合会, or "kokuho" for a list. insurer: whom it is for, "" unknown."""

    agency: str
    insurer: str
    content: bytes

    @property
    def file_name(self) -> str:
        ending = "csv" if self.agency == KOKUHO else "UKE"
        return f"{self.agency}-{self.insurer or 'unknown'}.{ending}"


KOKUHO = "kokuho"


async def receipt_files(tx: Transaction, found: Submission, run: Run) -> AsyncIterator[Delivery]:
    """A whole receipt file for each insurer and agency: numbered anew from 1, with its own totals."""
    places = await tx.fetch(
        "SELECT DISTINCT agency, insurer FROM review_delivery WHERE receipt_number = $1 AND run = $2"
        " ORDER BY agency, insurer",
        *(found.receipt_number, run.run),
    )
    for row in places:
        if file := await _file(tx, found, run, row["agency"], row["insurer"]):
            yield file


async def _file(tx: Transaction, found: Submission, run: Run, agency: str, insurer: str) -> Delivery | None:
    rows = await tx.fetch(
        "SELECT claims, points, content FROM review_delivery"
        " WHERE receipt_number = $1 AND run = $2 AND agency = $3 AND insurer = $4 ORDER BY block",
        *(found.receipt_number, run.run, agency, insurer),
    )
    if not rows:
        return None
    claims, points = sum(row["claims"] for row in rows), sum(row["points"] for row in rows)
    named = agency.encode()
    body = b"".join(_restated(b"".join(bytes(row["content"]) for row in rows), named))
    end = b"\r\n" if found.head.endswith(b"\r\n") else b"\n"
    head = _with_first(found.head, named)
    trailer = f"GO,{claims},{points},99".encode() + end + CLOSING
    return Delivery(agency, insurer, head + body + trailer)


def _restated(content: bytes, agency: bytes) -> Iterator[bytes]:
    """Its receipts numbered from 1; 歯科 names the agency again in each (IR)."""
    number = 0
    for line in BytesIO(content):  # a lone CR ends no record
        if line.startswith(b"RE,"):
            number += 1
            line = _with_first(line, b"%d" % number)
        elif line.startswith(b"IR,"):
            line = _with_first(line, agency)
        yield line


def _with_first(record: bytes, item: bytes) -> bytes:
    """Its first item written anew, however short the record is."""
    return _FIRST_ITEM.sub(item, record, count=1)


async def kokuho_lists(
    tx: Transaction, found: Submission, run: Run, insurer: str | None = None
) -> list[Delivery]:
    """For each 国保 the people of its area whose cover ended and whose new one is not known, as CSV.

    insurer: that one alone.
    """
    told = await tx.fetch(
        "SELECT told, person_id, kokuho_insurer FROM review_told"
        " WHERE receipt_number = $1 AND run = $2 AND outcome = $3 ORDER BY place",
        *(found.receipt_number, run.run, ReviewOutcome.KOKUHO.value),
    )
    theirs = [row for row in told if insurer is None or row["kokuho_insurer"] == insurer]
    persons = await histories_of(tx, (row["person_id"] for row in theirs), run.known_at)
    rows: dict[str, list[tuple[object, ...]]] = {}
    for row in theirs:
        each, details = OutcomeReply.model_validate_json(row["told"]), persons[row["person_id"]].details
        rows.setdefault(row["kokuho_insurer"], []).append(
            (
                *(details.name, details.kana, details.sex_words, details.birth_on),
                *(details.postcode or "", details.address or ""),
                each.stated.insurer if each.stated else "",
                *(each.lapsed_on or "", found.institution, days_words(each.days), each.points),
            )
        )
    return [
        Delivery(KOKUHO, number, written_for_sheets((KOKUHO_HEADINGS, *listed)))
        for number, listed in sorted(rows.items())
    ]


async def delivery_of(
    tx: Transaction, found: Submission, run: Run, agency: str, insurer: str
) -> Delivery | None:
    """What one insurer gets; None where there is nothing for it."""
    if agency == KOKUHO:
        return next(iter(await kokuho_lists(tx, found, run, insurer)), None)
    return await _file(tx, found, run, agency, insurer)
