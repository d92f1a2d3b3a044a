"""Predictions come by themselves, fixes are looked at first, and sending goes on by itself after a cut."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.claims.month import ClaimState
from app.claims.ports import Sort, ToldOutcome
from app.claims.precheck import Prediction
from app.claims.typed_fixes import TypedReceipt
from app.desk.advice import ADVICE
from app.desk.claims.courier import ClaimsRound
from app.desk.claims.month.looking import AT_ONCE
from app.desk.claims.month.state import NOT_MENDING, Filter, Mending, Part
from app.eligibility.ports import CentralUnreachable
from app.scheme.outcome import Outcome
from app.scheme.receipts.agencies import ReviewAgency
from app.staff.member import Role, StaffId, StaffMember
from tests.claims.month_files import BILL, Office, told
from tests.desk.claims.work import ClaimsDesk
from tests.desk.patients.work import Held

NOBODY = replace(BILL, number="９")
WRONG_BRANCH = replace(BILL, branch="77")
DOCTOR = StaffMember(StaffId(3), "田中", frozenset({Role.DOCTOR}))


def opened(desk: ClaimsDesk, *bills: object) -> None:
    desk.office.respond = lambda item: (
        told(item, Outcome.NONE) if item.appointment.insured.number == "９" else told(item)
    )
    desk.month.open(desk.office.enter(*bills))  # type: ignore[arg-type]
    desk.go_on()


def state_of(desk: ClaimsDesk) -> ClaimState:
    assert desk.shown.month is not None
    return desk.shown.month.state


def test_predictions_come_by_themselves_and_only_what_needs_a_look_is_shown(desk: ClaimsDesk) -> None:
    """R13"""
    opened(desk, BILL, NOBODY, BILL)
    state = desk.shown
    assert not state.is_comparing
    assert state.summary is not None
    assert state.summary.predictions == {Prediction.FORWARDED: 2, Prediction.RETURNED: 1}
    assert [row.place for row in state.rows.rows] == [2]
    assert state.chosen is not None and state.chosen.row.place == 2


def test_without_a_line_the_ledger_is_compared_and_nothing_sent(office: Office) -> None:
    """R20"""
    desk = ClaimsDesk(office, connected=False)
    opened(desk, BILL)
    desk.month.send_requested()
    desk.go_on()
    assert desk.shown.summary is not None
    assert desk.shown.summary.predictions == {Prediction.UNCONFIRMED: 1}
    assert desk.review.received == b""


def test_a_cut_line_is_told_and_the_asking_goes_on(desk: ClaimsDesk) -> None:
    desk.office.batches.trouble = CentralUnreachable()
    opened(desk, BILL)
    assert desk.shown.trouble == ADVICE["line.unreachable"]
    desk.office.batches.trouble = None
    desk.go_on()
    assert desk.shown.trouble is None
    assert desk.shown.summary is not None
    assert desk.shown.summary.predictions == {Prediction.FORWARDED: 1}


def test_a_pause_of_the_service_is_waited_out(desk: ClaimsDesk) -> None:
    desk.office.batches.paused_until = desk.now + timedelta(minutes=30)
    opened(desk, BILL)
    assert desk.shown.month is not None and desk.shown.month.asking is not None
    desk.office.batches.paused_until = None
    desk.go_on(500)
    assert desk.shown.summary is not None
    assert desk.shown.summary.predictions == {Prediction.FORWARDED: 1}


def test_a_fix_is_looked_at_before_it_is_laid_over_the_copy(desk: ClaimsDesk) -> None:
    """R12"""
    opened(desk, WRONG_BRANCH)
    desk.month.filter_chosen(Filter.DIFFERING)
    desk.month.mending.fix_requested()
    assert [each.after for each in desk.shown.mending.lines] == ["SN,1,01,,,,02,,"]
    assert desk.shown.chosen is not None and desk.shown.chosen.copy.fixes == ()
    desk.month.mending.fix_requested()
    assert desk.shown.mending.lines == ()
    desk.month.filter_chosen(Filter.ALL)
    desk.go_on()
    assert desk.shown.chosen is not None
    assert (desk.shown.chosen.row.fixed, desk.shown.chosen.row.open_fixes) == (1, 0)
    desk.month.mending.undo_requested()
    desk.go_on()
    assert desk.shown.chosen is not None
    assert (desk.shown.chosen.row.fixed, desk.shown.chosen.row.open_fixes) == (0, 1)


def test_a_preview_that_is_left_changes_nothing(desk: ClaimsDesk) -> None:
    opened(desk, WRONG_BRANCH)
    desk.month.filter_chosen(Filter.ALL)
    desk.month.mending.fix_requested()
    desk.month.mending.left()
    assert (desk.shown.mending.lines, desk.shown.can_undo) == ((), False)


def typing(desk: ClaimsDesk) -> TypedReceipt:
    desk.month.filter_chosen(Filter.ALL)
    desk.month.mending.form_opened()
    form = desk.shown.mending.form
    assert form is not None and desk.shown.mending.is_typing
    return form


def prediction(desk: ClaimsDesk) -> Prediction | None:
    assert desk.shown.chosen is not None
    return desk.shown.chosen.row.prediction


def fixed(desk: ClaimsDesk) -> tuple[str, ...]:
    assert desk.shown.chosen is not None
    return tuple(each.known for each in desk.shown.chosen.copy.fixes)


def test_what_is_typed_is_looked_at_laid_over_the_copy_compared_again_and_taken_back(
    desk: ClaimsDesk,
) -> None:
    """R12: nobody told the branch but the card in the patient's hand."""
    opened(desk, NOBODY)
    assert prediction(desk) is Prediction.RETURNED
    original = desk.office.folder.joinpath("RECEIPTC.UKE").read_bytes()
    form = typing(desk)
    assert form.number == "9"
    desk.month.mending.typed(replace(form, number="442"))
    assert not desk.shown.mending.is_typing
    assert [each.after[:12] for each in desk.shown.mending.lines] == ["HO,06139992,"]
    assert fixed(desk) == ()
    desk.month.mending.fix_requested()
    desk.go_on()
    assert fixed(desk) == ("06139992 701・442・02",)
    assert prediction(desk) is Prediction.FORWARDED
    desk.month.mending.undo_requested()
    desk.go_on()
    assert fixed(desk) == ()
    assert prediction(desk) is Prediction.RETURNED
    assert desk.office.folder.joinpath("RECEIPTC.UKE").read_bytes() == original


