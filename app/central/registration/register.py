"""Rows of insurers enter the register, block by block; each row gets its answer, none is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import date, datetime

from app.central.intermediary.identities import IndividualNumber, Intermediary
from app.central.intermediary.my_number import MyNumber
from app.central.registration.applied import Applied, confirmation_key
from app.central.registration.apply import apply
from app.central.registration.held import Block, HeldPerson, known
from app.central.registration.loading import confirmed_among, load_block
from app.central.registration.matching import candidates, differences
from app.central.registration.reading import read_row
from app.central.registration.reasons import WORDS, Reason
from app.central.registration.row import Complaint, RegistrationRow, RowResult, RowStatus
from app.central.registration.telling import tell_findings
from app.central.registration.told_files import ToldFile, note_told
from app.central.registration.writing import write_block
from app.central.registry.moments import moment_for, note_change
from app.central.storage.database import Database, Transaction
from app.central.storage.lists import in_parts
from app.scheme.days import Clock, business_day
from app.scheme.numbers import InsurerNumber

ROWS_AT_ONCE = 250
"""A transaction's rows: a run that is cut off keeps the blocks before, and a check waits for one block at most."""

Cells = Mapping[str, str]


async def register_rows(
    database: Database,
    intermediary: Intermediary,
    insurer: InsurerNumber | None,
    rows: Iterable[tuple[int, Cells]],
    clock: Clock,
    file: ToldFile | None = None,
    breath_s: float = 0.0,
) -> AsyncIterator[RowResult]:
    """Answers in the order of the rows, each block's after it is on disk; the same rows again change nothing.

    insurer: whose rows these must be; None is the operator, for any insurer of the register. rows: line or place, and
    cells by column. clock: gives each block its moment of knowing; where the register changed later, it is the moment
    of that change. file: whose rows they are. breath_s: between two blocks, where others can write in between only.
    Raises: DatabaseBusy.
    """
    for place, part in enumerate(in_parts(rows, ROWS_AT_ONCE)):
        if place and breath_s:
            await asyncio.sleep(breath_s)
        for result in await _register_block(database, intermediary, insurer, part, clock, file):
            yield result


async def _register_block(
    database: Database,
    intermediary: Intermediary,
    insurer: InsurerNumber | None,
    rows: Sequence[tuple[int, Cells]],
    clock: Clock,
    file: ToldFile | None,
) -> list[RowResult]:
    today = business_day(clock())
    read: list[RegistrationRow | RowResult] = [_read(line, cells, insurer, today) for line, cells in rows]
    told = [each for each in read if isinstance(each, RegistrationRow)]
    async with database.transaction() as tx:
        moment = await moment_for(tx, clock)
        known_numbers = await intermediary.find({each.my_number for each in told if each.my_number})
        block = await load_block(tx, told, known_numbers, moment, file.before if file else None)
        block.confirmed = await _confirmed(tx, told, block)
        applied = Applied()
        for each in read:
            if isinstance(each, RowResult):
                applied.results.append(each)
            elif each.insurer.digits not in block.insurers:
                applied.results.append(_nobodys(each))
            else:
                apply(each, block, applied)
        if applied.touched:
            # The intermediary first: a run cut off between the two finds its numbers again.
            linkages = await _entered(intermediary, block, moment)
            await write_block(tx, block, linkages)
            await intermediary.give(_individual_numbers(applied.touched.values()), moment)
            await note_change(tx, moment)
            if file is not None:
                await note_told(tx, file, moment)
        await tell_findings(tx, applied, moment)
    return applied.results


def _read(line: int, cells: Cells, insurer: InsurerNumber | None, today: date) -> RegistrationRow | RowResult:
    row, complaints = read_row(line, cells, today)
    if row is None:
        return RowResult(line, RowStatus.REFUSED, complaints)
    if insurer is not None and row.insurer != insurer:
        return _refused(line, "insurer_number", Reason.INSURER_OTHER)
    return row


def _refused(line: int, name: str, reason: Reason) -> RowResult:
    return RowResult(line, RowStatus.REFUSED, (Complaint(line, name, reason, WORDS[reason]),))


def _nobodys(row: RegistrationRow) -> RowResult:
    """Where the check digit is wrong, a mere warning else, it is most likely why nobody has this number."""
    fits = row.insurer.has_valid_check_digit
    return _refused(
        row.line, "insurer_number", Reason.INSURER_UNKNOWN if fits else Reason.INSURER_CHECK_DIGIT
    )


async def _confirmed(tx: Transaction, rows: Iterable[RegistrationRow], block: Block) -> frozenset[str]:
    """Only rows that tell of somebody else ask whether a human has looked at it."""
    keys = {
        (row.insurer.digits, confirmation_key(row, person))
        for row in rows
        for person in candidates(row, block)
        if differences(known(person.details), row)
    }
    return await confirmed_among(tx, keys)


async def _entered(intermediary: Intermediary, block: Block, moment: datetime) -> dict[MyNumber, str]:
    new = {person.my_number for person in block.persons if person.my_number is not None}
    return await intermediary.enter(new, moment) if new else {}


def _individual_numbers(persons: Iterable[HeldPerson]) -> Iterable[IndividualNumber]:
    for person in persons:
        for period in person.periods:
            if person.linkage is not None and (period.is_new or period.card.added):
                card = known(period.card)
                yield IndividualNumber(person.linkage, *card.key, card.branch or "")
