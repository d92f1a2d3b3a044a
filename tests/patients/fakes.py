"""An index of patients in memory, keeping the port's promises, and invented people to fill it with."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.patients.patient import HeldCard, Merge, MergeId, MergeNotUndoable, Patient, PatientId, PatientRow
from app.scheme.names import kana_key, name_key
from app.scheme.numbers import CardKey, InsuredNumber
from app.staff.member import Role, StaffId, StaffMember

SATO = StaffMember(StaffId(1), "佐藤", frozenset({Role.RECEPTIONIST}))
NOBODY = StaffMember(StaffId(9), "元職員", frozenset({Role.RECEPTIONIST}), is_active=False)
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def card(number: str = "442", branch: str | None = "02", insurer: str = "06139992") -> HeldCard:
    insured = InsuredNumber.parse(insurer, "" if insurer.startswith("39") else "701", number, branch or "")
    return HeldCard(insured, "見本健康保険組合", "2", date(2024, 4, 1), None, None, (), NOON)


HANA = Patient(
    id=PatientId(0),
    name="架空　花",
    kana="カクウ　ハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    postcode=None,
    address=None,
    phone=None,
    note=None,
    cards=(),
)


class PatientsInMemory:
    """Linear and plain; rows that moved in a merge are remembered by their values."""

    def __init__(self, *patients: Patient) -> None:
        self._patients: dict[PatientId, Patient] = {}
        self._merges: dict[MergeId, Merge] = {}
        self._moved: dict[MergeId, tuple[HeldCard, ...]] = {}
        self.searches: list[tuple[str, int]] = []
        for patient in patients:
            entered = self.add(patient)
            for held in patient.cards:
                self.hold_card(entered.id, held)

    def get(self, patient_id: PatientId) -> Patient:
        return self._patients[patient_id]

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        self.searches.append((text, limit))
        fits = [each for each in self._patients.values() if self._fits(each, text)]
        return tuple(map(_row, fits[:limit]))

    @staticmethod
    def _fits(patient: Patient, text: str) -> bool:
        return kana_key(patient.kana).startswith(kana_key(text)) or name_key(patient.name).startswith(
            name_key(text)
        )

    def count(self) -> int:
        return len(self._patients)

    def by_card(self, key: CardKey) -> tuple[Patient, ...]:
        return tuple(
            each for each in self._patients.values() if any(held.insured.key == key for held in each.cards)
        )

    def by_birth(self, birth_on: date) -> tuple[Patient, ...]:
        return tuple(each for each in self._patients.values() if each.birth_on == birth_on)

    def add(self, patient: Patient) -> Patient:
        entered = replace(patient, id=PatientId(max(self._patients, default=0) + 1), cards=())
        self._patients[entered.id] = entered
        return entered

    def save(self, patient: Patient) -> None:
        self._patients[patient.id] = replace(patient, cards=self.get(patient.id).cards)

    def hold_card(self, patient_id: PatientId, card: HeldCard) -> None:
        patient = self.get(patient_id)
        others = tuple(held for held in patient.cards if not held.insured.same_card(card.insured))
        self._patients[patient_id] = replace(patient, cards=(card, *others))

    def merge(self, kept: Patient, gone: PatientId, by: StaffId, at: datetime) -> Merge:
        merge = Merge(MergeId(len(self._merges) + 1), self.get(gone), self.get(kept.id), by, at)
        moved = tuple(held for held in merge.gone.cards if held not in merge.kept_before.cards)
        self._patients[kept.id] = replace(kept, cards=(*merge.kept_before.cards, *moved))
        del self._patients[gone]
        self._merges[merge.id] = merge
        self._moved[merge.id] = moved
        return merge

    def merges_into(self, kept: PatientId) -> tuple[Merge, ...]:
        return tuple(each for each in reversed(self._merges.values()) if each.kept_before.id == kept)

    def undo_merge(self, merge_id: MergeId) -> None:
        merge = self._merges.get(merge_id)
        if merge is None or merge.kept_before.id not in self._patients:
            raise MergeNotUndoable
        del self._merges[merge_id]
        moved = self._moved.pop(merge_id)
        kept = self.get(merge.kept_before.id)
        cards = tuple(held for held in kept.cards if held not in moved)
        self._patients[kept.id] = replace(merge.kept_before, cards=cards)
        self._patients[merge.gone.id] = merge.gone


def _row(patient: Patient) -> PatientRow:
    held = patient.current_card
    return PatientRow(
        id=patient.id,
        name=patient.name,
        kana=patient.kana,
        sex=patient.sex,
        birth_on=patient.birth_on,
        insurer=held.insured.insurer.digits if held else None,
        symbol=held.insured.symbol if held else None,
        number=held.insured.number if held else None,
        branch=held.insured.branch if held else None,
        last_confirmed_at=held.confirmed_at if held else None,
    )
