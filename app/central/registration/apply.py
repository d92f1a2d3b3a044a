"""What one row does to what the register holds: everything is checked first, then changed as one."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import partial
from typing import TypeVar

from app.central.registration.allowing import (
    must_tell_why,
    refuse_card,
    refuse_certificate,
    refuse_overlap,
    refuse_taken_branch,
)
from app.central.registration.applied import Applied, SetAside, confirmation_key
from app.central.registration.as_told import card_as_told, cover_as_told, details_as_told, issue_as_told
from app.central.registration.held import (
    Block,
    CardIssue,
    CertificateKey,
    CoverFacts,
    HeldPeriod,
    HeldPerson,
    Versions,
    known,
)
from app.central.registration.matching import RowRefused, differences, insured_of, member_of
from app.central.registration.reasons import WORDS, Reason
from app.central.registration.row import (
    Action,
    Complaint,
    RegistrationRow,
    RowResult,
    RowStatus,
)
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import PersonDetails

_OWN_RELATIONSHIP = "1"
Key = TypeVar("Key")
Facts = TypeVar("Facts")


def apply(row: RegistrationRow, block: Block, applied: Applied) -> None:
    """Adds its result; nothing of a row that is refused or set aside enters."""
    try:
        person, period = member_of(row, block)
        if period is None:
            _must_acquire(row, person)
        if person is not None and (aside := _set_aside(row, person, period, block)):
            applied.note_set_aside(aside)
            complaints = tuple(_complaint(row, name, Reason.DETAILS_DIFFER) for name in aside.fields)
            applied.results.append(RowResult(row.line, RowStatus.SET_ASIDE, complaints, row.warnings))
            return
        odd = (*row.warnings, *_left_to_others(row, period)) if period else row.warnings
        changed = _change(row, period, block) if period else _acquire(row, person, block)
    except RowRefused as refusal:
        complaint = _complaint(row, refusal.field, refusal.reason)
        applied.results.append(RowResult(row.line, RowStatus.REFUSED, (complaint,), row.warnings))
        return
    if changed is not None:
        applied.touched[id(changed)] = changed
    if person is not None:
        applied.note_told_right(row, person)
    status = RowStatus.UNCHANGED if changed is None else RowStatus.ACCEPTED
    applied.results.append(RowResult(row.line, status, (), odd))


def _complaint(row: RegistrationRow, name: str, reason: Reason) -> Complaint:
    return Complaint(row.line, name, reason, WORDS[reason])


def _set_aside(
    row: RegistrationRow, person: HeldPerson, period: HeldPeriod | None, block: Block
) -> SetAside | None:
    """An insurer may correct its member's name; a birth date alone, while no other insurer knows the person."""
    if period is None and person.is_taken_back:
        return None
    differing = differences(known(person.details), row)
    if period is not None and row.action in (Action.CORRECT, Action.UNSTATED):
        others = any(person.others_than(row.insurer.digits))
        differing = tuple(name for name in differing if name == "birth_on" and others)
    if not differing:
        return None
    is_confirmed = not person.is_unwritten and confirmation_key(row, person) in block.confirmed
    return None if is_confirmed else SetAside(row, person, differing)


def _acquire(row: RegistrationRow, person: HeldPerson | None, block: Block) -> HeldPerson:
    """A new period, and where nobody is known, a new person. Raises: RowRefused.

    Who is no member of the insurer's yet is told whole, known elsewhere or not: where nothing is told nothing can
    differ, and a My Number guessed would make anybody a member whose name and address may be read.
    """
    assert row.acquired_on is not None
    relationship = row.relationship or (_OWN_RELATIONSHIP if row.insurer.is_late_elderly else None)
    if relationship is None:
        raise RowRefused("relationship", Reason.MISSING)
    is_member = person is not None and any(person.periods_at(row.insurer.digits))
    replaced = person is not None and person.is_taken_back and bool(differences(known(person.details), row))
    details = _new_details(row) if replaced or not is_member else None
    member = person or HeldPerson(my_number=row.my_number)
    lost_on = row.lost_on if isinstance(row.lost_on, date) else None
    cover = CoverFacts(
        relationship, row.ratio_percent, row.acquired_on, lost_on, row.loss_reason, row.filed_on
    )
    must_tell_why(row, cover)
    period = HeldPeriod(member, row.insurer.digits, row.cover_ref)
    refuse_certificate(row, period)
    refuse_overlap(period, cover)
    insured = insured_of(row)
    refuse_taken_branch(row, insured, member, block)
    refuse_card(row, period)

    period.cover.add(cover)
    period.card.add(insured)
    member.periods.append(period)
    _tell_certificate(row, period, block)
    _tell_issue(row, period, block)
    if details is not None and (person is None or replaced):
        member.details.add(details)
    else:
        _tell_details(row, period, block)
    if person is None:
        block.add_person(member)
    else:
        _link(row, member, block)
    block.note_period(period)
    return member


