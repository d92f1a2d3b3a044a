"""What the register does not allow of a row, looked at before anything is changed."""

from datetime import date

from app.central.registration.held import Block, CertificateKey, CoverFacts, HeldPeriod, HeldPerson, known
from app.central.registration.matching import TOLD_APART_BY, RowRefused, agreements
from app.central.registration.reasons import Reason
from app.central.registration.row import Action, Cleared, RegistrationRow
from app.scheme.numbers import InsuredNumber


def must_tell_why(row: RegistrationRow, cover: CoverFacts) -> None:
    """A loss comes with its reason, and a reason with a loss. Raises: RowRefused."""
    if row.action in (Action.MOVE, Action.REISSUE):
        return
    if isinstance(row.lost_on, date) and cover.loss_reason is None:
        raise RowRefused("loss_reason", Reason.MISSING)
    if row.loss_reason is not None and cover.lost_on is None:
        raise RowRefused("lost_on", Reason.MISSING)


def refuse_card(row: RegistrationRow, period: HeldPeriod) -> None:
    """A card comes back after it was issued; the newest, where the row does not say which. What was never issued is
    not taken back. Raises: RowRefused.
    """
    if row.card_returned_on is None:
        return
    if isinstance(row.card_returned_on, Cleared):
        if row.card_issued_on not in period.issues:
            raise RowRefused("card_issued_on", Reason.CARD_UNKNOWN)
        return
    issued_on = row.card_issued_on or period.newest_issue
    if issued_on is None:
        raise RowRefused("card_returned_on", Reason.CARD_UNKNOWN)
    if row.card_returned_on < issued_on:
        raise RowRefused("card_returned_on", Reason.RETURNED_BEFORE_ISSUE)


def refuse_certificate(row: RegistrationRow, period: HeldPeriod) -> None:
    """What was never told is not taken back. Raises: RowRefused."""
    told = row.certificate
    if told is not None and told.is_void and CertificateKey.of(told) not in period.certificates:
        raise RowRefused("certificate_from", Reason.CERTIFICATE_UNKNOWN)


def refuse_overlap(period: HeldPeriod, cover: CoverFacts) -> None:
    """One insurer covers a person once at a time. Raises: RowRefused."""
    if cover.is_void:
        return
    for other in period.person.periods_at(period.insurer):
        held = known(other.cover)
        if other is period or held.is_void:
            continue
        ends_before = cover.lost_on is not None and cover.lost_on <= held.acquired_on
        begins_after = held.lost_on is not None and held.lost_on <= cover.acquired_on
        if not (ends_before or begins_after):
            raise RowRefused("acquired_on", Reason.PERIOD_OVERLAPS)


def refuse_taken_branch(
    row: RegistrationRow, insured: InsuredNumber, person: HeldPerson, block: Block
) -> None:
    """A branch belongs to one person for ever (R1). Raises: RowRefused.

    Who was told with somebody else's My Number, taken back and told anew, keeps the one on the card.
    """
    if insured.branch is None:
        return
    holder = block.branches.get((insured.key, insured.branch))
    if holder is None or holder is person:
        return
    if not holder.is_taken_back or agreements(known(holder.details), row) != TOLD_APART_BY:
        raise RowRefused("branch", Reason.BRANCH_TAKEN)
