"""Bulk entry of whole histories: the invented town, and the first fill of a register."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

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


async def load_insurers(tx: Transaction, insurers: Iterable[InsurerEntry]) -> None:
    rows = [(each.number, each.name, each.usual_delay_days) for each in insurers]
    await tx.insert_many("insurer", ("number", "name", "usual_delay_days"), rows)


async def load_persons(tx: Transaction, persons: Iterable[PersonEntry]) -> range:
    """Enters persons in a stream, memory flat; their insurers must be there. Returns their ids, in order."""
    stream = iter(persons)
    first = end = 0
    while block := tuple(islice(stream, _PERSONS_AT_ONCE)):
        ids = await take_ids(tx, "person", len(block))
        periods = await take_ids(tx, "period", sum(len(each.covers) for each in block))
        rows = _Rows(iter(periods))
        for person_id, entry in zip(ids, block, strict=True):
            rows.add_person(person_id, entry)
        for table, columns in _COLUMNS.items():
            await tx.insert_many(table, columns, rows.of[table])
        first, end = first or ids.start, ids.stop
    return range(first, end)


async def take_ids(tx: Transaction, name: str, count: int) -> range:
    """The next ids of "person" or "period"; other writers of the register wait until this transaction ends."""
    row = await tx.fetch_one(
        "UPDATE register_ids SET next_id = next_id + $2 WHERE name = $1 RETURNING next_id", name, count
    )
    if row is None:
        raise LookupError(name)
    end: int = row["next_id"]
    return range(end - count, end)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one block, by table."""

    period_ids: Iterator[int]
    of: dict[str, list[Sequence[object]]] = field(default_factory=lambda: {table: [] for table in _COLUMNS})

    def add_person(self, person_id: int, entry: PersonEntry) -> None:
        told = entry.details
        self.of["person"].append((person_id,))
        self.of["person_detail"].append(
            (
                *(person_id, told.name, told.kana, told.sex, told.birth_on, told.postcode, told.address),
                *(entry.known_at, None),
            )
        )
        for cover in entry.covers:
            self._add_cover(person_id, cover)

    def _add_cover(self, person_id: int, entry: CoverEntry) -> None:
        period_id = next(self.period_ids)
        insured = entry.cover.insured
        key = insured.key
        self.of["period"].append((period_id, person_id, insured.insurer.digits))
        self.of["cover"].extend(_cover_versions(period_id, entry))
        self.of["card_key"].append(
            (
                *(period_id, key.insurer, key.symbol, key.number),
                *(insured.symbol, insured.number, insured.branch, entry.known_at, None),
            )
        )
        for each in entry.certificates:
            told = each.certificate
            self.of["certificate"].append(
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
