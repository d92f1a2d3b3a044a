"""Health information read from reviewed receipts: part by part, each as its newest run left it (R15, R17).

A receipt that went back to its sender tells nothing: it comes again. Paper tells no medicines. What a block told before
is replaced, so that reading it twice changes nothing; a receipt of the same person keeps the moment it became known.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.central.records import costs
from app.central.records.claimed_again import claim_key, forget, let_newest_count
from app.central.records.drugs import PHARMACY_RECEIPT
from app.central.registry.known import KnownPerson, histories_of
from app.central.review.judging import GIVEN_BACK
from app.central.review.presented import Presented, presented, storable
from app.central.review.stated import holdings_of
from app.central.review.submissions import submission
from app.central.storage.database import Transaction
from app.central.storage.settings import service_settings
from app.contract.receipts import OutcomeReply
from app.scheme.receipts.claimed_person import Candidate, identify
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.medicines import dispensed_medicines
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.receipt import Receipt

SOURCES = {
    ReceiptKind.PHARMACY: PHARMACY_RECEIPT,
    ReceiptKind.MEDICAL: "medical_receipt",
    ReceiptKind.DENTAL: "dental_receipt",
}
_ID_DIGITS = 24
PART = 100
"""Receipts read in one go, some 30 ms: whoever stands at a counter goes first."""

DISPENSING_COLUMNS = (
    *("dispensing_id", "receipt_number", "place", "person_id", "institution", "insurer", "dispensed_on"),
    *("receipt_code", "quantity", "days_supply", "form", "source", "known_at"),
)
PRESCRIBER_COLUMNS = ("dispensing_id", "receipt_number", "place", "code", "name")
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One receipt after its review. told: None where it went on as it came. person: whom it is about.

    claim: names it in whatever file it is handed in.
    """

    presented: Presented
    receipt: Receipt
    told: OutcomeReply | None
    person: KnownPerson
    known_at: datetime
    claim: str


@dataclass(frozen=True, slots=True)
class Handed:
    """The submission: its number, whose, and when it was there whole."""

    number: str
    institution: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows of the three tables."""

    dispensings: Rows
    prescribers: Rows
    costs: Rows


async def derive(tx: Transaction, number: str, block: int, run: int, read: int) -> bool:
    """The part that follows so many receipts of the block; whether there may be more."""
    found = await submission(tx, number)
    row = await tx.fetch_one(
        "SELECT receipt_block.first_place, receipt_block.paper, receipt_block.content, review_run.known_at,"
        " review_work.done_at FROM receipt_block"
        " JOIN review_work ON review_work.receipt_number = receipt_block.receipt_number"
        " AND review_work.block = receipt_block.block"
        " JOIN review_run ON review_run.receipt_number = review_work.receipt_number"
        " AND review_run.run = review_work.run"
        " WHERE receipt_block.receipt_number = $1 AND receipt_block.block = $2 AND review_work.run = $3",
        *(number, block, run),
    )
    if found is None or row is None or row["paper"]:
        return False
    numbered = enumerate(
        ReceiptReader(found.head + bytes(row["content"]), has_trailer=False), start=row["first_place"]
    )
    receipts = [presented(place, each) for place, each in islice(numbered, read, read + PART)]
    if not receipts:
        return False
    places = receipts[0].place, receipts[-1].place
    told = await _told(tx, number, run, places)
    persons = await _persons(tx, receipts, row["known_at"])
    held = await _known_before(tx, number, places)
    await forget(tx, number, places)
    key = (await service_settings(tx)).key
    reviewed = []
    for each in receipts:
        person, outcome = persons.get(each.place), told.get(each.place)
        if person is None or each.receipt is None or (outcome and outcome.outcome in GIVEN_BACK):
            continue
        known_at = held.get((each.place, person.id), row["done_at"])
        claim = claim_key(key, found.institution, person.id, each.receipt)
        reviewed.append(Reviewed(each, each.receipt, outcome, person, known_at, claim))
    received_at = found.received_at or row["known_at"]
    claims = {each.presented.place: each.claim for each in reviewed}
    replaced = await let_newest_count(tx, number, received_at, claims)
    derived = Derived([], [], [])
    for one in reviewed:
        if one.presented.place not in replaced:
            add(derived, key, Handed(number, found.institution, received_at), one)
    await keep(tx, derived)
    return len(receipts) == PART


async def keep(tx: Transaction, derived: Derived) -> None:
    for table, columns, rows in (
        ("dispensing", DISPENSING_COLUMNS, derived.dispensings),
        ("dispensing_prescriber", PRESCRIBER_COLUMNS, derived.prescribers),
        ("cost", costs.COLUMNS, derived.costs),
    ):
        if rows:
            await tx.insert_many(table, columns, rows)


def add(derived: Derived, key: bytes, handed: Handed, reviewed: Reviewed) -> None:
    """What one receipt tells."""
    number, institution = handed.number, handed.institution
    receipt, place, person_id = reviewed.receipt, reviewed.presented.place, reviewed.person.id
    prescriber = _prescriber(receipt)
    for turn, each in enumerate(dispensed_medicines(receipt)):
        dispensing_id = _id(key, f"{number}/{place}/{turn}")
        derived.dispensings.append(
            (
                *(dispensing_id, number, place, person_id, institution, _insurer(reviewed, each.on.day)),
                *(each.on, each.code, str(each.quantity), each.days_supply, each.form.value),
                *(SOURCES[receipt.kind], reviewed.known_at),
            )
        )
        if prescriber:
            derived.prescribers.append((dispensing_id, number, place, *prescriber))
    month = receipt.month
    if month is None:
        return
    for charge in costs.charged(reviewed.presented, receipt, reviewed.told, reviewed.person):
        cost = charge.cost
        derived.costs.append(
            (
                *(number, place, charge.part, person_id, institution, charge.insurer, month),
                *(receipt.kind.value, cost.days, cost.total_yen, cost.paid_yen, cost.insurer_yen),
                *(cost.public_yen, reviewed.known_at, reviewed.claim, handed.received_at),
            )
        )


def _id(key: bytes, text: str) -> str:
    """The same whenever the receipt is read again, and telling nothing of it."""
    return hmac.digest(key, f"dispensing/{text}".encode(), hashlib.sha256).hex()[:_ID_DIGITS]


def _prescriber(receipt: Receipt) -> tuple[str, str] | None:
    """Code (10 digits) and name as a pharmacy states them; in-house medicines are their institution's own."""
    if receipt.kind is not ReceiptKind.PHARMACY:
        return None
    items = ("prescriber_prefecture", "prescriber_fee_table", "prescriber")
    code, name = "".join(receipt.item("RE", each) for each in items), receipt.item("RE", "prescriber_name")
    return (storable(code), storable(name)) if code or name else None