def test_from_what_would_change_one_goes_back_to_typing_and_from_there_to_the_receipt(
    desk: ClaimsDesk,
) -> None:
    opened(desk, BILL)
    form = typing(desk)
    desk.month.mending.typed(replace(form, kana="カクウハル"))
    desk.month.mending.left()
    assert desk.shown.mending.is_typing
    assert desk.shown.mending.filled is form, "what is typed stays in its fields"
    desk.month.mending.left()
    assert desk.shown.mending == NOT_MENDING
    assert fixed(desk) == ()


def test_a_typed_value_that_cannot_be_right_is_named_beside_its_field(desk: ClaimsDesk) -> None:
    """R3: of a My Number nothing stays."""
    opened(desk, BILL)
    form = typing(desk)
    desk.month.mending.typed(replace(form, birth="S64.1.8", number="123456789018"))
    held = desk.shown.mending
    assert held.is_typing
    assert set(held.wrong) == {("birth", "input.day"), ("number", "input.my_number")}
    assert held.filled == replace(form, birth="S64.1.8", number="")


def test_a_card_of_the_other_agency_is_told_before_it_is_written_and_after(desk: ClaimsDesk) -> None:
    """R14"""
    opened(desk, BILL)
    form = typing(desk)
    assert desk.shown.elsewhere is None
    desk.month.mending.typed(replace(form, insurer="39139993", symbol="", number="00000123", branch=""))
    assert desk.shown.mending.retyped == ("1112", "1318")
    assert desk.shown.mending.elsewhere is ReviewAgency.FEDERATION
    desk.month.mending.left()
    assert desk.shown.mending == Mending(form, form)
    desk.month.mending.typed(replace(form, insurer="39139993", symbol="", number="00000123", branch=""))
    desk.month.mending.fix_requested()
    desk.go_on()
    assert desk.shown.elsewhere is ReviewAgency.FEDERATION
    assert desk.shown.summary is not None
    assert desk.shown.summary.elsewhere == {ReviewAgency.FEDERATION: 1}
    desk.month.mending.undo_requested()
    desk.go_on()
    assert desk.shown.summary.elsewhere == {}


