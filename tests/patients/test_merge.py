"""Two entries of one person made one, and parted again."""

from dataclasses import replace
from datetime import date

import pytest

from app.patients.merge import merge_patients, undo_merge, what_moves
from app.patients.patient import MergeNotUndoable, Patient
from app.staff.member import NotAllowed
from tests.fakes.ledger import PatientsInMemory
from tests.patients.fakes import HANA, NOBODY, NOON, SATO, card


@pytest.fixture
def index() -> PatientsInMemory:
    first = replace(HANA, phone="03-1111-2222", cards=(card(),))
    return PatientsInMemory(
        first, replace(HANA, name="架空　ハナ", address="東京都", cards=(card(), card("900")))
    )


def _both(index: PatientsInMemory) -> tuple[Patient, Patient]:
    first, second = index.by_birth(HANA.birth_on)
    return first, second


def test_before_merging_one_reads_what_moves(index):
    kept, gone = _both(index)
    moves = what_moves(kept, gone, checks=4)
    assert [each.insured.number for each in moves.cards] == ["900"]
    assert [each.insured.number for each in moves.shared_cards] == ["442"]
    assert moves.checks == 4
    assert {each.field for each in moves.choices} == {"name", "address"}
    assert moves.proposed == {"address"}
    assert not moves.other_birth_date


def test_another_birth_date_is_pointed_out(index):
    kept, gone = _both(index)
    assert what_moves(kept, replace(gone, birth_on=date(1989, 2, 14)), 0).other_birth_date


def test_an_entry_is_not_merged_into_itself(index):
    kept, _ = _both(index)
    with pytest.raises(ValueError, match="itself"):
        what_moves(kept, kept, 0)


def test_merging_moves_the_cards_and_takes_the_chosen_details(index):
    kept, gone = _both(index)
    moves = what_moves(kept, gone, 0)
    merge_patients(moves, moves.proposed, SATO, index, NOON)
    merged = index.get(kept.id)
    assert (merged.name, merged.address, merged.phone) == (kept.name, "東京都", "03-1111-2222")
    assert {each.insured.number for each in merged.cards} == {"442", "900"}
    assert index.count() == 1


def test_a_merge_undone_leaves_both_as_they_were(index):
    kept, gone = _both(index)
    moves = what_moves(kept, gone, 0)
    merge_patients(moves, frozenset({"name"}), SATO, index, NOON)
    (merge,) = index.merges_into(kept.id)
    undo_merge(merge, SATO, index)
    assert (index.get(kept.id), index.get(gone.id)) == (kept, gone)
    with pytest.raises(MergeNotUndoable):
        undo_merge(merge, SATO, index)


def test_a_second_merge_of_the_same_pair_is_refused(index):
    moves = what_moves(*_both(index), 0)
    merge_patients(moves, frozenset(), SATO, index, NOON)
    with pytest.raises(KeyError):
        merge_patients(moves, frozenset(), SATO, index, NOON)


def test_who_no_longer_works_here_merges_nothing(index):
    with pytest.raises(NotAllowed):
        merge_patients(what_moves(*_both(index), 0), frozenset(), NOBODY, index, NOON)
