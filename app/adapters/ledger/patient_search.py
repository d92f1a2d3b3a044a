"""Searching patients as one types: keys in a table of their own, and queries that end after the rows they show."""

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from app.adapters.ledger.documents import moment_of
from app.patients.patient import Patient, PatientId, PatientRow
from app.scheme.days import DayMalformed, parse_day
from app.scheme.names import kana_key

_HEAD = 3
"""Letters of a key that have an index of their own (migration m002)."""

_KEYS_A_PATIENT = 4
"""How often one patient may stand in a row of hits, as 佐藤花子 and 花子, before others would be missed."""

_SHOWN = """SELECT patient.id, name, kana, sex, birth_on, last_confirmed_at, insurer, symbol, number, branch
    FROM {hits} LEFT JOIN held_card ON held_card.id = current_card ORDER BY {order}"""
_OF_KEYS = _SHOWN.format(
    hits="""(SELECT patient_id, recency FROM patient_key WHERE {where}
        ORDER BY recency DESC, patient_id DESC LIMIT ?) AS hit CROSS JOIN patient ON patient.id = hit.patient_id""",
    order="hit.recency DESC, patient.id DESC",
)
RECENT = _SHOWN.format(
    hits="patient", order="last_confirmed_at DESC, patient.id DESC LIMIT ?"
).replace("ORDER BY", "WHERE merged_into IS NULL ORDER BY")  # fmt: skip
OF_ID = _SHOWN.format(hits="patient", order="patient.id").replace(
    "ORDER BY", "WHERE patient.id = ? AND merged_into IS NULL ORDER BY"
)
OF_BIRTH = _SHOWN.format(hits="patient", order="last_confirmed_at DESC, patient.id DESC LIMIT ?").replace(
    "ORDER BY", "WHERE birth_on = ? AND merged_into IS NULL ORDER BY"
)
OF_WHOLE_KEY = _OF_KEYS.format(where="key = ?")
OF_HEAD = {size: _OF_KEYS.format(where=f"substr(key, 1, {size}) = ?") for size in range(1, _HEAD + 1)}
OF_BEGINNING = _OF_KEYS.format(where="key >= ? AND key < ?")


def search_key(text: str) -> str:
    """One form for names, readings and numbers: katakana, NFKC, without blanks and hyphens, capitals."""
    return kana_key(text).upper()


def keys_of(patient: Patient) -> frozenset[str]:
    """Whole name and reading, each of their later parts, and the numbers on the cards."""
    texts = [rest for text in (patient.name, patient.kana) for rest in _from_each_part(text)]
    texts += [card.insured.key.number for card in patient.cards]
    return frozenset(map(search_key, texts)) - {""}


def _from_each_part(text: str) -> Iterator[str]:
    parts = unicodedata.normalize("NFKC", text).replace("・", " ").split()
    return ("".join(parts[start:]) for start in range(len(parts)))


def index_keys(db: Database, patient: Patient, last_confirmed_at: datetime | None) -> None:
    """Puts the patient's keys as they should be, touching only those that change."""
    recency = _recency(last_confirmed_at)
    sql = "SELECT rowid, key, recency FROM patient_key WHERE patient_id = ?"
    held = {row["key"]: row for row in db.execute(sql, [patient.id])}
    keys = keys_of(patient)
    for key in held.keys() - keys:
        db.execute("DELETE FROM patient_key WHERE rowid = ?", [held[key]["rowid"]])
    for key in held.keys() & keys:
        if held[key]["recency"] != recency:
            db.execute("UPDATE patient_key SET recency = ? WHERE rowid = ?", [recency, held[key]["rowid"]])
    for key in keys - held.keys():
        db.execute("INSERT INTO patient_key VALUES (?, ?, ?)", [patient.id, key, recency])


def drop_keys(db: Database, patient_id: PatientId) -> None:
    db.execute("DELETE FROM patient_key WHERE patient_id = ?", [patient_id])


def found(db: Database, text: str, limit: int) -> tuple[PatientRow, ...]:
    """The patient of this number, everyone born on this day, who is called exactly so, who is called so at first."""
    rows: dict[int, Any] = {}
    for sql, values in _queries(text, limit):
        for row in db.execute(sql, values):
            rows.setdefault(row["id"], row)
        if len(rows) >= limit:
            break
    return tuple(map(_patient_row, list(rows.values())[:limit]))


def _queries(text: str, limit: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    key = search_key(text)
    if not key:
        yield RECENT, (limit,)
        return
    if key.isascii() and key.isdigit() and len(key) < 16:
        yield OF_ID, (int(key),)
    born = _day_in(text)
    if born is not None:
        yield OF_BIRTH, (born.isoformat(), limit)
    hits = limit * _KEYS_A_PATIENT
    yield OF_WHOLE_KEY, (key, hits)
    if len(key) <= _HEAD:
        yield OF_HEAD[len(key)], (key, hits)
    else:
        yield OF_BEGINNING, (key, key + "\U0010ffff", hits)


def _day_in(text: str) -> date | None:
    """Most texts are no day, and that is no failure."""
    try:
        return parse_day(text)
    except DayMalformed:
        return None


def _recency(moment: datetime | None) -> int:
    """µs since 1970, 0 for never."""
    return 0 if moment is None else round(moment.timestamp() * 1_000_000)


def _patient_row(row: Any) -> PatientRow:
    confirmed_at = row["last_confirmed_at"]
    return PatientRow(
        id=PatientId(row["id"]),
        name=row["name"],
        kana=row["kana"],
        sex=row["sex"],
        birth_on=date.fromisoformat(row["birth_on"]),
        insurer=row["insurer"],
        symbol=row["symbol"],
        number=row["number"],
        branch=row["branch"],
        last_confirmed_at=moment_of(confirmed_at) if confirmed_at else None,
    )
