"""What a clinic is told of one receipt: the outcome, as claimed and as confirmed (R11, R14)."""

from app.central.review.judging import Delivery, Judged
from app.central.review.presented import storable
from app.contract.receipts import OutcomePart, OutcomeReply, StatedCard
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.patient_share import patient_share_yen
from app.scheme.receipts.routing import ConfirmationCode

PLAIN = frozenset({ConfirmationCode.UNCHANGED, ConfirmationCode.COUNTER})
"""Nothing is told of these: the receipt went on as it came."""


def outcome_of(judged: Judged, changed: bool) -> OutcomeReply:
    """Of a lapsed card the card and the day; of a newer cover no more than the parts of a reassignment or split."""
    presented, routing = judged.presented, judged.routing
    receipt = presented.receipt
    return OutcomeReply(
        place=presented.place,
        receipt_number=presented.number,
        chart=storable(receipt.chart) if receipt else "",
        name=storable(receipt.name) if receipt else "",
        kana=storable(presented.kana),
        sex=presented.sex,
        birth_on=presented.birth_on,
        month=receipt.month if receipt else (presented.days[0].replace(day=1) if presented.days else None),
        outcome=routing.outcome.value,
        reason=routing.reason.value,
        confirmation=routing.confirmation.value,
        stated=_card(presented.stated) if presented.stated else None,
        days=presented.days,
        points=presented.points,
        lapsed_on=routing.lapsed_on,
        parts=tuple(_part(each) for each in judged.deliveries if each.insured),
        changed=changed,
    )


def _card(insured: InsuredNumber) -> StatedCard:
    return StatedCard(
        insurer=insured.insurer.digits, symbol=insured.symbol, number=insured.number, branch=insured.branch
    )


def _part(delivery: Delivery) -> OutcomePart:
    insured = delivery.insured
    if insured is None:
        raise ValueError("public expense alone is told to nobody")
    return OutcomePart(
        insurer=insured.insurer.digits,
        symbol=insured.symbol,
        number=insured.number,
        branch=insured.branch,
        days=delivery.days,
        points=delivery.points,
        ratio_percent=delivery.ratio_percent,
        stated_ratio_percent=delivery.stated_ratio_percent,
        difference_yen=_difference_yen(delivery),
    )


def _difference_yen(delivery: Delivery) -> int | None:
    """What the patient has to pay more (or gets back) where the share differs; None where a share is not known."""
    old, new = delivery.stated_ratio_percent, delivery.ratio_percent
    if old is None or new is None or delivery.receipt is None:
        return None
    return patient_share_yen(delivery.receipt, new) - patient_share_yen(delivery.receipt, old)
