"""Merging: choose the other entry, read what moves, agree."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.eligibility.ports import CheckBook
from app.patients.find import PossibleDuplicate, find_patients, likeness, possible_duplicates
from app.patients.merge import WhatMoves, merge_patients, what_moves
from app.patients.patient import Merge, Patient, PatientId
from app.patients.ports import PatientIndex
from app.scheme.days import Clock

_FOUND = 8


@dataclass(frozen=True, slots=True)
class MergingState:
    """candidates: until one is chosen, likely ones first. moves: from then on.

    take: the details whose value comes from the entry that goes.
    """

    patient: Patient | None = None
    candidates: tuple[PossibleDuplicate, ...] = ()
    moves: WhatMoves | None = None
    take: frozenset[str] = frozenset()
    busy: bool = False
    trouble: Advice | None = None


class MergingView(Protocol):
    def show_state(self, state: MergingState) -> None: ...


class MergingPresenter:
    """merged: told who stays."""

    def __init__(
        self,
        view: MergingView,
        index: PatientIndex,
        book: CheckBook,
        read: Lane,
        write: Lane,
        clock: Clock,
        at_counter: AtCounter,
        merged: Callable[[PatientId], None],
    ) -> None:
        self._view = view
        self._index = index
        self._book = book
        self._read = read
        self._write = write
        self._clock = clock
        self._at_counter = at_counter
        self._merged = merged
        self._ticket: Ticket | None = None
        self._state = MergingState()

    def begin(self, patient: Patient) -> None:
        """Who may be the same person stands there at once."""
        self._show(MergingState(patient))
        self._look(partial(possible_duplicates, patient, self._index))

    def text_changed(self, text: str) -> None:
        """Looks for the other entry by hand; an empty field shows the likely ones again."""
        patient = self._state.patient
        if patient is not None and self._state.moves is None:
            likely = partial(possible_duplicates, patient, self._index)
            self._look(partial(self._find, patient, text) if text.strip() else likely)

    def chosen(self, other: PatientId) -> None:
        patient = self._state.patient
        if patient is not None and other != patient.id:
            self._compare(patient.id, other)

    def swapped(self) -> None:
        """The other number stays instead."""
        moves = self._state.moves
        if moves is not None:
            self._compare(moves.gone.id, moves.kept.id)

    def chosen_again(self) -> None:
        """Back from the list of what moves to choosing."""
        if self._state.patient is not None:
            self.begin(self._state.patient)

    def detail_taken(self, field: str, from_gone: bool) -> None:
        take = self._state.take | {field} if from_gone else self._state.take - {field}
        self._show(replace(self._state, take=take))

    def agreed(self) -> None:
        moves = self._state.moves
        if moves is None or self._state.busy:
            return
        self._show(replace(self._state, busy=True, trouble=None))
        work = partial(
            merge_patients, moves, self._state.take, self._at_counter(), self._index, self._clock()
        )
        self._ticket = self._write.run(work, self._done, self._failed)

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _look(self, work: Callable[[], tuple[PossibleDuplicate, ...]]) -> None:
        self.drop()
        self._ticket = self._read.run(work, self._looked, self._failed)

    def _find(self, patient: Patient, text: str) -> tuple[PossibleDuplicate, ...]:
        rows = find_patients(text, self._index, _FOUND).rows
        others = (self._index.get(row.id) for row in rows if row.id != patient.id)
        return tuple(PossibleDuplicate(each, likeness(patient, each)) for each in others)

    def _looked(self, candidates: tuple[PossibleDuplicate, ...]) -> None:
        self._show(replace(self._state, candidates=candidates, trouble=None))

    def _compare(self, kept: PatientId, gone: PatientId) -> None:
        self.drop()
        work = partial(self._moves_of, kept, gone)
        self._ticket = self._read.run(work, self._compared, self._failed)

    def _moves_of(self, kept: PatientId, gone: PatientId) -> WhatMoves:
        checks = len(self._book.of_patient(gone))
        return what_moves(self._index.get(kept), self._index.get(gone), checks)

    def _compared(self, moves: WhatMoves) -> None:
        self._show(replace(self._state, moves=moves, take=moves.proposed, trouble=None))

    def _done(self, merge: Merge) -> None:
        kept = merge.kept_before.id
        self._show(MergingState())
        self._merged(kept)

    def _failed(self, error: Exception) -> None:
        self._show(replace(self._state, busy=False, trouble=advice_for(error)))

    def _show(self, state: MergingState) -> None:
        self._state = state
        self._view.show_state(state)
