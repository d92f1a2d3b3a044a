"""What a notice teaches the ledger: the card of the new insurer, and from when the old one is good no more."""

from dataclasses import replace

from app.notices.notice import Notice, NoticeKind, Part
from app.patients.patient import HeldCard, Patient
from app.patients.ports import PatientIndex
from app.staff.member import Duty, StaffMember

_MOVED = (NoticeKind.REASSIGNED, NoticeKind.SPLIT)


def corrected_cards(notice: Notice, patient: Patient) -> tuple[HeldCard, ...]:
    """The patient's cards that the ledger should hold otherwise, or anew; none where it knows all of it already.

    The review confirmed the new card for its treatment days; what the counter confirmed since is left as it is.
    """
    found = []
    own = notice.before.insured
    if own is not None and notice.lapsed_on is not None:
        found += [
            replace(card, lost_on=notice.lapsed_on)
            for card in patient.cards
            if card.insured.same_card(own) and card.lost_on is None and not _is_newer(card, notice)
        ]
    if notice.kind in _MOVED:
        found += [_new_card(notice, part) for part in notice.after if _is_new(part, notice, patient)]
    return tuple(found)


def correct_ledger(notice: Notice, patient: Patient, staff: StaffMember, index: PatientIndex) -> None:
    """Done twice it changes nothing more. Raises: NotAllowed; KeyError for a patient merged away since."""
    staff.must_be_allowed(Duty.KEEP_PATIENTS)
    for card in corrected_cards(notice, index.get(patient.id)):
        index.hold_card(patient.id, card)


def _is_new(part: Part, notice: Notice, patient: Patient) -> bool:
    insured, stated = part.insured, notice.before.insured
    if insured is None or (stated is not None and insured.same_card(stated)):
        return False
    return not any(card.insured.same_card(insured) for card in patient.cards)


def _is_newer(card: HeldCard, notice: Notice) -> bool:
    return card.confirmed_at is not None and card.confirmed_at > notice.created_at


def _new_card(notice: Notice, part: Part) -> HeldCard:
    if part.insured is None:
        raise ValueError("a part without a number is no card")
    span = next((each for each in notice.true_spans if not each.own), None)
    began = span.since if span is not None and span.since.day > 1 else None  # spans are told from the 1st on
    return HeldCard(part.insured, part.insurer_name, "", began, None, None, (), notice.created_at)
