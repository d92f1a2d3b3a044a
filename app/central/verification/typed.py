"""A typed card: what R6 asks for, and whom it finds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from app.central.problems import Refused
from app.central.registry.known import Carded, histories_of_card
from app.central.storage.database import Statements
from app.central.verification.decide import Finding, by_stated_card
from app.contract.batch import BatchItem
from app.contract.eligibility import TypedCheckRequest
from app.contract.problem import ProblemCode
from app.errors import InputRefused
from app.scheme.cover import standing
from app.scheme.days import parse_month_day
from app.scheme.digits import refuse_my_number
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import DocumentKind
from app.scheme.transitions import TransitionalRule, is_let_pass


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

    def must_be_let_pass(self, asked_on: date) -> None:
        """A card without branch is, as long as the transitional rule holds (R12). Raises: Refused."""
        if self.insured.branch or self.insured.insurer.is_late_elderly:
            return
        if not is_let_pass(TransitionalRule.CARDS_WITHOUT_BRANCH, asked_on):
            raise Refused(
                ProblemCode.NUMBER_REFUSED, "branch", detail="cards without branch are let pass no more"
            )

    @property
    def born(self) -> str:
        """The birth date as `histories_of_card` asks for it."""
        if self.month_day is None:
            return str(self.birth_on)
        return f"____-{self.month_day[:2]}-{self.month_day[2:]}"


async def find_typed(tx: Statements, card: TypedCard, day: date, now: datetime) -> tuple[Finding, ...]:
    """Everyone the card and the birth date agree with.

    A wrong birth date and an absent number take the same one step.
    """
    agreeing = _agreeing(await histories_of_card(tx, card.insured.key, card.born, now), card.insured.branch)
    findings = [by_stated_card(each.person, each.stated, day) for each in agreeing]
    return tuple(standing([each for each in findings if each], lambda each: each.period.cover.is_void))


def _agreeing(found: tuple[Carded, ...], branch: str | None) -> tuple[Carded, ...]:
    """A branch the register knows must agree; where it knows none, the birth date decides (R12)."""
    if branch is None:
        return found
    return _under_branch(found, branch) or _under_branch(found, None)


def _under_branch(found: tuple[Carded, ...], branch: str | None) -> tuple[Carded, ...]:
    """Those with stated periods under that branch, or under none known; other periods are not stated then."""
    narrowed = (
        Carded(
            each.person,
            frozenset(
                period.id
                for period in each.person.periods
                if period.id in each.stated and period.cover.insured.branch == branch
            ),
        )
        for each in found
    )
    return tuple(each for each in narrowed if each.stated)
