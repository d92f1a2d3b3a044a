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

_HEAD = 4
"""Letters of a key that have an index of their own (migration m002)."""

_ROW = (
    "SELECT patient.id, name, kana, sex, birth_on, last_confirmed_at, insurer, symbol, number, branch FROM "
)
_CARD = " LEFT JOIN held_card ON held_card.id = current_card "
_NEWEST_FIRST = " AND merged_into IS NULL ORDER BY last_confirmed_at DESC, patient.id DESC LIMIT ?"

RECENT = f"{_ROW} patient {_CARD} WHERE true {_NEWEST_FIRST}"
OF_ID = f"{_ROW} patient {_CARD} WHERE patient.id = ? AND merged_into IS NULL"
OF_BIRTH = f"{_ROW} patient {_CARD} WHERE birth_on = ? {_NEWEST_FIRST}"


def _of_keys(where: str) -> str:
    """All keys of a patient are equally recent, so that DISTINCT follows the index and needs no sorting.

    CROSS JOIN keeps the hits outermost and thereby their order; asking for it again would sort them once more.
    """
    hits = f"""SELECT DISTINCT recency, patient_id FROM patient_key WHERE {where}
        ORDER BY recency DESC, patient_id DESC LIMIT ?"""
    return f"""{_ROW} ({hits}) AS hit CROSS JOIN patient ON patient.id = hit.patient_id {_CARD}"""


OF_WHOLE_KEY = _of_keys("key = ?")
OF_HEAD = {size: _of_keys(f"substr(key, 1, {size}) = ?") for size in range(1, _HEAD + 1)}
OF_BEGINNING = _of_keys("key >= ? AND key < ?")


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


def ids_of(text: str) -> tuple[str, list[object]]:
    """A query for everyone whom this text may mean, with its values; for lists of what patients have to do with."""
    key = search_key(text)
    queries = ["SELECT patient_id FROM patient_key WHERE key >= ? AND key < ?"]
    values: list[object] = [key, key + "\U0010ffff"]
    if key.isascii() and key.isdigit() and len(key) < 16:
        queries.append("SELECT ?")
        values.append(int(key))
    born = _day_in(text)
    if born is not None:
        queries.append("SELECT id FROM patient WHERE birth_on = ?")
        values.append(born.isoformat())
    return " UNION ".join(queries), values


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
    yield OF_WHOLE_KEY, (key, limit)
    if len(key) <= _HEAD:
        yield OF_HEAD[len(key)], (key, limit)
    else:
        yield OF_BEGINNING, (key, key + "\U0010ffff", limit)


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
    patient_id, name, kana, sex, birth_on, confirmed_at, insurer, symbol, number, branch = row
    return PatientRow(
        id=PatientId(patient_id),
        name=name,
        kana=kana,
        sex=sex,
        birth_on=date.fromisoformat(birth_on),
        insurer=insurer,
        symbol=symbol,
        number=number,
        branch=branch,
        last_confirmed_at=moment_of(confirmed_at) if confirmed_at else None,
    )
