"""What the register holds for an insurer, as messages."""

from app.central.registration.delays import Days, Delays, SlowRow
from app.central.registration.members import Member
from app.central.registration.row import Complaint, RowResult
from app.central.registration.told import ToldFinding, UnreturnedCard
from app.central.verification.reply import as_held, certificate_reply
from app.contract.registration import (
    CardIssueReply,
    ComplaintReply,
    DaysReply,
    EventDelaysReply,
    FindingReply,
    MemberReply,
    RowReply,
    SlowRowReply,
    UnreturnedCardReply,
)


def row_reply(result: RowResult) -> RowReply:
    return RowReply(
        row=result.line,
        status=result.status.value,
        complaints=tuple(_complaint(each) for each in result.complaints),
        warnings=tuple(_complaint(each) for each in result.warnings),
    )


def _complaint(complaint: Complaint) -> ComplaintReply:
    return ComplaintReply(field=complaint.field, code=complaint.code, words=complaint.words)


def finding_reply(told: ToldFinding) -> FindingReply:
    insured = told.insured
    return FindingReply(
        finding_id=told.id,
        kind=told.kind,
        cover_ref=told.cover_ref,
        symbol=insured and insured.symbol,
        number=insured and insured.number,
        branch=insured and insured.branch,
        day_from=told.day_from,
        day_until=told.day_until,
        detail=told.detail,
        alike=told.alike,
        found_at=told.found_at,
        closed_at=told.closed_at,
    )


def unreturned_reply(card: UnreturnedCard) -> UnreturnedCardReply:
    return UnreturnedCardReply(
        cover_ref=card.cover_ref,
        symbol=card.insured.symbol,
        number=card.insured.number,
        branch=card.insured.branch,
        name=card.name,
        postcode=card.postcode,
        address=card.address,
        lost_on=card.lost_on,
        loss_reason=card.loss_reason,
        issued_on=card.issued_on,
    )


def member_reply(member: Member) -> MemberReply:
    return MemberReply(
        **as_held(member.cover, member.details),
        cover_ref=member.cover_ref,
        ratio_percent=member.ratio_percent,
        filed_on=member.filed_on,
        registered_at=member.registered_at,
        certificates=tuple(map(certificate_reply, member.certificates)),
        cards=tuple(
            CardIssueReply(issued_on=each.issued_on, returned_on=each.returned_on) for each in member.cards
        ),
    )


def event_reply(delays: Delays) -> EventDelaysReply:
    return EventDelaysReply(
        event=delays.event.value,
        true_to_filed=_days(delays.true_to_filed),
        filed_to_known=_days(delays.filed_to_known),
        true_to_known=_days(delays.true_to_known),
        slowest=tuple(_slow_row(each) for each in delays.slowest),
    )


def _days(days: Days) -> DaysReply:
    return DaysReply(rows=days.rows, p50=days.p50, p95=days.p95)


def _slow_row(row: SlowRow) -> SlowRowReply:
    return SlowRowReply(
        cover_ref=row.cover_ref,
        symbol=row.insured.symbol,
        number=row.insured.number,
        branch=row.insured.branch,
        true_on=row.true_on,
        filed_on=row.filed_on,
        known_on=row.known_on,
        days=row.days,
    )
