"""Patients and the cards they hold, as rows. Every function works inside the caller's connection."""

from datetime import date
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import (
    certificates_document,
    certificates_of,
    day_of,
    day_text,
    moment_of,
    moment_text,
)
from app.adapters.ledger.file import inserted
from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.numbers import InsuredNumber, InsurerNumber

_DETAILS = ("name", "kana", "sex", "postcode", "address", "phone", "note")


def patient_of_id(db: Database, patient_id: PatientId) -> Patient:
    """Raises: KeyError — also for one that was merged into another."""
    sql = "SELECT * FROM patient WHERE id = ? AND merged_into IS NULL"
    row = db.execute(sql, [patient_id]).fetchone()
    if row is None:
        raise KeyError(patient_id)
    return patient_of_row(db, row)


def patient_of_row(db: Database, row: Any) -> Patient:
    return Patient(
        id=PatientId(row["id"]),
        birth_on=date.fromisoformat(row["birth_on"]),
        cards=_cards(db, row["id"]),
        **{name: row[name] for name in _DETAILS},
    )


def insert_patient(db: Database, patient: Patient) -> PatientId:
    return PatientId(inserted(db, "patient", _columns(patient)))


def update_details(db: Database, patient: Patient) -> None:
    db.table("patient").update(patient.id, _columns(patient))


def put_card(db: Database, patient_id: PatientId, card: HeldCard) -> None:
    """Adds the card, or renews the one that is the same; an empty branch never takes a known one away (R12)."""
    held = _same_card(db, patient_id, card.insured)
    columns = _card_columns(patient_id, card)
    if held is None:
        inserted(db, "held_card", columns)
    else:
        db.table("held_card").update(held["id"], columns | {"branch": card.insured.branch or held["branch"]})
    set_current_card(db, patient_id)


def take_card(db: Database, patient_id: PatientId, insured: InsuredNumber) -> None:
    """Removes a card that a merge had brought."""
    held = _same_card(db, patient_id, insured)
    if held is not None:
        db.execute("UPDATE patient SET current_card = NULL WHERE id = ?", [patient_id])
        db.table("held_card").delete(held["id"])
        set_current_card(db, patient_id)


def set_current_card(db: Database, patient_id: PatientId) -> None:
    db.execute(
        """UPDATE patient SET (current_card, last_confirmed_at) = (
            SELECT id, confirmed_at FROM held_card WHERE patient_id = patient.id
            ORDER BY confirmed_at DESC, held_card.id DESC LIMIT 1
        ) WHERE id = ?""",
        [patient_id],
    )


def _cards(db: Database, patient_id: int) -> tuple[HeldCard, ...]:
    sql = "SELECT * FROM held_card WHERE patient_id = ? ORDER BY confirmed_at DESC, id DESC"
    return tuple(map(_card, db.execute(sql, [patient_id])))


def _same_card(db: Database, patient_id: PatientId, insured: InsuredNumber) -> Any:
    """The row of this card: the same branch first, else one whose branch is not known, or not told now."""
    sql = """SELECT id, branch FROM held_card WHERE patient_id = ?
        AND insurer = ? AND symbol_key = ? AND number_key = ?
        AND (branch IS ? OR branch IS NULL OR ? IS NULL) ORDER BY branch IS ? DESC, id DESC LIMIT 1"""
    branch = insured.branch
    return db.execute(sql, [patient_id, *insured.key, branch, branch, branch]).fetchone()


def _columns(patient: Patient) -> dict[str, Any]:
    details = {name: getattr(patient, name) for name in _DETAILS}
    return details | {"birth_on": patient.birth_on.isoformat()}


def _card_columns(patient_id: PatientId, card: HeldCard) -> dict[str, Any]:
    insured, key = card.insured, card.insured.key
    return {
        "patient_id": patient_id,
        "insurer": key.insurer,
        "symbol_key": key.symbol,
        "number_key": key.number,
        "symbol": insured.symbol,
        "number": insured.number,
        "branch": insured.branch,
        "insurer_name": card.insurer_name,
        "relationship": card.relationship,
        "acquired_on": day_text(card.acquired_on),
        "lost_on": day_text(card.lost_on),
        "ratio_percent": card.ratio_percent,
        "certificates": certificates_document(card.certificates),
        "confirmed_at": moment_text(card.confirmed_at) if card.confirmed_at else None,
    }


def _card(row: Any) -> HeldCard:
    return HeldCard(
        insured=InsuredNumber(InsurerNumber(row["insurer"]), row["symbol"], row["number"], row["branch"]),
        insurer_name=row["insurer_name"],
        relationship=row["relationship"],
        acquired_on=day_of(row["acquired_on"]),
        lost_on=day_of(row["lost_on"]),
        ratio_percent=row["ratio_percent"],
        certificates=certificates_of(row["certificates"]),
        confirmed_at=moment_of(row["confirmed_at"]) if row["confirmed_at"] else None,
    )
