"""A typed card: what R6 asks for, and whom it finds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from app.central.problems import Refused
from app.central.registry.known import NOBODY, Holder, history_of, holders_of
from app.central.storage.database import Transaction
from app.central.verification.decide import Finding, by_stated_card
from app.contract.batch import BatchItem
from app.contract.eligibility import TypedCheckRequest
from app.contract.problem import ProblemCode
from app.errors import InputRefused
from app.scheme.days import parse_month_day
from app.scheme.digits import refuse_my_number
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import DocumentKind


@dataclass(frozen=True, slots=True, repr=False)
class TypedCard:
    """With branch: month_day, "0214". Without, and for 後期高齢: birth_on. Exactly one of the two (R6)."""

    insured: InsuredNumber
    month_day: str | None
    birth_on: date | None

    @classmethod
    def parse(cls, request: TypedCheckRequest) -> Self:
        """Raises: Refused (number.refused; message.malformed for a document we do not know)."""
        if request.document not in list(DocumentKind):
            raise Refused(ProblemCode.MESSAGE_MALFORMED, "document")
        return cls.of(request)

    @classmethod
    def of(cls, stated: TypedCheckRequest | BatchItem) -> Self:
        """Raises: Refused (number.refused)."""
        try:
            for field in ("insurer", "symbol", "number"):
                refuse_my_number(field, getattr(stated, field))
            insured = InsuredNumber.parse(stated.insurer, stated.symbol, stated.number, stated.branch or "")
            month_day = parse_month_day(stated.month_day) if stated.month_day is not None else None
        except InputRefused as cause:
            raise Refused(ProblemCode.NUMBER_REFUSED, cause.field) from None
        wanted, unwanted = ("month_day", "birth_on") if insured.branch else ("birth_on", "month_day")
        if getattr(stated, wanted) is None:
            raise Refused(ProblemCode.NUMBER_REFUSED, wanted, detail=f"this card needs {wanted}")
        if getattr(stated, unwanted) is not None:
            raise Refused(ProblemCode.NUMBER_REFUSED, unwanted, detail=f"this card takes {wanted} instead")
        return cls(insured, month_day, stated.birth_on)

    def fits_birth(self, born: date) -> bool:
        return born.strftime("%m%d") == self.month_day if self.month_day else born == self.birth_on


async def find_typed(tx: Transaction, card: TypedCard, day: date, now: datetime) -> tuple[Finding, ...]:
    """Everyone the card and the birth date agree with.

    A wrong birth date and an absent number take the same steps: who finds nobody reads nobody's history.
    """
    holders = _agreeing(await holders_of(tx, card.insured.key, now), card)
    stated = {each.period_id for each in holders}
    persons = [
        await history_of(tx, each, now) for each in sorted({each.person_id for each in holders} or {NOBODY})
    ]
    findings = [by_stated_card(person, stated, day) for person in persons if person]
    return tuple(each for each in findings if each)


def _agreeing(holders: tuple[Holder, ...], card: TypedCard) -> list[Holder]:
    """A branch the register knows must agree; where it knows none, the birth date decides (R12)."""
    born_so = [each for each in holders if card.fits_birth(each.birth_on)]
    branch = card.insured.branch
    if branch is None:
        return born_so
    exact = [each for each in born_so if each.branch == branch]
    return exact or [each for each in born_so if each.branch is None]
