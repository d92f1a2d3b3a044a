"""What the ledger knows about the people of a block of receipts: charts, checks at the counter, and what was asked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import answer_of
from app.adapters.ledger.patient_rows import patient_of_row
from app.claims.evidence import Known, Source, Told
from app.patients.patient import Patient

_CHARTS = """
    WITH found AS (
        SELECT receipt.place, card.patient_id AS id FROM claim_receipt AS receipt
        JOIN held_card AS card ON card.insurer = receipt.insurer AND card.symbol_key = receipt.symbol_key
            AND card.number_key = receipt.number_key
        WHERE receipt.month_seq = ? AND receipt.place BETWEEN ? AND ? AND receipt.stands = 0
        UNION
        SELECT receipt.place, patient.id FROM claim_receipt AS receipt
        JOIN patient ON patient.birth_on = receipt.birth_on
        WHERE receipt.month_seq = ? AND receipt.place BETWEEN ? AND ? AND receipt.stands = 0
            AND EXISTS (SELECT 1 FROM patient_key WHERE patient_key.patient_id = patient.id
                AND patient_key.key IN (receipt.kana_key, receipt.search))
    )
    SELECT found.place, patient.* FROM found JOIN patient USING (id) WHERE merged_into IS NULL
"""
_CHECKS = """
    SELECT receipt.place, checks.answer, NULL AS day FROM claim_receipt AS receipt
    JOIN checks ON checks.insurer = receipt.insurer AND checks.symbol_key = receipt.symbol_key
        AND checks.number_key = receipt.number_key AND checks.birth_on = receipt.birth_on
    WHERE receipt.month_seq = ? AND receipt.place BETWEEN ? AND ? AND receipt.stands = 0 AND checks.{which}
"""
_WHICH = ("outcome = 'valid'", "outcome IN ('lapsed', 'lapsed_newer')")
_ASKED = """
    SELECT receipt.place, told.answer, told.day FROM claim_receipt AS receipt
    JOIN claim_answer AS told ON told.month_seq = receipt.month_seq AND told.insurer = receipt.insurer
        AND told.symbol_key = receipt.symbol_key AND told.number_key = receipt.number_key
        AND told.birth_on = receipt.birth_on
    WHERE receipt.month_seq = ? AND receipt.place BETWEEN ? AND ? AND receipt.stands = 0 AND told.told = 1
"""


def known_of(db: Database, month_seq: int, places: Sequence[int]) -> dict[int, Known]:
    """By place. places: ascending, of receipts whose prediction does not stand. Raises: LedgerTooNew."""
    where = (month_seq, places[0], places[-1])
    charts: dict[int, list[Patient]] = defaultdict(list)
    of_id: dict[int, Patient] = {}
    for row in db.execute(_CHARTS, [*where, *where]).fetchall():
        if row["id"] not in of_id:
            of_id[row["id"]] = patient_of_row(db, row)
        charts[row["place"]].append(of_id[row["id"]])
    told: dict[int, list[Told]] = defaultdict(list)
    for which in _WHICH:
        for row in db.execute(_CHECKS.format(which=which), where):
            told[row["place"]].append(_told(row, Source.CHECK))
    for row in db.execute(_ASKED, where):
        told[row["place"]].append(_told(row, Source.BATCH))
    return {place: Known(tuple(charts[place]), tuple(told[place])) for place in places}


def _told(row: Any, source: Source) -> Told:
    """The day of a check is the one that was answered about."""
    answer = answer_of(row["answer"]) if row["answer"] else None
    asked_on = date.fromisoformat(row["day"]) if row["day"] else None
    if asked_on is None and answer is not None:
        asked_on = answer.on
    return Told(asked_on or date.min, answer, source)
