"""What the index of patients promises, kept by the fake and by the ledger alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.patients.patient import MergeNotUndoable, PatientId
from app.scheme.certificates import LIMIT, EntitlementCertificate
from app.staff.member import StaffId
from tests import people
from tests.people import NOW

BY = StaffId(1)
WITHOUT_CARD = replace(people.patient(), cards=())


def add(index, name, kana, **changes):
    return index.add(replace(WITHOUT_CARD, name=name, kana=kana, **changes))


def ids(rows):
    return [row.id for row in rows]


def test_a_patient_comes_back_with_every_detail_and_a_number_of_their_own(index):
    limit = EntitlementCertificate(LIMIT, "A03", None, date(2026, 8, 1), None)
    card = people.held(lost_on=date(2027, 4, 1), ratio_percent=30, certificates=(limit,))
    given = people.patient(0, card, phone="03-0000-0000", note="車椅子", postcode="100-0000", address="例示1")
    patient = index.add(given)
    assert patient == replace(given, id=patient.id)
    assert index.get(patient.id) == patient
    assert index.add(given).id != patient.id
    assert index.count() == 2


def test_an_unknown_patient_is_an_error(index):
    for act in (index.get, lambda each: index.hold_card(each, people.held())):
        with pytest.raises(KeyError):
            act(PatientId(77))


def test_saving_keeps_the_cards_and_moves_the_name_in_the_search(index):
    patient = index.add(people.patient())
    index.save(replace(patient, name="見本　花", kana="ミホン　ハナ", cards=()))
    assert index.get(patient.id).cards == patient.cards
    assert ids(index.search("ミホン")) == [patient.id]
    assert index.search("カクウ") == ()


def test_the_card_confirmed_last_is_the_current_one(index):
    patient = index.add(people.patient())
    newer = people.held(people.insured("01139997", "9", "1"), confirmed_at=NOW + timedelta(days=1))
    index.hold_card(patient.id, newer)
    index.hold_card(patient.id, people.held(people.insured("139998", "9", "1"), confirmed_at=None))
    held = index.get(patient.id)
    assert held.current_card == newer
    assert [card.insured.insurer.digits for card in held.cards] == ["01139997", "06139992", "139998"]


def test_a_branch_learned_once_is_not_lost_to_a_card_without(index):
    patient = index.add(people.patient(0, people.held(people.insured(branch=""))))
    index.hold_card(patient.id, people.held(people.insured(branch="02")))
    index.hold_card(patient.id, people.held(people.insured(branch=""), confirmed_at=NOW + timedelta(1)))
    (card,) = index.get(patient.id).cards
    assert (card.insured.branch, card.confirmed_at) == ("02", NOW + timedelta(1))


def test_one_card_in_two_spellings_is_held_once(index):
    patient = index.add(people.patient())
    index.hold_card(patient.id, people.held(people.insured(symbol="７０１", number="４４２")))
    assert len(index.get(patient.id).cards) == 1


def test_everyone_on_a_card_and_everyone_born_on_a_day_is_found(index):
    first = index.add(people.patient(0, people.held(people.insured(branch="02"))))
    second = index.add(people.patient(0, people.held(people.insured(branch="03")), birth_on=date(2016, 4, 1)))
    assert index.by_card(people.insured("06139992", "７０１", "442").key) == (first, second)
    assert index.by_card(people.insured(number="443").key) == ()
    assert index.by_birth(date(2016, 4, 1)) == (second,)
    assert index.by_birth(date(2016, 4, 2)) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "カクウ", "ｶｸｳ", "かくう", "カ", "カクウハ", "ｶｸｳ ﾊﾅ", "ハ", "はな", "架", "架空", "架空　花", "架空花", "花",
        "S63.2.14", "昭和63年2月14日", "1988/2/14", "19880214", "1", "000001", "442", "４４２", "44",
    ],
)  # fmt: skip
def test_a_patient_is_found_by_the_beginning_of_either_name_by_birth_date_and_by_numbers(index, typed):
    patient = index.add(people.patient())
    add(index, "見本　月", "ミホン　ツキ", birth_on=date(1950, 1, 1))
    (row,) = index.search(typed)
    assert (row.id, row.name, row.kana, row.birth_on) == (
        patient.id,
        "架空　花",
        "カクウ　ハナ",
        date(1988, 2, 14),
    )
    assert (row.insurer, row.symbol, row.number, row.branch) == ("06139992", "701", "442", "02")
    assert row.last_confirmed_at == NOW


@pytest.mark.parametrize(
    "typed", ["クウ", "ウハナ", "空", "88", "42", "S63.2.15", "カクウハナコ", "%", "_", "'"]
)
def test_the_middle_of_a_name_or_another_day_finds_nobody(index, typed):
    index.add(people.patient())
    assert index.search(typed) == ()


def test_foreign_names_are_found_by_each_part(index):
    patient = add(index, "グエン・ティ　ハナ", "グエン　ティ　ハナ")
    for typed in ("グエン", "ティ", "ハナ", "ﾃｨﾊﾅ"):
        assert ids(index.search(typed)) == [patient.id]


def test_who_is_called_exactly_so_comes_before_who_is_called_so_at_first(index):
    longer = index.add(people.patient(0, people.held(confirmed_at=NOW + timedelta(1)), kana="カクウ　ハナコ"))
    exact = index.add(people.patient(0, people.held(confirmed_at=NOW)))
    assert ids(index.search("ハナ")) == [exact.id, longer.id]
    assert ids(index.search("ハ")) == [longer.id, exact.id]


@pytest.mark.parametrize("typed", ["", "カ", "カク", "カクウ", "カクウハ", "架空", "S63.2.14"])
def test_the_most_recently_confirmed_come_first_and_those_never_confirmed_last(index, typed):
    never = add(index, "架空　花", "カクウ　ハナ")
    days = (3, 9, 1)
    shown = [
        index.add(
            people.patient(
                0, people.held(people.insured(number=f"88{day}"), confirmed_at=NOW + timedelta(day))
            )
        )
        for day in days
    ]
    expected = [shown[1].id, shown[0].id, shown[2].id, never.id]
    assert ids(index.search(typed)) == expected
    assert ids(index.search(typed, limit=2)) == expected[:2]


def test_a_patient_confirmed_again_moves_to_the_top(index):
    first, second = index.add(people.patient()), index.add(people.patient())
    assert ids(index.search("カ")) == [second.id, first.id]
    index.hold_card(first.id, people.held(confirmed_at=NOW + timedelta(1)))
    assert ids(index.search("カ")) == [first.id, second.id]


def two_entries(index):
    kept = index.add(people.patient(0, phone="03-1111-2222"))
    newer = people.held(confirmed_at=NOW + timedelta(1), ratio_percent=30)
    other = people.held(people.insured(number="900"), confirmed_at=NOW - timedelta(9))
    return kept, index.add(people.patient(0, newer, other, kana="カクウ　ハナエ", address="東京都"))


def test_a_merge_brings_the_cards_and_the_newer_confirmation_stays(index):
    kept, gone = two_entries(index)
    merge = index.merge(replace(kept, address="東京都"), gone.id, BY, NOW)
    assert (merge.gone, merge.kept_before, merge.by, merge.merged_at) == (gone, kept, BY, NOW)
    merged = index.get(kept.id)
    assert (merged.address, merged.phone, merged.cards) == ("東京都", "03-1111-2222", gone.cards)
    assert index.merges_into(kept.id) == (merge,)


def test_who_was_merged_away_is_nowhere_any_more(index):
    kept, gone = two_entries(index)
    index.merge(kept, gone.id, BY, NOW)
    assert index.count() == 1
    for typed in ("", "カ", "カクウハナエ", "442", str(gone.id), "S63.2.14"):
        assert gone.id not in ids(index.search(typed))
    assert index.by_birth(kept.birth_on) == index.by_card(kept.cards[0].insured.key) == (index.get(kept.id),)
    with pytest.raises(KeyError):
        index.get(gone.id)


def test_a_merge_undone_leaves_both_as_they_were(index):
    kept, gone = two_entries(index)
    merge = index.merge(replace(kept, address="東京都"), gone.id, BY, NOW)
    index.undo_merge(merge.id)
    assert (index.get(kept.id), index.get(gone.id)) == (kept, gone)
    assert index.merges_into(kept.id) == ()
    assert ids(index.search("カクウハナエ")) == [gone.id]
    with pytest.raises(MergeNotUndoable):
        index.undo_merge(merge.id)


def test_what_the_kept_entry_got_since_stays_when_the_merge_is_undone(index):
    kept, gone = two_entries(index)
    merge = index.merge(replace(kept, address="東京都"), gone.id, BY, NOW)
    index.save(replace(index.get(kept.id), phone="03-9999-9999"))
    visit = people.held(confirmed_at=NOW + timedelta(5))
    index.hold_card(kept.id, visit)
    index.undo_merge(merge.id)
    assert index.get(kept.id) == replace(kept, phone="03-9999-9999", cards=(visit,))
    assert index.get(gone.id) == gone


def test_a_merge_into_an_entry_that_was_merged_itself_is_undone_in_order(index):
    kept, gone = two_entries(index)
    third = index.add(people.patient())
    first = index.merge(kept, gone.id, BY, NOW)
    second = index.merge(third, kept.id, BY, NOW)
    with pytest.raises(MergeNotUndoable):
        index.undo_merge(first.id)
    index.undo_merge(second.id)
    index.undo_merge(first.id)
    assert index.count() == 3
    assert index.get(kept.id) == kept


def test_checks_move_with_a_merge_and_come_back_exactly(ledger):
    kept, gone = two_entries(ledger.patients)
    for number, patient in ((1, kept), (2, gone), (3, gone)):
        ledger.checks.enter(people.check(f"check-{number}", patient_id=patient.id))
    merge = ledger.patients.merge(kept, gone.id, BY, NOW)
    assert len(ledger.checks.of_patient(kept.id)) == 3
    ledger.checks.enter(people.check("check-4", patient_id=kept.id))
    ledger.patients.undo_merge(merge.id)
    assert {each.id for each in ledger.checks.of_patient(kept.id)} == {"check-1", "check-4"}
    assert {each.id for each in ledger.checks.of_patient(gone.id)} == {"check-2", "check-3"}


def test_patients_of_another_program_come_in_all_or_none(ledger):
    assert ledger.patients.add_all(people.patient() for _ in range(3)) == 3

    def breaks_off():
        yield people.patient()
        raise RuntimeError("the other program's file ended")

    with pytest.raises(RuntimeError):
        ledger.patients.add_all(breaks_off())
    assert ledger.patients.count() == 3
    assert len(ledger.patients.search("")) == 3
