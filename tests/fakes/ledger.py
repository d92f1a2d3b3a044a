"""The ledger's stores in memory, linear and plain; they keep the same promises as the real ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from app.eligibility.answer import Answer, Check, CheckId, CheckState, LastKnown
from app.eligibility.ports import InsurerNotice
from app.eligibility.question import SignedQuestion, TypedQuestion
from app.patients.patient import HeldCard, Merge, MergeId, MergeNotUndoable, Patient, PatientId, PatientRow
from app.scheme.cover import EligibilityInformation
from app.scheme.days import DayMalformed, business_day, parse_day
from app.scheme.names import kana_key
from app.scheme.numbers import CardKey, InsuredNumber
from app.scheme.outcome import Outcome
from app.staff.member import Role, StaffId, StaffMember, StaffNameTaken
from app.staff.ports import AuditEntry

DETAILS = ("name", "kana", "sex", "birth_on", "postcode", "address", "phone", "note")


class CheckBookInMemory:
    def __init__(self) -> None:
        self._checks: dict[CheckId, Check] = {}
        self._insurers: dict[str, InsurerNotice] = {}

    def enter(self, check: Check) -> None:
        if check.id in self._checks:
            raise ValueError("this check was entered already")
        self._checks[check.id] = check

    def settle(self, check_id: CheckId, answer: Answer, answered_in_s: float | None) -> Check:
        settled = replace(
            self.get(check_id), state=CheckState.ANSWERED, answer=answer, answered_in_s=answered_in_s
        )
        return self._leave_outbox(replace(settled, failure_code=None))

    def refuse(self, check_id: CheckId, failure_code: str, dropped: bool = False) -> Check:
        state = CheckState.DROPPED if dropped else CheckState.REFUSED
        return self._leave_outbox(replace(self.get(check_id), state=state, failure_code=failure_code))

    def _leave_outbox(self, check: Check) -> Check:
        if isinstance(check.question, SignedQuestion):
            check = replace(check, question=replace(check.question, signature=b""))
        return self._keep(check)

    def link(self, check_id: CheckId, patient_id: PatientId | None) -> Check:
        return self._keep(replace(self.get(check_id), patient_id=patient_id))

    def ask_again(self, check_id: CheckId, on: date | None) -> Check:
        return self._keep(replace(self.get(check_id), ask_again_on=on))

    def _keep(self, check: Check) -> Check:
        self._checks[check.id] = check
        return check

    def get(self, check_id: CheckId) -> Check:
        return self._checks[check_id]

    def _those(self, fits: Callable[[Check], bool]) -> tuple[Check, ...]:
        """Oldest first."""
        return tuple(sorted(filter(fits, self._checks.values()), key=lambda each: each.entered_at))

    def waiting(self) -> tuple[Check, ...]:
        return self._those(lambda each: each.state is CheckState.WAITING)

    def due_again(self, today: date) -> tuple[Check, ...]:
        return self._those(
            lambda each: (
                each.state is CheckState.ANSWERED
                and each.answer is not None
                and each.answer.outcome is not Outcome.VALID
                and each.ask_again_on is not None
                and each.ask_again_on <= today
            )
        )

    def of_day(self, day: date) -> tuple[Check, ...]:
        return self._those(lambda each: business_day(each.entered_at) == day)[::-1]

    def of_days(self, first: date, last: date) -> tuple[Check, ...]:
        return self._those(lambda each: first <= business_day(each.entered_at) <= last)

    def insurers(self) -> tuple[InsurerNotice, ...]:
        return tuple(self._insurers[number] for number in sorted(self._insurers))

    def of_patient(self, patient_id: PatientId) -> tuple[Check, ...]:
        return self._those(lambda each: each.patient_id == patient_id)[::-1]

    def last_known(
        self, insured: InsuredNumber, month_day: str | None, birth_on: date | None
    ) -> LastKnown | None:
        def fits(information: EligibilityInformation) -> bool:
            born = information.person.birth_on
            same_birth = born == birth_on if birth_on else born.strftime("%m%d") == month_day
            return same_birth and information.cover.insured.same_card(insured)

        found = [each for _, each in self._known() if fits(each.information)]
        branches = {each.information.cover.insured.branch for each in found} - {None}
        return found[0] if found and len(branches) <= 1 else None

    def last_known_of_certificate(self, certificate: bytes) -> LastKnown | None:
        return next((each for given, each in self._known() if given == certificate), None)

    def _known(self) -> list[tuple[bytes | None, LastKnown]]:
        """Valid answers with the certificate they were got by, newest first."""
        found = []
        for each in self._checks.values():
            if each.answer is None or each.answer.outcome is not Outcome.VALID or each.answer.single is None:
                continue
            certificate = None if isinstance(each.question, TypedQuestion) else each.question.certificate
            known = LastKnown(each.answer.single, each.answer.checked_at, each.patient_id)
            found.append((certificate, known))
        return sorted(found, key=lambda each: each[1].checked_at, reverse=True)

    def insurer_name(self, digits: str) -> str | None:
        return self._insurers[digits].name if digits in self._insurers else None

    def usual_delay_days(self, digits: str) -> int | None:
        return self._insurers[digits].usual_delay_days if digits in self._insurers else None

    def keep_insurers(self, insurers: tuple[InsurerNotice, ...]) -> None:
        self._insurers |= {each.number: each for each in insurers}


class PatientsInMemory:
    def __init__(self, *patients: Patient) -> None:
        self._patients: dict[PatientId, Patient] = {}
        self._merges: dict[MergeId, tuple[Merge, Patient]] = {}
        self._last_id = 0
        for patient in patients:
            self.add(patient)

    def get(self, patient_id: PatientId) -> Patient:
        return self._patients[patient_id]

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        key = kana_key(text).upper()
        ranked = [(_rank(each, key, _day_in(text)), each) for each in self._patients.values()]
        hits = [(rank, each) for rank, each in ranked if rank is not None]
        hits.sort(key=lambda hit: (hit[0], -_recency(hit[1]), -hit[1].id))
        return tuple(_row(each) for _, each in hits[:limit])

    def count(self) -> int:
        return len(self._patients)

    def by_card(self, key: CardKey) -> tuple[Patient, ...]:
        return self._those(lambda each: any(card.insured.key == key for card in each.cards))

    def by_birth(self, birth_on: date) -> tuple[Patient, ...]:
        return self._those(lambda each: each.birth_on == birth_on)

    def _those(self, fits: Callable[[Patient], bool]) -> tuple[Patient, ...]:
        return tuple(sorted(filter(fits, self._patients.values()), key=lambda each: each.id))

    def add(self, patient: Patient) -> Patient:
        self._last_id += 1
        entered = replace(patient, id=PatientId(self._last_id), cards=())
        self._patients[entered.id] = entered
        for card in patient.cards:
            self.hold_card(entered.id, card)
        return self.get(entered.id)

    def save(self, patient: Patient) -> None:
        self._patients[patient.id] = replace(patient, cards=self.get(patient.id).cards)

    def hold_card(self, patient_id: PatientId, card: HeldCard) -> None:
        patient = self.get(patient_id)
        held = _same_card(patient, card.insured)
        if held is not None and held.insured.branch and not card.insured.branch:
            card = replace(card, insured=card.insured.with_branch(held.insured.branch))
        self._put_cards(patient, [card, *(each for each in patient.cards if each is not held)])

    def _put_cards(self, patient: Patient, cards: list[HeldCard]) -> None:
        cards.sort(key=_confirmed, reverse=True)
        self._patients[patient.id] = replace(patient, cards=tuple(cards))

    def merge(self, kept: Patient, gone: PatientId, by: StaffId, at: datetime) -> Merge:
        before, leaving = self.get(kept.id), self.get(gone)
        self.save(kept)
        for card in leaving.cards:
            held = _same_card(before, card.insured)
            if held is None or _confirmed(card) > _confirmed(held):
                self.hold_card(kept.id, card)
        del self._patients[gone]
        merge = Merge(MergeId(len(self._merges) + 1), leaving, before, by, at)
        self._merges[merge.id] = (merge, self.get(kept.id))
        return merge

    def merges_into(self, kept: PatientId) -> tuple[Merge, ...]:
        return tuple(each for each, _ in reversed(self._merges.values()) if each.kept_before.id == kept)

    def undo_merge(self, merge_id: MergeId) -> None:
        merge, after = self._merges.get(merge_id, (None, None))
        if merge is None or after is None or merge.kept_before.id not in self._patients:
            raise MergeNotUndoable
        del self._merges[merge_id]
        before, now = merge.kept_before, self.get(merge.kept_before.id)
        untouched = [name for name in DETAILS if getattr(now, name) == getattr(after, name)]
        now = replace(now, **{name: getattr(before, name) for name in untouched})
        brought = [card for card in after.cards if card not in before.cards and card in now.cards]
        back = [
            card for card in before.cards if any(card.insured.same_card(each.insured) for each in brought)
        ]
        self._put_cards(now, [*(card for card in now.cards if card not in brought), *back])
        self._patients[merge.gone.id] = merge.gone


class StaffRollInMemory:
    def __init__(self) -> None:
        self._members: dict[StaffId, StaffMember] = {}
        self._pins: dict[StaffId, str] = {}
        self._sign_ins: list[tuple[StaffId, datetime, bool]] = []

    def members(self) -> tuple[StaffMember, ...]:
        return tuple(
            sorted((each for each in self._members.values() if each.is_active), key=lambda each: each.name)
        )

    def named(self, name: str) -> StaffMember | None:
        return next((each for each in self.members() if each.name == name), None)

    def add(self, name: str, roles: frozenset[Role], pin_hash: str) -> StaffMember:
        if self.named(name):
            raise StaffNameTaken
        member = StaffMember(StaffId(len(self._members) + 1), name, roles)
        self._members[member.id] = member
        self._pins[member.id] = pin_hash
        return member

    def change(self, member: StaffMember) -> None:
        namesake = self.named(member.name)
        if member.is_active and namesake and namesake.id != member.id:
            raise StaffNameTaken
        if member.id not in self._members:
            raise KeyError(member.id)
        self._members[member.id] = member

    def set_pin(self, member: StaffId, pin_hash: str) -> None:
        self.pin_hash(member)
        self._pins[member] = pin_hash

    def pin_hash(self, member: StaffId) -> str:
        return self._pins[member]

    def wrong_pins_since(self, member: StaffId, since: datetime) -> int:
        own = [(at, fitted) for who, at, fitted in self._sign_ins if who == member]
        last_right = max((at for at, fitted in own if fitted), default=None)
        return sum(
            1 for at, fitted in own if not fitted and at >= since and (last_right is None or at > last_right)
        )

    def record_sign_in(self, member: StaffId, at: datetime, fitted: bool) -> None:
        self._sign_ins.append((member, at, fitted))


class QuickPinHasher:
    """Tells PINs apart without taking time; never for more than a test."""

    def hashed(self, pin: str) -> str:
        return f"hash of {pin[::-1]}"

    def fits(self, hashed: str, pin: str) -> bool:
        return hashed == self.hashed(pin)


class SettingsInMemory:
    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def put(self, name: str, value: str) -> None:
        self._values[name] = value


class AuditTrailInMemory:
    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    def newest(self, limit: int = 200) -> tuple[AuditEntry, ...]:
        return tuple(self.entries[::-1][:limit])

    def about(self, subject: str, limit: int = 200) -> tuple[AuditEntry, ...]:
        return tuple([each for each in self.entries[::-1] if each.subject == subject][:limit])


def _confirmed(card: HeldCard) -> float:
    return card.confirmed_at.timestamp() if card.confirmed_at else 0.0


def _recency(patient: Patient) -> float:
    return _confirmed(patient.current_card) if patient.current_card else 0.0


def _same_card(patient: Patient, insured: InsuredNumber) -> HeldCard | None:
    alike = [card for card in patient.cards if card.insured.same_card(insured)]
    return next(
        (card for card in alike if card.insured.branch == insured.branch), alike[0] if alike else None
    )


def _day_in(text: str) -> date | None:
    try:
        return parse_day(text)
    except DayMalformed:
        return None


def _rank(patient: Patient, key: str, born: date | None) -> int | None:
    """0 the patient's number, 1 the birth date, 2 called exactly so, 3 called so at first; None for no hit."""
    if not key:
        return 3
    if key.isdigit() and int(key) == patient.id:
        return 0
    if born == patient.birth_on:
        return 1
    keys = {card.insured.key.number for card in patient.cards}
    for text in (patient.name, patient.kana):
        parts = text.replace("・", " ").split()
        keys |= {kana_key("".join(parts[start:])).upper() for start in range(len(parts))}
    if key in keys:
        return 2
    return 3 if any(each.startswith(key) for each in keys) else None


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
