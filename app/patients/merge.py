"""Two entries of one person made one, and parted again when that was wrong."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.patients.find import Likeness, likeness
from app.patients.patient import HeldCard, Merge, Patient
from app.patients.ports import PatientIndex
from app.staff.member import Duty, StaffMember

DETAILS = ("name", "kana", "sex", "birth_on", "postcode", "address", "phone", "note")


@dataclass(frozen=True, slots=True)
class DetailChoice:
    """A detail in which the two entries differ: one value stays. Values as in Patient, None where empty."""

    field: str
    kept: object
    gone: object

    @property
    def is_filled(self) -> bool:
        """Where the entry that stays knows nothing, the other's value is proposed."""
        return self.kept is None


@dataclass(frozen=True, slots=True)
class WhatMoves:
    """Everything a merge would do, to be read before it is done.

    cards: of `gone`, not yet held by `kept`. shared_cards: held by both, the newer confirmation stays.
    checks: how many confirmations move. reasons: why the two may be one person; empty is a warning.
    """

    kept: Patient
    gone: Patient
    cards: tuple[HeldCard, ...]
    shared_cards: tuple[HeldCard, ...]
    checks: int
    choices: tuple[DetailChoice, ...]
    reasons: tuple[Likeness, ...]

    @property
    def other_birth_date(self) -> bool:
        """One person has one birth date: somebody must have looked before this is merged."""
        return self.kept.birth_on != self.gone.birth_on

    @property
    def proposed(self) -> frozenset[str]:
        """The details to take from `gone` when nobody says otherwise."""
        return frozenset(each.field for each in self.choices if each.is_filled)


def what_moves(kept: Patient, gone: Patient, checks: int) -> WhatMoves:
    """What merging `gone` into `kept` would do. Raises: ValueError for an entry and itself."""
    if kept.id == gone.id:
        raise ValueError("an entry is not merged into itself")
    held = {(card.insured.key, card.insured.branch) for card in kept.cards}
    shared = tuple(card for card in gone.cards if (card.insured.key, card.insured.branch) in held)
    pairs = ((field, getattr(kept, field), getattr(gone, field)) for field in DETAILS)
    return WhatMoves(
        kept=kept,
        gone=gone,
        cards=tuple(card for card in gone.cards if card not in shared),
        shared_cards=shared,
        checks=checks,
        choices=tuple(DetailChoice(*pair) for pair in pairs if pair[2] is not None and pair[1] != pair[2]),
        reasons=likeness(kept, gone),
    )


def merge_patients(
    moves: WhatMoves, take: frozenset[str], by: StaffMember, index: PatientIndex, now: datetime
) -> Merge:
    """Merges as read and agreed to. take: the details whose value comes from the entry that goes.

    Raises: NotAllowed; KeyError when either was merged by somebody else meanwhile.
    """
    by.must_be_allowed(Duty.KEEP_PATIENTS)
    index.get(moves.gone.id)
    taken = {field: getattr(moves.gone, field) for field in DETAILS if field in take}
    return index.merge(replace(index.get(moves.kept.id), **taken), moves.gone.id, by.id, now)


def undo_merge(merge: Merge, by: StaffMember, index: PatientIndex) -> None:
    """Parts the two again. Raises: NotAllowed, MergeNotUndoable."""
    by.must_be_allowed(Duty.KEEP_PATIENTS)
    index.undo_merge(merge.id)
