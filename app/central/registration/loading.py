"""Everything the register holds of those whom a block of rows may speak of, in a handful of queries."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from app.central.intermediary.my_number import MyNumber
from app.central.registration.findings import FindingKind
from app.central.registration.held import (
    Block,
    CardIssue,
    CertificateKey,
    CoverFacts,
    HeldPeriod,
    HeldPerson,
    Versions,
    Window,
)
from app.central.registration.matching import insured_of
from app.central.registration.row import RegistrationRow
from app.central.storage.database import Row, Transaction
from app.central.storage.lists import in_parts, listed, listed_rows
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import PersonDetails
from app.scheme.numbers import InsuredNumber, InsurerNumber

Facts = TypeVar("Facts")
Asked = TypeVar("Asked")

_TUPLES_AT_ONCE = 500
_NOW = "(known_until IS NULL OR known_until = known_from)"
"""The present version, and those of no length: what the same telling had said before it."""
_EVER = "TRUE"
"""For a file that was told before, block by block."""


async def load_block(
    tx: Transaction,
    rows: Sequence[RegistrationRow],
    linkages: Mapping[MyNumber, str],
    moment: datetime,
    told_before: Window | None = None,
) -> Block:
    """linkages: of the My Numbers that the intermediary knows. told_before: when the very file of these rows was."""
    insurers = await _insurers(tx, {row.insurer.digits for row in rows})
    block = Block(moment, insurers, told_before=told_before)
    by_linkage = await _by_linkage(tx, set(linkages.values()))
    ids = set(by_linkage.values())
    ids |= await _by_reference(tx, {(row.insurer.digits, row.cover_ref) for row in rows if row.cover_ref})
    keys = (insured_of(row).key for row in rows)
    ids |= await _by_card(tx, {(key.insurer, key.number, key.symbol) for key in keys})
    persons = {each: HeldPerson(each) for each in ids}
    await _add_persons(tx, persons, block)
    periods = await _periods(tx, persons)
    await _add_covers(tx, periods, block)
    await _add_cards(tx, periods, block)
    await _add_certificates(tx, periods, block)
    await _add_issues(tx, periods, block)
    for person in persons.values():
        block.add_person(person)
    for period in periods.values():
        block.note_period(period)
    for number, linkage in linkages.items():
        if linkage in by_linkage:
            block.by_my_number[number] = persons[by_linkage[linkage]]
    return block


async def confirmed_among(tx: Transaction, keys: Collection[tuple[str, str]]) -> frozenset[str]:
    """Of insurers and told_keys, the keys that a human confirmed to be one person."""
    rows = _tuples(
        tx,
        f"SELECT told_key FROM finding WHERE kind = '{FindingKind.DETAILS_CONFIRMED}' AND (insurer, told_key)",
        keys,
    )
    return frozenset([row["told_key"] async for row in rows])


async def _insurers(tx: Transaction, numbers: Collection[str]) -> frozenset[str]:
    rows = _each(tx, "SELECT number FROM insurer WHERE number", numbers)
    return frozenset([row["number"] async for row in rows])


async def _by_linkage(tx: Transaction, linkages: Collection[str]) -> dict[str, int]:
    rows = _each(tx, "SELECT id, linkage FROM person WHERE linkage", linkages)
    return {row["linkage"]: row["id"] async for row in rows}


async def _by_reference(tx: Transaction, references: Collection[tuple[str, str]]) -> set[int]:
    rows = _tuples(tx, "SELECT person_id FROM period WHERE (insurer, cover_ref)", references)
    return {row["person_id"] async for row in rows}


async def _by_card(tx: Transaction, keys: Collection[tuple[str, str, str]]) -> set[int]:
    """Everyone ever under these cards: a branch that was given once is never free again."""
    rows = _tuples(
        tx,
        "SELECT period.person_id FROM card_key JOIN period ON period.id = card_key.period_id"
        " WHERE (card_key.insurer_key, card_key.number_key, card_key.symbol_key)",
        keys,
    )
    return {row["person_id"] async for row in rows}


async def _add_persons(tx: Transaction, persons: Mapping[int, HeldPerson], block: Block) -> None:
    async for row in _each(tx, "SELECT id, linkage FROM person WHERE id", persons):
        persons[row["id"]].linkage = row["linkage"]
    details = _each(
        tx,
        "SELECT person_id, name, kana, sex, birth_on, postcode, address, known_from, known_until"
        f" FROM person_detail WHERE {_versions(block)} AND person_id",
        persons,
    )
    async for row in details:
        told = PersonDetails(
            row["name"], row["kana"], row["sex"], row["birth_on"], row["postcode"], row["address"]
        )
        _note(persons[row["person_id"]].details, told, row, block)


async def _periods(tx: Transaction, persons: Mapping[int, HeldPerson]) -> dict[int, HeldPeriod]:
    held: dict[int, HeldPeriod] = {}
    rows = _each(tx, "SELECT id, person_id, insurer, cover_ref FROM period WHERE person_id", persons)
    async for row in rows:
        person = persons[row["person_id"]]
        held[row["id"]] = HeldPeriod(person, row["insurer"], row["cover_ref"], row["id"])
        person.periods.append(held[row["id"]])
    return held


async def _add_covers(tx: Transaction, periods: Mapping[int, HeldPeriod], block: Block) -> None:
    columns = ", ".join(CoverFacts._fields)
    rows = _each(
        tx,
        f"SELECT period_id, {columns}, known_from, known_until FROM cover WHERE {_versions(block)} AND period_id",
        periods,
    )
    async for row in rows:
        _note(
            periods[row["period_id"]].cover,
            CoverFacts(*(row[name] for name in CoverFacts._fields)),
            row,
            block,
        )


async def _add_cards(tx: Transaction, periods: Mapping[int, HeldPeriod], block: Block) -> None:
    """All versions: also the branches of before are taken for ever."""
    rows = _each(
        tx,
        "SELECT period_id, symbol, number, branch, known_from, known_until FROM card_key WHERE period_id",
        periods,
    )
    async for row in rows:
        period = periods[row["period_id"]]
        card = InsuredNumber(InsurerNumber(period.insurer), row["symbol"], row["number"], row["branch"])
        block.note_branch(card, period)
        _note(period.card, card, row, block)


async def _add_certificates(tx: Transaction, periods: Mapping[int, HeldPeriod], block: Block) -> None:
    rows = _each(
        tx,
        "SELECT period_id, kind, class_code, ratio_percent, valid_from, valid_until, known_from, known_until"
        f" FROM certificate WHERE {_versions(block)} AND period_id",
        periods,
    )
    async for row in rows:
        told = EntitlementCertificate(
            row["kind"], row["class_code"], row["ratio_percent"], row["valid_from"], row["valid_until"]
        )
        versions = periods[row["period_id"]].certificates
        _note(versions.setdefault(CertificateKey.of(told), Versions()), told, row, block)


async def _add_issues(tx: Transaction, periods: Mapping[int, HeldPeriod], block: Block) -> None:
    rows = _each(
        tx,
        "SELECT period_id, issued_on, returned_on, known_from, known_until"
        f" FROM card_issue WHERE {_versions(block)} AND period_id",
        periods,
    )
    async for row in rows:
        told = CardIssue(row["issued_on"], row["returned_on"])
        _note(periods[row["period_id"]].issues.setdefault(told.issued_on, Versions()), told, row, block)


def _versions(block: Block) -> str:
    return _NOW if block.told_before is None else _EVER


def _note(versions: Versions[Facts], facts: Facts, row: Row, block: Block) -> None:
    """What another telling said before tells nothing any more; what is `earlier` counts once the present is known."""
    known_from, known_until, before = row["known_from"], row["known_until"], block.told_before
    if known_until is None:
        versions.now, versions.known_from = facts, known_from
        versions.said_since = before.begun_at if before and before.holds(known_from) else known_from
    elif known_until == known_from or (before and before.holds(known_from, known_until)):
        versions.earlier.append((known_from, facts))


async def _each(tx: Transaction, up_to_the_column: str, values: Iterable[Asked]) -> AsyncIterator[Row]:
    for part in in_parts(values):
        for row in await tx.fetch(f"{up_to_the_column} IN {listed(len(part))}", *part):
            yield row


async def _tuples(
    tx: Transaction, up_to_the_columns: str, values: Iterable[tuple[str, ...]]
) -> AsyncIterator[Row]:
    for part in in_parts(values, _TUPLES_AT_ONCE):
        query = f"{up_to_the_columns} IN {listed_rows(len(part), len(part[0]))}"
        for row in await tx.fetch(query, *(value for asked in part for value in asked)):
            yield row