def test_a_form_in_which_nothing_was_changed_is_simply_closed(desk: ClaimsDesk) -> None:
    opened(desk, BILL)
    desk.month.mending.typed(typing(desk))
    assert desk.shown.mending == NOT_MENDING


def test_what_is_typed_stays_while_predictions_come(office: Office) -> None:
    desk = ClaimsDesk(office)
    desk.month.open(desk.office.enter(BILL))
    form = typing(desk)
    desk.go_on()
    assert desk.shown.chosen is not None and desk.shown.chosen.precheck is not None
    assert desk.shown.mending.filled == form


def test_an_offer_that_changed_meanwhile_is_not_written(desk: ClaimsDesk) -> None:
    opened(desk, WRONG_BRANCH)
    desk.month.filter_chosen(Filter.ALL)
    desk.month.mending.fix_requested()
    month, chosen = desk.shown.month, desk.shown.chosen
    assert month is not None and chosen is not None and chosen.precheck is not None
    desk.office.book.keep_prechecks(month.id, [replace(chosen.precheck, fixes=())])
    desk.month.moved(ClaimsRound(frozenset({month.id}), frozenset(), frozenset(), None, None))
    assert desk.shown.mending == NOT_MENDING


def test_who_may_not_keep_claims_is_told_so_and_nothing_is_fixed(office: Office) -> None:
    desk = ClaimsDesk(office, at_counter=DOCTOR)
    opened(desk, BILL)
    desk.month.mending.typed(replace(typing(desk), branch="03"))
    desk.month.mending.fix_requested()
    assert desk.shown.trouble == ADVICE["staff.not_allowed"]
    assert fixed(desk) == ()


def test_a_month_is_sent_followed_and_settled(desk: ClaimsDesk) -> None:
    opened(desk, BILL, NOBODY)
    desk.month.send_requested()
    desk.go_on()
    assert state_of(desk) is ClaimState.SENT
    desk.review.review(ToldOutcome(2, "returned", "unknown_person"))
    desk.go_on()
    assert state_of(desk) is ClaimState.REVIEWED
    assert desk.shown.summary is not None and desk.shown.summary.unlike == 0
    desk.open_notices = 0
    desk.go_on(200)
    assert state_of(desk) is ClaimState.SETTLED
    assert desk.shown.rows.total == 0


def test_sending_goes_on_after_a_cut_by_itself(desk: ClaimsDesk) -> None:
    opened(desk, BILL)
    desk.review.cut_after, desk.review.trouble = 0, CentralUnreachable()
    desk.month.send_requested()
    desk.courier.tick()
    assert desk.shown.trouble == ADVICE["line.unreachable"]
    desk.go_on()
    assert desk.shown.month is not None and desk.shown.month.state is ClaimState.SENT
    assert desk.shown.trouble is None


def test_nothing_is_fixed_while_it_is_being_sent(desk: ClaimsDesk) -> None:
    opened(desk, WRONG_BRANCH)
    desk.month.filter_chosen(Filter.ALL)
    desk.month.send_requested()
    assert not desk.shown.can_fix
    desk.month.mending.fix_requested()
    assert desk.shown.mending.lines == ()
    desk.month.hold_requested()
    assert desk.shown.can_fix


def test_a_refused_file_says_why(desk: ClaimsDesk) -> None:
    desk.review.refusal = "other_institution"
    opened(desk, BILL)
    desk.month.send_requested()
    desk.go_on()
    assert desk.shown.month is not None
    assert (desk.shown.month.state, desk.shown.month.refusal) == (ClaimState.PREPARED, "other_institution")


def test_a_complaint_opens_its_receipt_whatever_was_looked_for(desk: ClaimsDesk) -> None:
    opened(desk, replace(BILL, sex="5"), BILL, replace(BILL, sex="6"))
    desk.month.search_changed("nobody")
    desk.month.part_chosen(Part.COMPLAINTS)
    desk.month.complaint_opened(3)
    assert (desk.shown.part, desk.shown.view.text) == (Part.RECEIPTS, "")
    assert [row.place for row in desk.shown.rows.rows] == [1, 3]
    assert desk.shown.chosen is not None and desk.shown.chosen.row.place == 3


