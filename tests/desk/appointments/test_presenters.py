"""A file on its way: what the screen says of it, and what staff make of its exceptions (R10)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.appointments.appointment import BatchId, BatchState, FollowUp, ItemId
from app.appointments.exceptions import ExceptionKind
from app.desk.appointments.batch.gathering import Gathered
from app.desk.appointments.batch.state import NO_EXCEPTIONS, Task
from app.desk.appointments.entry.presenter import Step
from app.desk.appointments.evening import Evening, read_evening
from app.eligibility.ports import CentralUnreachable
from app.patients.patient import PatientId
from app.scheme.days import JAPAN
from tests.desk.appointments.conftest import HEADER, ROWS, answers
from tests.desk.appointments.work import Morning, Service
from tests.desk.patients.work import Held
from tests.fakes.ledger import PatientsInMemory
from tests.people import NOW


def agreed(morning: Morning, file: Path) -> Morning:
    """The file is chosen and its columns are agreed to."""
    morning.entry.begin()
    morning.entry.file_chosen(str(file))
    morning.entry.columns_agreed()
    return morning


def chosen(morning: Morning, name: str) -> None:
    morning.one.chosen(next(each.item.id for each in morning.page.rows if each.item.appointment.name == name))


def test_only_what_needs_somebody_is_listed(morning: Morning, file: Path) -> None:
    """R10"""
    agreed(morning, file)
    assert morning.names() == ["架空　花", "例示　一郎", "仮名　海", "見本　正"]
    assert [each.kinds[0] for each in morning.page.rows] == [
        ExceptionKind.CHANGED,
        ExceptionKind.LAPSED_NEWER,
        ExceptionKind.NONE,
        ExceptionKind.CHANGED,
    ]
    assert morning.page.batch is not None
    assert (morning.page.batch.state, morning.page.batch.total) == (BatchState.DONE, 5)
    assert morning.open_told[-1] == 4


def test_a_row_that_cannot_be_read_is_said_beside_the_others(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    assert [(each.line, each.field) for each in morning.page.left_out] == [(7, "insurer")]


def test_a_row_that_could_not_be_read_is_still_said_next_morning(morning: Morning, file: Path) -> None:
    """R10: nobody was asked about it, so it must not go with the desk that read the file."""
    agreed(morning, file)
    told = morning.page.left_out
    next_day = Morning(morning.service, before=morning)
    next_day.one.open(morning.book.batches()[0].id)
    assert next_day.page.left_out == told != ()


def test_columns_are_asked_for_once(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    morning.entry.file_chosen(str(file))
    assert morning.entry_view.last.step is Step.CHOOSE
    assert len(morning.book.batches()) == 2


def test_columns_that_were_agreed_wrongly_are_put_right_for_good(morning: Morning, file: Path) -> None:
    """R10: remembered is not for ever; a look at the list may show that two columns were mixed up."""
    morning.entry.file_chosen(str(file))
    right = dict(morning.entry_view.last.mapping)
    morning.entry.column_chosen("kana", right["name"])
    morning.entry.columns_agreed()
    morning.entry.file_chosen(str(file), columns_again=True)
    state = morning.entry_view.last
    assert (state.step, state.mapping["kana"]) == (Step.COLUMNS, right["name"])
    morning.entry.column_chosen("kana", right["kana"])
    morning.entry.columns_agreed()
    morning.entry.file_chosen(str(file))
    assert morning.entry_view.last.step is Step.CHOOSE
    wrong, mended, later = reversed(morning.book.batches())
    read = [morning.book.items(each.id)[0].appointment.kana for each in (wrong, mended, later)]
    assert read == ["架空　花", "カクウ　ハナ", "カクウ　ハナ"]


def test_columns_nobody_knows_are_chosen_by_hand(morning: Morning, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\n".join(("A,B,C,D,E,F,G,H,I,J", *ROWS)), encoding="utf-8")
    morning.entry.file_chosen(str(file))
    state = morning.entry_view.last
    assert (state.step, state.missing, state.asks_day) == (Step.COLUMNS, ("insurer", "number", "birth"), True)
    morning.entry.columns_agreed()
    assert morning.book.batches() == ()
    for field, column in {"name": "D", "birth": "F", "insurer": "G", "symbol": "H", "number": "I"}.items():
        morning.entry.column_chosen(field, column)
    morning.entry.day_chosen(date(2026, 11, 25))
    morning.entry.columns_agreed()
    assert {each.item.appointment.on for each in morning.page.rows} == {date(2026, 11, 25)}


def test_a_file_that_names_no_day_asks_for_it_each_time(morning: Morning, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = (line.partition(",")[2] for line in (HEADER, *ROWS))
    file.write_text("\n".join(rows), encoding="utf-8")
    agreed(morning, file)
    morning.entry.file_chosen(str(file))
    assert (morning.entry_view.last.step, morning.entry_view.last.missing) == (Step.COLUMNS, ())


def test_a_file_of_which_no_row_can_be_read_comes_back_to_its_columns(
    morning: Morning, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADER}\n{ROWS[-1]}\n", encoding="utf-8")
    agreed(morning, file)
    assert morning.entry_view.last.step is Step.COLUMNS
    assert [each.line for each in morning.entry_view.last.unread] == [2]
    assert morning.book.batches() == ()


def test_a_workbook_is_refused_with_advice(morning: Morning, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    morning.entry.file_chosen(str(file))
    morning.entry.file_chosen(str(tmp_path / "gone.csv"))
    told = [state.trouble.what for state in morning.entry_view.states if state.trouble]
    assert told == ["文字のファイルではありません。", "ファイルを開けません。"]
    assert morning.entry_view.last.step is Step.CHOOSE


def test_without_a_line_nothing_is_read(file: Path) -> None:
    """R20"""
    morning = Morning(Service({}), connected=False)
    agreed(morning, file)
    assert not morning.entry_view.last.connected
    assert morning.book.batches() == ()


def test_the_evening_before_a_file_goes_by_itself(morning: Morning, file: Path) -> None:
    morning.entry.evening_changed(Evening(waits=True, hour=19))
    agreed(morning, file)
    assert morning.page.batch is not None
    assert morning.page.batch.start_at == datetime(2026, 11, 23, 19, tzinfo=JAPAN)
    assert morning.page.is_waiting
    assert morning.service.handed_over == []
    morning.clock.now = datetime(2026, 11, 23, 18, 59, tzinfo=JAPAN)
    morning.courier.tick()
    assert morning.service.handed_over == []
    morning.clock.pass_by(minutes=1)
    morning.courier.tick()
    assert morning.page.batch.state is BatchState.DONE
    assert read_evening(morning.settings) == Evening(waits=True, hour=19)


def test_a_file_of_several_days_goes_day_by_day_each_on_its_evening(morning: Morning, tmp_path: Path) -> None:
    """R10: what is asked on Sunday says nothing of what an insurer tells before Thursday."""
    days = ("2026/11/26", "2026/11/24", "2026/11/22", "2026/11/24", "2026/11/21", "読めない")
    rows = [row.replace("2026/11/24", day) for row, day in zip(ROWS, days, strict=True)]
    file = tmp_path / "予約.csv"
    file.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    morning.entry.evening_changed(Evening(waits=True))
    agreed(morning, file)
    due, tuesday, thursday = morning.book.batches()
    assert [each.file_name for each in (due, tuesday, thursday)] == [
        "予約.csv",
        "予約（11月24日）.csv",
        "予約（11月26日）.csv",
    ]
    assert [each.total for each in (due, tuesday, thursday)] == [2, 2, 1]
    assert due.state is BatchState.DONE
    assert [each.start_at for each in (tuesday, thursday)] == [
        datetime(2026, 11, 23, 18, tzinfo=JAPAN),
        datetime(2026, 11, 25, 18, tzinfo=JAPAN),
    ]
    assert morning.page.batch == due and [each.line for each in morning.page.left_out] == [7]
    assert morning.book.left_out(thursday.id) == ()
    assert morning.entry_view.last.recent == (due, tuesday, thursday)
    morning.clock.now = tuesday.start_at
    morning.courier.tick()
    assert [each.state for each in morning.book.batches()[1:]] == [BatchState.DONE, BatchState.ENTERED]


def test_a_desk_opened_after_the_evening_goes_at_once(morning: Morning, file: Path) -> None:
    morning.entry.evening_changed(Evening(waits=True))
    morning.clock.now = datetime(2026, 11, 24, 8, tzinfo=JAPAN)
    agreed(morning, file)
    assert morning.page.batch is not None
    assert morning.page.batch.state is BatchState.DONE


def test_a_file_that_waits_can_start_now(morning: Morning, file: Path) -> None:
    morning.entry.evening_changed(Evening(waits=True))
    agreed(morning, file)
    morning.one.start_requested()
    morning.courier.tick()
    assert len(morning.service.handed_over) == 1
    assert morning.names()[0] == "架空　花"


def test_progress_tells_the_time_left(file: Path) -> None:
    morning = agreed(Morning(Service(answers(), at_once=1)), file)
    for _ in range(2):
        morning.clock.pass_by(seconds=2)
        morning.courier.tick()
    assert morning.page.batch is not None
    assert (morning.page.batch.done, morning.page.batch.state) == (3, BatchState.WORKING)
    assert morning.page.time_left_s == pytest.approx(4)
    assert morning.names() == ["架空　花", "例示　一郎"]


def test_a_cancelled_batch_keeps_what_was_found(file: Path) -> None:
    morning = agreed(Morning(Service(answers(), at_once=2)), file)
    morning.one.cancel_requested()
    morning.courier.tick()
    assert morning.page.batch is not None
    assert morning.page.batch.state is BatchState.CANCELLED
    assert morning.names() == ["架空　花", "例示　一郎"]


def test_a_cut_line_is_said_and_waited_out(morning: Morning, file: Path) -> None:
    morning.service.trouble = CentralUnreachable()
    agreed(morning, file)
    assert morning.page.trouble is not None
    morning.service.trouble = None
    morning.courier.tick()
    assert morning.page.rows == ()
    morning.clock.pass_by(seconds=15)
    morning.courier.tick()
    assert morning.page.trouble is None
    assert len(morning.names()) == 4


def test_a_batch_that_was_under_way_goes_on_when_the_desk_opens_again(file: Path) -> None:
    before = agreed(Morning(Service(answers(), at_once=2)), file)
    after = reopened(before)
    after.courier.tick()
    after.one.open(after.book.batches()[0].id)
    while after.page.is_under_way:
        after.courier.tick()
    assert len(after.names()) == 4
    assert len(after.service.handed_over) == 1


def reopened(before: Morning) -> Morning:
    return Morning(before.service, before=before)


def test_a_round_that_ends_while_the_batch_is_being_read_is_not_lost(file: Path) -> None:
    held = Held()
    morning = Morning(Service(answers()), slow=held)
    agreed(morning, file)
    assert morning.page.batch is None
    stale = replace(morning.book.batches()[0], state=BatchState.WORKING, done=0)
    first, held.waiting = held.waiting[0], []
    first._done(Gathered(stale, (), {}, NO_EXCEPTIONS))
    held.waiting[0].finish()
    assert morning.page.batch is not None
    assert (morning.page.batch.state, len(morning.names())) == (BatchState.DONE, 4)


def test_a_pause_of_the_service_is_said_with_its_end(file: Path) -> None:
    service = Service(answers())
    service.paused_until = NOW + timedelta(minutes=12)
    morning = agreed(Morning(service), file)
    assert morning.page.batch is not None
    assert morning.page.batch.paused_until == service.paused_until
    assert morning.page.time_left_s is None


def test_taking_over_brings_the_change_into_the_chart_and_the_next_row_under_the_cursor(
    morning: Morning, file: Path
) -> None:
    agreed(morning, file)
    morning.one.take_over_requested()
    card = morning.index.get(PatientId(1)).current_card
    assert card is not None
    assert (card.insured.branch, card.ratio_percent) == ("03", 20)
    assert morning.names() == ["例示　一郎", "仮名　海", "見本　正"]
    assert morning.page.chosen == morning.page.rows[0]
    assert (morning.open_told[-1], morning.charts_told) == (3, 1)


def test_somebody_not_in_the_ledger_becomes_a_patient(morning: Morning, file: Path) -> None:
    morning.index = PatientsInMemory()
    morning = Morning(morning.service, before=morning)
    agreed(morning, file)
    chosen(morning, "見本　正")
    morning.one.take_over_requested()
    assert len(morning.names()) == 5
    morning.one.new_patient_requested()
    assert [row.name for row in morning.index.search("ミホン")] == ["見本　正"]
    assert "見本　正" not in morning.names()


def test_on_the_first_day_everybody_new_is_entered_at_once_and_nobody_twice(
    morning: Morning, tmp_path: Path
) -> None:
    morning.index = PatientsInMemory()
    morning = Morning(morning.service, before=morning)
    file = tmp_path / "a.csv"
    file.write_text("\n".join((HEADER, *ROWS[:5], ROWS[0])), encoding="utf-8")
    agreed(morning, file)
    assert [each.item.appointment.name for each in morning.page.exceptions.new] == [
        "架空　花",
        "例示　葉",
        "見本　正",
        "架空　花",
    ]
    morning.one.all_new_requested()
    assert morning.index.count() == 3
    assert morning.names() == ["例示　一郎", "仮名　海"]
    assert (morning.open_told[-1], morning.charts_told, morning.page.busy) == (2, 1, False)


def test_a_call_and_what_is_put_off_are_kept_with_their_note(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    chosen(morning, "例示　一郎")
    morning.one.task_opened(Task.CALL)
    morning.one.noted("新しい証を持って来る")
    assert morning.page.task is Task.LOOK
    chosen(morning, "仮名　海")
    morning.one.task_opened(Task.PUT_OFF)
    morning.one.noted(" 受付で ")
    assert morning.names() == ["架空　花", "見本　正"]
    batch = morning.page.batch
    assert batch is not None
    told = {each.appointment.name: (each.follow_up, each.note) for each in morning.book.items(batch.id)}
    assert told["例示　一郎"] == (FollowUp.CALLED, "新しい証を持って来る")
    assert told["仮名　海"] == (FollowUp.PUT_OFF, "受付で")


def test_what_was_put_off_can_be_seen_and_opened_again(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    morning.one.task_opened(Task.PUT_OFF)
    morning.one.noted("")
    assert "架空　花" not in morning.names()
    morning.one.only_open_changed(False)
    chosen(morning, "架空　花")
    morning.one.reopen_requested()
    morning.one.only_open_changed(True)
    assert morning.names()[0] == "架空　花"


def test_what_was_taken_over_is_counted_also_after_the_desk_was_closed(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    morning.one.take_over_requested()
    after = reopened(morning)
    after.one.open(after.book.batches()[0].id)
    assert (len(after.page.exceptions.all), len(after.page.exceptions.open)) == (4, 3)


def test_a_batch_that_is_kept_no_longer_says_so(morning: Morning) -> None:
    morning.one.open(BatchId("00000000-0000-4000-8000-000000000099"))
    assert morning.page.trouble is not None
    assert "もう残っていません" in morning.page.trouble.what


def test_a_chart_that_was_merged_since_hides_nothing(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    morning.one.take_over_requested()
    morning.index = PatientsInMemory()
    after = reopened(morning)
    after.one.open(after.book.batches()[0].id)
    assert len(after.page.exceptions.all) == 5


def test_a_note_belongs_to_the_row_it_was_begun_for(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    morning.one.task_opened(Task.PUT_OFF)
    chosen(morning, "仮名　海")
    morning.one.noted("だれのものでもない")
    assert len(morning.names()) == 4


def test_a_row_that_is_not_there_is_not_chosen(morning: Morning, file: Path) -> None:
    agreed(morning, file)
    before = morning.page.chosen
    morning.one.chosen(ItemId("99"))
    assert morning.page.chosen == before


def test_the_list_is_saved_as_csv_that_a_sheet_can_open(morning: Morning, file: Path, tmp_path: Path) -> None:
    agreed(morning, file)
    morning.one.save_requested(str(tmp_path / "out.csv"))
    lines = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("予約日,時刻,患者番号,氏名")
    assert lines[1].startswith(
        "2026-11-24,9:30,1024,架空　花,カクウ　ハナ,S63.2.14,06139992,701,442,02,変更あり,"
    )
    assert "読み取れない行" in lines[5]
    assert morning.page.saved
    morning.one.save_requested(str(tmp_path / "nowhere" / "out.csv"))
    assert morning.page.trouble is not None
