"""Two entries made one, and parted again: what a merge did is noted value by value, check by check."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import moment_of, moment_text, patient_document, patient_of
from app.adapters.ledger.file import inserted
from app.adapters.ledger.patient_rows import patient_of_id, put_card, take_card, update_details
from app.adapters.ledger.patient_search import drop_keys
from app.patients.patient import HeldCard, Merge, MergeId, MergeNotUndoable, Patient, PatientId
from app.scheme.numbers import InsuredNumber
from app.staff.member import StaffId

_DETAILS = ("name", "kana", "sex", "birth_on", "postcode", "address", "phone", "note")


def merge(db: Database, kept: Patient, gone_id: PatientId, by: StaffId, at: datetime) -> Merge:
    """The rows of `gone` stay as they are, hidden: undoing needs no memory of them. Raises: KeyError."""
    before, gone = patient_of_id(db, kept.id), patient_of_id(db, gone_id)
    update_details(db, kept)
    for card in gone.cards:
        held = _held(before, card.insured)
        if held is None or _is_newer(card, held):
            put_card(db, kept.id, card)
    db.execute("UPDATE patient SET merged_into = ? WHERE id = ?", [kept.id, gone_id])
    drop_keys(db, gone_id)
    row = {
        "kept_id": kept.id,
        "gone_id": gone_id,
        "kept_before": patient_document(before),
        "kept_after": patient_document(patient_of_id(db, kept.id)),
        "gone": patient_document(gone),
        "merged_by": by,
        "merged_at": moment_text(at),
    }
    merge_id = MergeId(inserted(db, "merge", row))
    moved = "INSERT INTO merged_check SELECT ?, seq FROM checks WHERE patient_id = ?"
    db.execute(moved, [merge_id, gone_id])
    db.execute("UPDATE checks SET patient_id = ? WHERE patient_id = ?", [kept.id, gone_id])
    return Merge(merge_id, gone, before, by, at)


def merges_into(db: Database, kept: PatientId) -> tuple[Merge, ...]:
    sql = "SELECT * FROM merge WHERE kept_id = ? AND NOT undone ORDER BY id DESC"
    return tuple(map(_merge, db.execute(sql, [kept]).fetchall()))


def undo_merge(db: Database, merge_id: MergeId) -> tuple[PatientId, PatientId]:
    """Answers who was kept and who is back. Raises: MergeNotUndoable."""
    row = db.execute("SELECT * FROM merge WHERE id = ? AND NOT undone", [merge_id]).fetchone()
    if row is None:
        raise MergeNotUndoable
    kept_id, gone_id = PatientId(row["kept_id"]), PatientId(row["gone_id"])
    try:
        now = patient_of_id(db, kept_id)
    except KeyError:
        raise MergeNotUndoable from None
    before, after = patient_of(row["kept_before"]), patient_of(row["kept_after"])
    _put_details_back(db, before, after, now)
    _put_cards_back(db, before, after, now)
    db.execute(
        """UPDATE checks SET patient_id = ? WHERE patient_id = ?
            AND seq IN (SELECT check_seq FROM merged_check WHERE merge_id = ?)""",
        [gone_id, kept_id, merge_id],
    )
    db.execute("UPDATE patient SET merged_into = NULL WHERE id = ?", [gone_id])
    db.execute("UPDATE merge SET undone = 1 WHERE id = ?", [merge_id])
    return kept_id, gone_id


def _put_details_back(db: Database, before: Patient, after: Patient, now: Patient) -> None:
    """Only what the merge changed and nobody has changed since."""
    untouched = [name for name in _DETAILS if getattr(now, name) == getattr(after, name)]
    update_details(db, replace(now, **{name: getattr(before, name) for name in untouched}))


def _put_cards_back(db: Database, before: Patient, after: Patient, now: Patient) -> None:
    """A card confirmed since the merge stays: that was the kept patient's own visit."""
    for card in after.cards:
        if card in before.cards or card not in now.cards:
            continue
        take_card(db, now.id, card.insured)
        held = _held(before, card.insured)
        if held is not None:
            put_card(db, now.id, held)


def _held(patient: Patient, insured: InsuredNumber) -> HeldCard | None:
    alike = [card for card in patient.cards if card.insured.same_card(insured)]
    return next(
        (card for card in alike if card.insured.branch == insured.branch), alike[0] if alike else None
    )


def _is_newer(card: HeldCard, held: HeldCard) -> bool:
    if card.confirmed_at is None or held.confirmed_at is None:
        return held.confirmed_at is None and card.confirmed_at is not None
    return card.confirmed_at > held.confirmed_at


def _merge(row: Any) -> Merge:
    return Merge(
        id=MergeId(row["id"]),
        gone=patient_of(row["gone"]),
        kept_before=patient_of(row["kept_before"]),
        by=StaffId(row["merged_by"]),
        merged_at=moment_of(row["merged_at"]),
    )
