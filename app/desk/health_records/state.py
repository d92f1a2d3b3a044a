"""What the screen shows: who, under which consent, and the pages that are open."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.consent.consent import ConsentInForce, ConsentKind
from app.desk.advice import Advice
from app.desk.health_records.checkups.page import CheckupsPage
from app.desk.health_records.drugs.page import DrugsPage
from app.eligibility.answer import CheckId
from app.patients.patient import PatientId
from app.scheme.outcome import Level


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
    """left, closes: of the consent that ends first. told: why what was open closed, or what was recorded."""

    phase: Phase = Phase.NOBODY
    today: date = date.min
    person: Person | None = None
    tab: ConsentKind = ConsentKind.DRUG
    consents: tuple[ConsentInForce, ...] = ()
    may_read: bool = False
    left: str = ""
    closes: str = ""
    busy: bool = False
    trouble: Advice | None = None
    told: str = ""
    drugs: DrugsPage | None = None
    checkups: CheckupsPage | None = None

    @property
    def tab_is_agreed(self) -> bool:
        return any(each.kind is self.tab for each in self.consents)