def _must_acquire(row: RegistrationRow, person: HeldPerson | None) -> None:
    """Nothing is learned of who is no member here, not even that somebody is known. Raises: RowRefused."""
    if row.action not in (Action.ACQUIRE, Action.UNSTATED):
        is_member = person is not None and any(person.periods_at(row.insurer.digits))
        if not is_member:
            raise RowRefused("number", Reason.PERSON_UNKNOWN)
        raise RowRefused("acquired_on", Reason.PERIOD_UNKNOWN)
    if row.acquired_on is None:
        raise RowRefused("acquired_on", Reason.MISSING)


def _new_details(row: RegistrationRow) -> PersonDetails:
    """Raises: RowRefused where something a new person needs was not told."""
    if row.my_number is None:
        raise RowRefused("my_number", Reason.MY_NUMBER_MISSING)
    for name in ("name", "kana", "sex", "birth_on"):
        if getattr(row, name) is None:
            raise RowRefused(name, Reason.MISSING)
    assert row.name and row.kana and row.sex and row.birth_on
    return PersonDetails(row.name, row.kana, row.sex, row.birth_on, row.postcode, row.address)


def _change(row: RegistrationRow, period: HeldPeriod, block: Block) -> HeldPerson | None:
    """The person whose period or details changed; None where all of it was known. Raises: RowRefused."""
    cover, card = cover_as_told(row, known(period.cover)), card_as_told(row, known(period.card))
    if cover.lost_on is not None and cover.lost_on < cover.acquired_on:
        raise RowRefused("lost_on", Reason.LOST_BEFORE_ACQUIRED)
    must_tell_why(row, cover)
    refuse_certificate(row, period)
    refuse_overlap(period, cover)
    if card != known(period.card) or (known(period.cover).is_void and not cover.is_void):
        refuse_taken_branch(row, card, period.person, block)
    refuse_card(row, period)

    news = [
        period.cover.tell(partial(cover_as_told, row), block.moment),
        period.card.tell(partial(card_as_told, row), block.moment),
        _tell_details(row, period, block),
        _tell_certificate(row, period, block),
        _tell_issue(row, period, block),
        _link(row, period.person, block),
        _name(row, period),
    ]
    block.note_period(period)
    return period.person if any(news) else None


def _tell_details(row: RegistrationRow, period: HeldPeriod, block: Block) -> bool:
    """What an insurer says of a person whose newer cover is elsewhere changes nothing; of an own older one, only what
    is said outright."""
    if row.action in (Action.LOSE, Action.REISSUE) or _is_covered_elsewhere(period):
        return False
    if row.action in (Action.ACQUIRE, Action.UNSTATED) and not _is_newest(period):
        return False
    return period.person.details.tell(partial(details_as_told, row), block.moment)


def _left_to_others(row: RegistrationRow, period: HeldPeriod) -> Iterator[Complaint]:
    """What was said outright of details that are another insurer's to tell by now."""
    if row.action in (Action.CORRECT, Action.MOVE) and _is_covered_elsewhere(period):
        held = known(period.person.details)
        told = details_as_told(row, held)
        for each in fields(held):
            if getattr(told, each.name) != getattr(held, each.name):
                yield _complaint(row, each.name, Reason.DETAILS_OF_OTHERS)


def _is_covered_elsewhere(period: HeldPeriod) -> bool:
    """Whether the newest cover is another insurer's."""
    return not _is_newest(period) and all(
        not _is_newest(each) for each in period.person.periods_at(period.insurer)
    )


def _is_newest(period: HeldPeriod) -> bool:
    covers = [known(each.cover) for each in period.person.periods]
    newest = max((each.acquired_on for each in covers if not each.is_void), default=None)
    return newest is None or known(period.cover).acquired_on >= newest


def _tell_certificate(row: RegistrationRow, period: HeldPeriod, block: Block) -> bool:
    told = row.certificate
    if told is None:
        return False

    def as_told(held: EntitlementCertificate) -> EntitlementCertificate:
        return replace(held, valid_until=told.valid_until) if told.is_void else told

    return _tell_or_add(period.certificates, CertificateKey.of(told), told, as_told, block)


def _tell_issue(row: RegistrationRow, period: HeldPeriod, block: Block) -> bool:
    issued_on = row.card_issued_on or (period.newest_issue if row.card_returned_on else None)
    if issued_on is None:
        return False
    returned_on = row.card_returned_on if isinstance(row.card_returned_on, date) else None
    told = CardIssue(issued_on, returned_on)
    return _tell_or_add(period.issues, issued_on, told, partial(issue_as_told, row), block)


def _tell_or_add(
    versions: dict[Key, Versions[Facts]],
    key: Key,
    first: Facts,
    change: Callable[[Facts], Facts],
    block: Block,
) -> bool:
    held = versions.setdefault(key, Versions())
    if held.now is not None:
        return held.tell(change, block.moment)
    held.add(first)
    return True


def _link(row: RegistrationRow, person: HeldPerson, block: Block) -> bool:
    """Somebody registered before My Numbers were told is linked with theirs."""
    if row.my_number is None or person.linkage or person.my_number:
        return False
    person.my_number = row.my_number
    block.by_my_number[row.my_number] = person
    return True


def _name(row: RegistrationRow, period: HeldPeriod) -> bool:
    if row.cover_ref is None or period.cover_ref is not None:
        return False
    period.cover_ref, period.renamed = row.cover_ref, True
    return True
