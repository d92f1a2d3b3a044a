"""A block's changes go into the register: new versions beside the old ones, which only get their end (R4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.central.intermediary.my_number import MyNumber
from app.central.registration.held import Block, CoverFacts, Facts, HeldPeriod, HeldPerson, Versions
from app.central.registry.load import take_ids
from app.central.storage.database import Transaction
from app.central.storage.lists import in_parts, listed
from app.scheme.certificates import EntitlementCertificate
from app.scheme.numbers import InsuredNumber

_SPAN = ("known_from", "known_until")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("id", "linkage"),
    "person_detail": ("person_id", "name", "kana", "sex", "birth_on", "postcode", "address", *_SPAN),
    "period": ("id", "person_id", "insurer", "cover_ref"),
    "cover": ("period_id", *CoverFacts._fields, *_SPAN),
    "card_key": (
        *("period_id", "insurer_key", "symbol_key", "number_key", "symbol", "number", "branch"),
        *_SPAN,
    ),
    "certificate": ("period_id", "kind", "class_code", "ratio_percent", "valid_from", "valid_until", *_SPAN),
    "card_issue": ("period_id", "issued_on", "returned_on", *_SPAN),
}


async def write_block(tx: Transaction, block: Block, linkages: Mapping[MyNumber, str]) -> None:
    """linkages: of everyone the block links. New persons and periods get their ids here."""
    await _give_ids(tx, block)
    await _link(tx, block, linkages)
    await _rename(tx, block)
    await _close(tx, block)
    rows = _new_rows(block)
    for table, columns in _COLUMNS.items():
        if rows[table]:
            await tx.insert_many(table, columns, rows[table])


async def _give_ids(tx: Transaction, block: Block) -> None:
    persons = [person for person in block.persons if not person.id]
    periods = [period for period in block.periods if not period.id]
    new: list[tuple[str, Sequence[HeldPerson | HeldPeriod]]] = [("person", persons), ("period", periods)]
    for name, held in new:
        if held:
            for number, each in zip(await take_ids(tx, name, len(held)), held, strict=True):
                each.id, each.is_new = number, True


async def _link(tx: Transaction, block: Block, linkages: Mapping[MyNumber, str]) -> None:
    for person in block.persons:
        if person.my_number is not None:
            person.linkage = linkages[person.my_number]
            if not person.is_new:
                await tx.execute("UPDATE person SET linkage = $1 WHERE id = $2", person.linkage, person.id)


async def _rename(tx: Transaction, block: Block) -> None:
    for period in block.periods:
        if period.renamed and not period.is_new:
            await tx.execute("UPDATE period SET cover_ref = $1 WHERE id = $2", period.cover_ref, period.id)


async def _close(tx: Transaction, block: Block) -> None:
    """The versions that are not the newest any more."""
    held = block.persons, list(block.periods)
    await _end(
        tx, "person_detail", "person_id", (each.id for each in held[0] if _is_over(each.details)), block
    )
    await _end(tx, "cover", "period_id", (each.id for each in held[1] if _is_over(each.cover)), block)
    await _end(tx, "card_key", "period_id", (each.id for each in held[1] if _is_over(each.card)), block)
    for period in held[1]:
        for key, certificate in period.certificates.items():
            if _is_over(certificate):
                await tx.execute(
                    "UPDATE certificate SET known_until = $1 WHERE known_until IS NULL AND period_id = $2"
                    " AND kind = $3 AND valid_from = $4 AND ($5 = '' OR class_code = $5)",
                    *(block.moment, period.id, key.kind, key.valid_from, key.disease or ""),
                )
        for issued_on, issue in period.issues.items():
            if _is_over(issue):
                await tx.execute(
                    "UPDATE card_issue SET known_until = $1 WHERE known_until IS NULL AND period_id = $2"
                    " AND issued_on = $3",
                    *(block.moment, period.id, issued_on),
                )


def _is_over(versions: Versions[Facts]) -> bool:
    return bool(versions.added) and versions.known_from is not None


async def _end(tx: Transaction, table: str, column: str, ids: Iterable[int], block: Block) -> None:
    for part in in_parts(ids):
        await tx.execute(
            f"UPDATE {table} SET known_until = $1 WHERE known_until IS NULL"
            f" AND {column} IN {listed(len(part), 2)}",
            block.moment,
            *part,
        )


def _new_rows(block: Block) -> Mapping[str, list[tuple[object, ...]]]:
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _COLUMNS}
    for person in block.persons:
        if person.is_new:
            rows["person"].append((person.id, person.linkage))
        for told, span in _spans(person.details, block.moment):
            rows["person_detail"].append(
                (
                    *(person.id, told.name, told.kana, told.sex, told.birth_on, told.postcode, told.address),
                    *span,
                )
            )
        for period in person.periods:
            _add_period(rows, period, block.moment)
    return rows


def _add_period(rows: dict[str, list[tuple[object, ...]]], period: HeldPeriod, moment: datetime) -> None:
    if period.is_new:
        rows["period"].append((period.id, period.person.id, period.insurer, period.cover_ref))
    rows["cover"].extend((period.id, *facts, *span) for facts, span in _spans(period.cover, moment))
    rows["card_key"].extend((period.id, *_card(card), *span) for card, span in _spans(period.card, moment))
    for certificate in period.certificates.values():
        rows["certificate"].extend(
            (period.id, *_certificate(told), *span) for told, span in _spans(certificate, moment)
        )
    for issue in period.issues.values():
        rows["card_issue"].extend((period.id, *told, *span) for told, span in _spans(issue, moment))


def _spans(
    versions: Versions[Facts], moment: datetime
) -> Iterator[tuple[Facts, tuple[datetime, datetime | None]]]:
    """What was said in between lasted no time: it is kept, and was never known to anybody."""
    *between, last = versions.added or (None,)
    for facts in between:
        yield facts, (moment, moment)
    if last is not None:
        yield last, (moment, None)


def _card(card: InsuredNumber) -> tuple[object, ...]:
    return (*card.key, card.symbol, card.number, card.branch)


def _certificate(told: EntitlementCertificate) -> tuple[object, ...]:
    return (told.kind, told.class_code, told.ratio_percent, told.valid_from, told.valid_until)
