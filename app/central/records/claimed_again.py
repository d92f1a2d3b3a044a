"""One claim handed in again, corrected, in another file: the newest counts, or a month would be told and paid twice.

By the rules of claiming an institution makes one receipt a month for a person, a type of receipt, a card, and for a
pharmacy the institution that prescribed. What stands twice in one file is left as it stands.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from app.central.storage.database import Transaction
from app.central.storage.lists import in_parts, listed
from app.scheme.receipts.receipt import Receipt


def claim_key(key: bytes, institution: str, person_id: int, receipt: Receipt) -> str:
    """The same for one claim in any file; keyed, since it holds the card."""
    card = (receipt.item("HO", each) for each in ("insurer", "symbol", "number"))
    prescriber = (receipt.item("RE", each) for each in ("prescriber", "prescriber_name"))
    parts = (institution, person_id, receipt.kind, receipt.type, receipt.month, *card, *prescriber)
    whole = "\n".join(map(str, parts)).encode("utf-8", "surrogateescape")
    return hmac.digest(key, b"claim/" + whole, hashlib.sha256).hex()


async def let_newest_count(
    tx: Transaction, number: str, received_at: datetime, claims: Mapping[int, str]
) -> set[int]:
    """Places of this submission that a later one replaced; what earlier ones told of these claims is forgotten.

    claims: by place. number, received_at: of the submission they stand in.
    """
    replaced: set[str] = set()
    older: set[tuple[str, int]] = set()
    for part in in_parts(sorted(set(claims.values()))):
        rows = await tx.fetch(
            "SELECT claim_key, receipt_number, place, received_at FROM cost"
            f" WHERE receipt_number <> $1 AND claim_key IN {listed(len(part), first=2)}",
            *(number, *part),
        )
        for row in rows:
            if (row["received_at"], row["receipt_number"]) > (received_at, number):
                replaced.add(row["claim_key"])
            else:
                older.add((row["receipt_number"], row["place"]))
    for other, place in older:
        await forget(tx, other, (place, place))
    return {place for place, claim in claims.items() if claim in replaced}


async def forget(tx: Transaction, number: str, places: tuple[int, int]) -> None:
    """What the receipts from one place to the other told."""
    for table in ("dispensing_prescriber", "dispensing", "cost"):
        await tx.execute(
            f"DELETE FROM {table} WHERE receipt_number = $1 AND place BETWEEN $2 AND $3", *(number, *places)
        )