def _insurer(reviewed: Reviewed, day: int) -> str:
    """Who pays for that day of the month: a part of a split or reassignment, else the stated one."""
    for part in reviewed.told.parts if reviewed.told else ():
        if any(each.day == day for each in part.days):
            return part.insurer
    stated = reviewed.presented.stated
    return stated.insurer.digits if stated else ""


async def _told(tx: Transaction, number: str, run: int, places: tuple[int, int]) -> dict[int, OutcomeReply]:
    """What the run told of these places; what went on as it came is not among it."""
    rows = await tx.fetch(
        "SELECT place, told FROM review_told WHERE receipt_number = $1 AND run = $2"
        " AND place BETWEEN $3 AND $4",
        *(number, run, *places),
    )
    return {row["place"]: OutcomeReply.model_validate_json(row["told"]) for row in rows}


async def _persons(
    tx: Transaction, receipts: Sequence[Presented], known_at: datetime
) -> dict[int, KnownPerson]:
    """Whom each receipt is about, by place, as the review found them; absent where that is not sure."""
    asked = {
        each.place: (each.stated.key, each.birth_on) for each in receipts if each.stated and each.birth_on
    }
    holdings = await holdings_of(tx, asked.values(), known_at)
    ids: dict[int, int] = {}
    for each in receipts:
        if each.birth_on is None or each.stated is None:
            continue
        candidates = [
            Candidate(one.person_id, each.birth_on, one.sex, one.kana, one.branch)
            for one in holdings.get(asked[each.place], ())
        ]
        persons = identify(candidates, each.birth_on, each.sex, each.kana, each.stated.branch)
        if len(persons) == 1:
            ids[each.place] = persons[0]
    known = await histories_of(tx, ids.values(), known_at) if ids else {}
    return {place: known[person_id] for place, person_id in ids.items() if person_id in known}


async def _known_before(
    tx: Transaction, number: str, places: tuple[int, int]
) -> dict[tuple[int, int], datetime]:
    """When each receipt became known, by place and person."""
    rows = await tx.fetch(
        "SELECT place, person_id, known_at FROM cost WHERE receipt_number = $1 AND place BETWEEN $2 AND $3",
        *(number, *places),
    )
    return {(row["place"], row["person_id"]): row["known_at"] for row in rows}
