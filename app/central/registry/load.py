"""Bulk entry of whole histories: the invented town, and the first fill of a register."""

from asyncio import create_task, to_thread, wait
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice

from app.central.registry.entries import CoverEntry, InsurerEntry, PersonEntry
from app.central.storage.database import Transaction

_PERSONS_AT_ONCE = 5_000
_KNOWN = ("known_from", "known_until")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("id",),
    "person_detail": (
        *("person_id", "name", "kana", "sex", "birth_on", "postcode", "address"),
        *_KNOWN,
    ),
    "period": ("id", "person_id", "insurer"),
    "cover": (
        *("period_id", "relationship", "ratio_percent", "acquired_on", "lost_on", "loss_reason"),
        *_KNOWN,
    ),
    "card_key": (
        *("period_id", "insurer_key", "symbol_key", "number_key", "symbol", "number", "branch"),
        *_KNOWN,
    ),
    "certificate": (
        *("period_id", "kind", "class_code", "ratio_percent", "valid_from", "valid_until"),
        *_KNOWN,
    ),
}

REGISTER_TABLES = tuple(_COLUMNS)


async def load_insurers(tx: Transaction, insurers: Iterable[InsurerEntry]) -> None:
    rows = [(each.number, each.name, each.usual_delay_days) for each in insurers]
    await tx.insert_many("insurer", ("number", "name", "usual_delay_days"), rows)


async def load_persons(tx: Transaction, persons: Iterable[PersonEntry]) -> range:
    """Enters persons in a stream, memory flat; their insurers must be there. Returns their ids, in order.

    While the database takes one block in, the next is made in a thread.
    """
    people = await take_ids(tx, "person", 0)  # nobody else takes ids until this transaction ends
    periods = await take_ids(tx, "period", 0)
    blocks = _Blocks(iter(persons), count(people.start), count(periods.start))
    coming = create_task(to_thread(blocks.next))
    try:
        while block := await coming:
            coming = create_task(to_thread(blocks.next))
            for table, columns in _COLUMNS.items():
                await tx.insert_many(table, columns, block[table])
    finally:
        await wait([coming])
    await take_ids(tx, "period", blocks.periods)
    return await take_ids(tx, "person", blocks.persons)


async def take_ids(tx: Transaction, name: str, count: int) -> range:
    """The next ids of "person" or "period"; other writers of the register wait until this transaction ends."""
    row = await tx.fetch_one(
        "UPDATE register_ids SET next_id = next_id + $2 WHERE name = $1 RETURNING next_id", name, count
    )
    if row is None:
        raise LookupError(name)
    end: int = row["next_id"]
    return range(end - count, end)


_Rows = dict[str, list[Sequence[object]]]
"""By table."""


@dataclass(slots=True)
class _Blocks:
    """Rows of some thousand persons at a time. persons, periods: how many were made."""

    _stream: Iterator[PersonEntry]
    _person_ids: Iterator[int]
    _period_ids: Iterator[int]
    persons: int = 0
    periods: int = 0

    def next(self) -> _Rows:
        """Empty at the end."""
        rows: _Rows = {table: [] for table in _COLUMNS}
        for entry in islice(self._stream, _PERSONS_AT_ONCE):
            self._add_person(rows, next(self._person_ids), entry)
        self.persons += len(rows["person"])
        self.periods += len(rows["period"])
        return rows if rows["person"] else {}

    def _add_person(self, rows: _Rows, person_id: int, entry: PersonEntry) -> None:
        told = entry.details
        rows["person"].append((person_id,))
        rows["person_detail"].append(
            (
                *(person_id, told.name, told.kana, told.sex, told.birth_on, told.postcode, told.address),
                *(entry.known_at, None),
            )
        )
        for cover in entry.covers:
            self._add_cover(rows, person_id, cover)

    def _add_cover(self, rows: _Rows, person_id: int, entry: CoverEntry) -> None:
        period_id = next(self._period_ids)
        insured = entry.cover.insured
        key = insured.key
        rows["period"].append((period_id, person_id, insured.insurer.digits))
        rows["cover"].extend(_cover_versions(period_id, entry))
        rows["card_key"].append(
            (
                *(period_id, key.insurer, key.symbol, key.number),
                *(insured.symbol, insured.number, insured.branch, entry.known_at, None),
            )
        )
        for each in entry.certificates:
            told = each.certificate
            rows["certificate"].append(
                (
                    *(period_id, told.kind, told.class_code, told.ratio_percent),
                    *(told.valid_from, told.valid_until, each.known_at, None),
                )
            )


def _cover_versions(period_id: int, entry: CoverEntry) -> Iterator[tuple[object, ...]]:
    """One version while it lasts; a loss that became known later closes it and adds a second (R4)."""
    cover = entry.cover
    told = (period_id, cover.relationship, entry.ratio_percent, cover.acquired_on)
    loss = (cover.lost_on, cover.loss_reason)
    known_lost_at: datetime | None = entry.loss_known_at
    if (cover.lost_on is None) != (known_lost_at is None):
        raise ValueError("a loss and the moment it became known come together")
    if known_lost_at is None or known_lost_at <= entry.known_at:
        yield (*told, *loss, entry.known_at, None)
        return
    yield (*told, None, None, entry.known_at, known_lost_at)
    yield (*told, *loss, known_lost_at, None)
