"""What the screen shows: who, under which consent, and the pages that are open."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from app.consent.consent import ConsentInForce, ConsentKind, Consents
from app.desk.advice import Advice
from app.desk.health_records.checkups.page import CheckupsPage
from app.desk.health_records.drugs.page import DrugsPage
from app.desk.health_records.words import closes_words, left_words
from app.eligibility.answer import CheckId, CheckState
from app.eligibility.counter import Shown
from app.health_records.readers import USUAL_READERS
from app.patients.patient import PatientId
from app.scheme.burden import burden_of
from app.scheme.outcome import Level
from app.staff.member import Role


class Phase(Enum):
    """NOBODY: no answer at the reception. CONSENT: nothing is agreed, or not any more. OPEN: it may be read."""

    NOBODY = "nobody"
    CONSENT = "consent"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Person:
    """Of the answer that stands at the reception. share_percent: the patient's own, None where not known."""

    check_id: CheckId
    patient_id: PatientId | None
    level: Level
    name: str
    kana: str
    sex: str
    birth_on: date
    share_percent: int | None


@dataclass(frozen=True, slots=True)
class RecordsState:
    """left, closes: of the consent that ends first. told: why what was open closed, or what was recorded.

    readers: the roles that the clinic lets read; may_read: whether who is at the counter has one of them.
    """

    phase: Phase = Phase.NOBODY
    today: date = date.min
    person: Person | None = None
    tab: ConsentKind = ConsentKind.DRUG
    consents: tuple[ConsentInForce, ...] = ()
    may_read: bool = False
    readers: frozenset[Role] = USUAL_READERS
    left: str = ""
    closes: str = ""
    busy: bool = False
    trouble: Advice | None = None
    told: str = ""
    drugs: DrugsPage | None = None
    checkups: CheckupsPage | None = None

    @property
    def tab_is_agreed(self) -> bool:
        return self.consent(self.tab) is not None

    @property
    def page(self) -> DrugsPage | CheckupsPage | None:
        """What is open in front."""
        return self.drugs if self.tab is ConsentKind.DRUG else self.checkups

    def consent(self, kind: ConsentKind) -> ConsentInForce | None:
        return next((each for each in self.consents if each.kind is kind), None)


def under_consents(state: RecordsState, known: Consents, now: datetime) -> RecordsState:
    """With what is in force at now, by the service's clock, and how long it lasts."""
    found = tuple(each for kind in ConsentKind if (each := known.in_force(kind, now)) is not None)
    until = min((each.until for each in found), default=None)
    return replace(
        state,
        phase=Phase.OPEN if found else Phase.CONSENT,
        consents=found,
        left=left_words(until - now) if until else "",
        closes=closes_words(until, now) if until else "",
        told="" if found else state.told,
    )


def person_of(shown: Shown) -> Person | None:
    """Of an answer about one person; else there is nobody whose information could be asked for."""
    check = shown.check
    information = check.answer.single if check.answer is not None else None
    if check.state is not CheckState.ANSWERED or check.answer is None or information is None:
        return None
    told = information.person
    return Person(
        check_id=check.id,
        patient_id=check.patient_id,
        level=check.answer.level,
        name=told.name,
        kana=told.kana,
        sex=told.sex_words,
        birth_on=told.birth_on,
        share_percent=burden_of(information, check.answer.on).percent,
    )
