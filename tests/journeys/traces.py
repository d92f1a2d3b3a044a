"""Finding by value what must not lie about: persons, cards, PINs, secrets; and a My Number anywhere."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from app.adapters.ledger.file import connect
from app.adapters.ledger.key import LedgerKey
from app.eligibility.answer import Check
from app.scheme.days import written
from app.scheme.digits import is_my_number

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TWELVE = re.compile(r"(?<![0-9A-Za-z])\d{4}[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")
_SHORTEST = 5
"""Letters; what is shorter is found anywhere by chance."""


def of_persons(checks: Iterable[Check]) -> Iterator[str]:
    """What the answers told of people, in the forms in which it may have been written down."""
    for check in checks:
        for each in check.answer.information if check.answer else ():
            person, insured = each.person, each.cover.insured
            told = (person.name, person.kana, person.address or "", insured.symbol, insured.number)
            born = (person.birth_on.isoformat(), written(person.birth_on), f"{person.birth_on:%Y%m%d}")
            yield from (words for words in (*told, *born) if len(words) >= _SHORTEST)


def _spellings(value: str | bytes) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield from (value, value.hex().encode(), value.hex().upper().encode())
        return
    yield from (value.encode(), value.encode("utf-16-le"), json.dumps(value)[1:-1].encode())
    yield "".join(each if each.isascii() else f"\\x{ord(each):x}" for each in value).encode()  # QSettings


def found(values: Iterable[str | bytes], places: Mapping[str, bytes]) -> set[str]:
    """The places that hold one of the values. The values themselves are told to nobody."""
    spelled = {spelling for value in values for spelling in _spellings(value)}
    assert spelled, "nothing to look for"
    return {name for name, content in places.items() if any(each in content for each in spelled)}


def pins_in(pins: Iterable[str], places: Mapping[str, bytes]) -> set[str]:
    """Places where one of these short numbers stands by itself."""
    patterns = [re.compile(rf"(?<![0-9A-Za-z.]){pin}(?![0-9A-Za-z.])".encode()) for pin in pins]
    return {name for name, content in places.items() if any(each.search(content) for each in patterns)}


def holds_my_number(text: str) -> bool:
    """R3. The tail of a UUID may have twelve digits by chance."""
    return any(is_my_number(each) for each in _TWELVE.findall(_UUID.sub("", text)))


def text_of_ledger(file: Path, key: str) -> str:
    """Every value of every table, a line each."""
    db = connect(file, LedgerKey.of_text(key))
    try:
        return _text_of(db.conn)
    finally:
        db.close()


def text_of_database(file: Path) -> str:
    with closing(sqlite3.connect(file)) as db:
        return _text_of(db)


def _text_of(db: Any) -> str:
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    lines = (
        str(value)
        for table in tables
        for row in db.execute(f'SELECT * FROM "{table}"')
        for value in tuple(row)
    )
    return "\n".join(lines)