def test_rows_come_by_the_hundred(desk: ClaimsDesk) -> None:
    opened(desk, *[BILL] * (AT_ONCE + 20))
    desk.month.filter_chosen(Filter.ALL)
    assert (desk.shown.rows.total, len(desk.shown.rows.rows)) == (AT_ONCE + 20, AT_ONCE)
    desk.month.rows_wanted(AT_ONCE)
    assert (desk.shown.rows.start, len(desk.shown.rows.rows)) == (AT_ONCE, 20)


def test_the_list_is_sorted_and_searched(desk: ClaimsDesk) -> None:
    opened(desk, BILL, replace(BILL, kana="アオキハル"))
    desk.month.filter_chosen(Filter.ALL)
    desk.month.sort_chosen(Sort.KANA)
    assert [row.place for row in desk.shown.rows.rows] == [2, 1]
    desk.month.search_changed("あおき")
    assert [row.place for row in desk.shown.rows.rows] == [2]


def test_a_month_taken_in_by_mistake_goes(desk: ClaimsDesk) -> None:
    opened(desk, BILL)
    desk.month.forget_requested()
    assert (desk.forgotten, desk.office.book.months()) == (1, ())


def test_locked_nobodys_receipt_stays_in_sight(desk: ClaimsDesk) -> None:
    opened(desk, NOBODY)
    desk.month.leave()
    assert (desk.shown.month, desk.shown.chosen, desk.shown.rows.rows) == (None, None, ())


def test_a_file_is_taken_in_and_opened(desk: ClaimsDesk) -> None:
    desk.months.file_chosen(str(desk.office.file(BILL)))
    assert [month.receipts for month in desk.opened] == [1]
    assert desk.months_view.last.months == tuple(desk.opened)
    assert desk.months_view.last.reading is None


def test_in_practice_a_file_of_the_town_is_taken_in_by_one_key(office: Office) -> None:
    desk = ClaimsDesk(office, sample=office.file(BILL, BILL))
    desk.months.begin()
    assert desk.months_view.last.has_sample
    desk.months.sample_requested()
    assert [month.receipts for month in desk.opened] == [2]


def test_a_clinic_of_its_own_is_offered_no_file_of_the_town(desk: ClaimsDesk) -> None:
    desk.months.begin()
    assert not desk.months_view.last.has_sample
    desk.months.sample_requested()
    assert desk.opened == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"])
def test_another_file_is_refused_with_advice(desk: ClaimsDesk, content: bytes) -> None:
    path = desk.office.folder / "other"
    path.write_bytes(content)
    desk.months.file_chosen(str(path))
    assert desk.months_view.last.trouble == ADVICE["receipts.unreadable"]
    assert desk.opened == []


def test_the_list_is_saved_as_it_is_filtered(desk: ClaimsDesk) -> None:
    opened(desk, BILL, NOBODY)
    out = desk.office.folder / "out.csv"
    desk.month.save_requested(str(out))
    assert desk.shown.saved
    lines = out.read_bytes().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "返戻,該当する方がいない" in lines[1]
    desk.month.save_requested(str(out / "none.csv"))
    assert desk.shown.trouble == ADVICE["claims.not_written"]


def test_the_list_is_printed_as_it_is_filtered(desk: ClaimsDesk) -> None:
    opened(desk, BILL, NOBODY)
    desk.month.print_requested()
    assert [row.place for (rows,) in [desk.printed] for row in rows] == [2]


def test_a_list_that_came_meanwhile_does_not_swallow_the_wish_to_send(office: Office) -> None:
    held = Held()
    desk = ClaimsDesk(office, write=held)
    opened(desk, BILL)
    desk.month.send_requested()
    assert desk.shown.busy
    desk.month.sort_chosen(Sort.KANA)
    held.waiting.pop().finish()
    desk.go_on()
    assert not desk.shown.busy
    assert state_of(desk) is ClaimState.SENT
