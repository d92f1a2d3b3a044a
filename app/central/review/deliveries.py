"""What leaves the review: a receipt file for each insurer and agency, and a list for each 国保 (R13, R14)."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.assets import asset
from app.central.registry.known import histories_of
from app.central.review.outcomes import Run, all_told, days_words
from app.central.review.submissions import Submission
from app.central.storage.database import Transaction
from app.scheme.receipts.letters import CLOSING
from app.scheme.receipts.routing import ReviewOutcome

_UNKNOWN_INSURER = ""
KOKUHO_HEADINGS = (
    *("氏名", "カナ", "性別", "生年月日", "郵便番号", "住所"),
    *("喪失した保険者番号", "喪失日", "医療機関コード", "診療日", "点数"),
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file. agency: 1 支払基金, 2 国保連合会, or "kokuho" for a list. insurer: whom it is for."""

    agency: str
    insurer: str
    content: bytes

    @property
    def file_name(self) -> str:
        if self.agency == KOKUHO:
            return f"kokuho-{self.insurer or 'unknown'}.csv"
        return f"{self.agency}-{self.insurer}.UKE"


KOKUHO = "kokuho"


async def receipt_files(tx: Transaction, found: Submission, run: Run) -> AsyncIterator[Delivery]:
    """A whole receipt file for each insurer and agency: numbered anew from 1, with its own totals."""
    places = await tx.fetch(
        "SELECT DISTINCT agency, insurer FROM review_delivery WHERE receipt_number = $1 AND run = $2"
        " ORDER BY agency, insurer",
        *(found.receipt_number, run.run),
    )
    for row in places:
        yield await _file(tx, found, run, row["agency"], row["insurer"])


async def _file(tx: Transaction, found: Submission, run: Run, agency: str, insurer: str) -> Delivery:
    rows = await tx.fetch(
        "SELECT claims, points, content FROM review_delivery"
        " WHERE receipt_number = $1 AND run = $2 AND agency = $3 AND insurer = $4 ORDER BY block",
        *(found.receipt_number, run.run, agency, insurer),
    )
    claims, points = sum(row["claims"] for row in rows), sum(row["points"] for row in rows)
    body = b"".join(_numbered(b"".join(bytes(row["content"]) for row in rows)))
    end = b"\r\n" if found.head.endswith(b"\r\n") else b"\n"
    head = _with_agency(found.head, agency)
    trailer = f"GO,{claims},{points},99".encode() + end + CLOSING
    return Delivery(agency, insurer, head + body + trailer)


def _with_agency(head: bytes, agency: str) -> bytes:
    start, _, rest = head.partition(b",")
    _, _, rest = rest.partition(b",")
    return start + b"," + agency.encode() + b"," + rest


def _numbered(content: bytes) -> Iterator[bytes]:
    number = 0
    for line in content.splitlines(keepends=True):
        if line.startswith(b"RE,"):
            number += 1
            line = b"RE,%d,%s" % (number, line.split(b",", 2)[2])
        yield line


@cache
def national_insurers() -> tuple[tuple[str, str], ...]:
    """Address and number of each 国保, longest address first. Master data: resources/review/national_insurers.csv."""
    with asset("review/national_insurers.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["address"], row["insurer"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def national_insurer_of(address: str | None) -> str:
    """The 国保 of an address; "" where the master data has none."""
    held = address or ""
    return next(
        (insurer for begins, insurer in national_insurers() if held.startswith(begins)), _UNKNOWN_INSURER
    )


async def kokuho_lists(tx: Transaction, found: Submission, run: Run) -> list[Delivery]:
    """For each 国保 the people of its area whose cover ended and whose new one is not known, as CSV."""
    told = [
        each.outcome
        async for each in all_told(tx, found.receipt_number, run.run)
        if each.outcome.outcome == ReviewOutcome.KOKUHO
    ]
    ids = {
        row["place"]: row["person_id"]
        for row in await tx.fetch(
            "SELECT place, person_id FROM review_told WHERE receipt_number = $1 AND run = $2 AND outcome = $3",
            *(found.receipt_number, run.run, ReviewOutcome.KOKUHO.value),
        )
    }
    persons = await histories_of(tx, ids.values(), run.known_at)
    rows: dict[str, list[tuple[object, ...]]] = {}
    for each in told:
        details = persons[ids[each.place]].details
        rows.setdefault(national_insurer_of(details.address), []).append(
            (
                *(details.name, details.kana, details.sex_words, details.birth_on),
                *(details.postcode or "", details.address or ""),
                each.stated.insurer if each.stated else "",
                *(each.lapsed_on or "", found.institution, days_words(each.days), each.points),
            )
        )
    return [Delivery(KOKUHO, insurer, _csv(listed)) for insurer, listed in sorted(rows.items())]


def _csv(rows: Iterable[tuple[object, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(KOKUHO_HEADINGS)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
