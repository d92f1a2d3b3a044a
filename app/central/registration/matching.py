"""Whose row it is: the person and the period it speaks of, among an insurer's own members."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.central.registration.held import Block, HeldPeriod, HeldPerson, known
from app.central.registration.reasons import Reason
from app.central.registration.row import Action, RegistrationRow
from app.scheme.cover import PersonDetails
from app.scheme.names import same_name
from app.scheme.numbers import CardKey, InsuredNumber

TOLD_APART_BY = ("name", "birth_on")
"""Fields in which two people differ who were told under one My Number."""


class RowRefused(Exception):
    """The register does not allow the row."""

    def __init__(self, field: str, reason: Reason) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


class Member(NamedTuple):
    """person None: nobody the register knows. period None: one that is new, or unknown."""

    person: HeldPerson | None
    period: HeldPeriod | None


def insured_of(row: RegistrationRow) -> InsuredNumber:
    return InsuredNumber(row.insurer, row.symbol or "", row.number, row.branch)


def member_of(row: RegistrationRow, block: Block) -> Member:
    """By the insurer's own reference, by My Number, or by the card. Raises: RowRefused."""
    by_number = block.by_my_number.get(row.my_number) if row.my_number else None
    if row.cover_ref and (period := block.by_cover_ref.get((row.insurer.digits, row.cover_ref))):
        return _by_reference(row, period, by_number)
    person = by_number or _on_card(row, block)
    if person is None:
        return Member(None, None)
    period = _period_of(row, person)
    if period and row.cover_ref and period.cover_ref:
        raise RowRefused("cover_ref", Reason.COVER_REF_TAKEN)
    return Member(person, period)


def differences(details: PersonDetails, row: RegistrationRow) -> tuple[str, ...]:
    """The fields in which the row tells of somebody else."""
    found = []
    if row.name is not None and not same_name(details.name, row.name):
        found.append("name")
    if row.birth_on is not None and row.birth_on != details.birth_on:
        found.append("birth_on")
    return tuple(found)


def agreements(details: PersonDetails, row: RegistrationRow) -> tuple[str, ...]:
    """The fields, of those that tell people apart, which the row states and in which it does not differ."""
    stated = [name for name in TOLD_APART_BY if getattr(row, name) is not None]
    if not stated:
        return ()
    differing = differences(details, row)
    return tuple(name for name in stated if name not in differing)


def candidates(row: RegistrationRow, block: Block) -> Iterator[HeldPerson]:
    """Whom the row may mean, by My Number and by branch, before it is decided."""
    if row.my_number and row.my_number in block.by_my_number:
        yield block.by_my_number[row.my_number]
    insured = insured_of(row)
    if row.branch is not None and (holder := block.branches.get((insured.key, row.branch))):
        yield holder


def _by_reference(row: RegistrationRow, period: HeldPeriod, by_number: HeldPerson | None) -> Member:
    """The reference names one period for ever; only `correct` may tell other numbers or days of it."""
    person = period.person
    if row.my_number and person is not by_number and (by_number or not _may_be_linked(person, row)):
        raise RowRefused("my_number", Reason.PERSON_OTHER)
    if row.action is not Action.CORRECT and not _is_same_period(period, row):
        raise RowRefused("cover_ref", Reason.COVER_REF_TAKEN)
    return Member(person, period)


def _is_same_period(period: HeldPeriod, row: RegistrationRow) -> bool:
    held, told = known(period.card).key, insured_of(row).key
    if row.symbol is None:
        told = told._replace(symbol=held.symbol)
    return held == told and row.acquired_on in (None, known(period.cover).acquired_on)


def _may_be_linked(person: HeldPerson, row: RegistrationRow) -> bool:
    """Somebody registered before My Numbers were told, who agrees in name and birth date."""
    if person.linkage or person.my_number or not (row.name and row.birth_on):
        return False
    return not differences(known(person.details), row)


def _on_card(row: RegistrationRow, block: Block) -> HeldPerson | None:
    """By branch, else by birth date, else whoever stands alone under the card. Raises: RowRefused for several."""
    key = insured_of(row).key
    periods = [each for each in block.by_card.get(key, ()) if known(each.card).key == key]
    if row.branch is not None:
        exact = _persons(each for each in periods if known(each.card).branch == row.branch)
        found = exact or _born_so(row, _persons(each for each in periods if known(each.card).branch is None))
    else:
        found = _born_so(row, _persons(periods))
    if row.my_number:
        found = [each for each in found if _may_be_linked(each, row)]
    if len(found) > 1:
        raise RowRefused("branch", Reason.PERSON_SEVERAL)
    return found[0] if found else None


def _persons(periods: Iterable[HeldPeriod]) -> list[HeldPerson]:
    return list({id(each.person): each.person for each in periods}.values())


def _born_so(row: RegistrationRow, persons: list[HeldPerson]) -> list[HeldPerson]:
    """Twins under one card are told apart by name, where it was told."""
    if row.birth_on is not None:
        persons = [each for each in persons if known(each.details).birth_on == row.birth_on]
    if len(persons) > 1 and row.name is not None:
        persons = [each for each in persons if not differences(known(each.details), row)]
    return persons


def _period_of(row: RegistrationRow, person: HeldPerson) -> HeldPeriod | None:
    """Insurer, symbol, number, person and day make a period; without the day it is the newest."""
    key: CardKey = insured_of(row).key
    held = [each for each in person.periods_at(row.insurer.digits) if known(each.card).key == key]
    if row.acquired_on is not None:
        held = [each for each in held if known(each.cover).acquired_on == row.acquired_on]
    return max(held, key=lambda each: known(each.cover).acquired_on, default=None)
