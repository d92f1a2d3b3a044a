"""Appointments as clinics' systems write them: character sets, headings, days, and rows that are broken."""

from datetime import date

import pytest

from app.appointments.columns import guessed_mapping, header_key, missing_fields
from app.appointments.file import AppointmentFile, ColumnsMissing, appointments_of, read_appointments
from app.appointments.table import (
    MOST_BYTES,
    MOST_ROWS,
    FileEmpty,
    FileNotText,
    FileTooLarge,
    FileWithoutHeader,
    read_table,
)
from app.scheme.digits import my_number_check_digit

TUESDAY = date(2026, 11, 24)
HEADER = "予約日,時刻,患者番号,氏名,カナ,生年月日,保険者番号,記号,番号,枝番"
HANA = "2026/11/24,9:30,1024,架空　花,カクウ ハナ,S63.2.14,06139992,701,442,02"
YO = "2026/11/24,9:45,1025,架空　葉,カクウ ヨウ,0214,06139992,701,442,03"


def file(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((header, *rows, "")).encode(encoding)


def read(*rows: str, header: str = HEADER, default_day: date | None = None) -> AppointmentFile:
    return read_appointments(file(*rows, header=header), default_day=default_day)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_is_read_in_every_usual_character_set(encoding: str) -> None:
    found = read_appointments(file(HANA, YO, encoding=encoding)).appointments
    assert [each.name for each in found] == ["架空　花", "架空　葉"]
    assert found[0].on == TUESDAY
    assert str(found[0].insured) == "06139992 701・442・02"


def test_a_letter_that_only_microsofts_shift_jis_has_is_read() -> None:
    assert (
        read_appointments(file(HANA.replace("架空", "髙﨑"), encoding="cp932")).appointments[0].name
        == "髙﨑　花"
    )


def test_tabs_and_quotes_part_columns_too() -> None:
    quoted = HANA.replace("架空　花", '"架空,\t""花"""').replace(",9:30", ",9:30")
    assert read(quoted).appointments[0].name == '架空,　"花"'
    tabs = file(HANA.replace(",", "\t"), header=HEADER.replace(",", "\t"))
    assert read_appointments(tabs).appointments[0].chart_number == "1024"


@pytest.mark.parametrize(
    "born", ["S63.2.14", "昭和63年2月14日", "1988/2/14", "19880214", "１９８８／２／１４", "3630214"]
)
def test_birth_dates_are_read_as_systems_write_them(born: str) -> None:
    found = read(HANA.replace("S63.2.14", born)).appointments[0]
    assert (found.birth_on, found.month_day) == (date(1988, 2, 14), None)


@pytest.mark.parametrize("born", ["0214", "214", "2/14", "2月14日"])
def test_beside_a_branch_month_and_day_are_enough(born: str) -> None:
    """R6"""
    found = read(YO.replace("0214", born)).appointments[0]
    assert (found.birth_on, found.month_day) == (None, "0214")


def test_without_a_branch_the_full_birth_date_is_asked_for() -> None:
    """R6"""
    told = read(YO.replace(",03", ","), HANA.replace(",02", ","))
    assert [(each.line, each.field) for each in told.complaints] == [(2, "birth")]
    assert "年月日がそろった" in told.complaints[0].reason
    assert told.appointments[0].insured.branch is None


def test_a_birth_date_that_no_calendar_has_is_told_as_such_also_without_a_branch() -> None:
    told = read(HANA.replace("S63.2.14", "R2.13.5").replace(",02", ","))
    assert [each.words for each in told.complaints] == ["2行目　生年月日：暦にない日付か、読めない書き方です"]


def test_zeros_that_a_sheet_dropped_come_back() -> None:
    found = read(HANA.replace("06139992", "6139992").replace(",02", ",2")).appointments[0]
    assert (found.insured.insurer.digits, found.insured.branch) == ("06139992", "02")


def test_one_column_may_hold_day_and_time() -> None:
    header = HEADER.replace("予約日,時刻", "予約日時")
    found = read(HANA.replace("2026/11/24,9:30", "2026年11月24日(火) 9:30"), header=header).appointments[0]
    assert (found.on, found.at) == (TUESDAY, "9:30")


def test_a_row_without_a_day_is_for_the_day_that_was_chosen() -> None:
    row = HANA.replace("2026/11/24", "")
    assert read(row, default_day=TUESDAY).appointments[0].on == TUESDAY
    assert [each.field for each in read(row).complaints] == ["on"]


BROKEN = {
    "day": (HANA.replace("2026/11/24", "2026/11/31"), "on"),
    "insurer": (HANA.replace("06139992", "0613"), "insurer"),
    "no insurer": (HANA.replace("06139992", ""), "insurer"),
    "no number": (HANA.replace("442", ""), "number"),
    "branch": (HANA.replace(",02", ",b2"), "branch"),
    "branch of late elderly": (HANA.replace("06139992,701", "39131000,"), "symbol"),
    "symbol": (HANA.replace("701", "7" * 21), "symbol"),
    "birth": (HANA.replace("S63.2.14", "S64.1.8"), "birth"),
    "birth ahead": (HANA.replace("S63.2.14", "2026/11/25"), "birth"),
    "no birth": (HANA.replace("S63.2.14", ""), "birth"),
    "long name": (HANA.replace("架空　花", "架" * 61), "name"),
    "slipped": (HANA + ",02", ""),
    "open quote": (HANA.replace("架空", '"架空'), ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_named_and_hides_no_good_one(case: str) -> None:
    """R10: line and field, never the value."""
    row, field = BROKEN[case]
    told = read(HANA, row, YO, HANA)
    assert [each.line for each in told.appointments] == [2, 4, 5]
    assert [(each.line, each.field) for each in told.complaints] == [(3, field)]
    assert told.complaints[0].words.startswith("3行目　")
    for value in set(row.split(",")) - {""}:
        assert value not in told.complaints[0].words


def test_bytes_that_are_no_letters_spoil_their_own_row_only() -> None:
    content = file(HANA, YO, HANA).replace("葉".encode(), b"\xe8\x91")
    told = read_appointments(content)
    assert ([each.line for each in told.appointments], [each.line for each in told.complaints]) == (
        [2, 4],
        [3],
    )


@pytest.mark.parametrize("field", ["1024", "442", "架空　花"])
def test_a_my_number_is_taken_from_no_column(field: str) -> None:
    """R3"""
    body = "12345678901"
    my_number = f"{body}{my_number_check_digit(body)}"
    told = read(HANA.replace(field, my_number))
    assert told.appointments == ()
    assert my_number not in told.complaints[0].words


def test_a_cell_may_go_over_several_lines() -> None:
    header, row = f"{HEADER},備考", f'{HANA},"一行目\r\n二行目"'
    told = read(row, f"{YO},", header=header)
    assert [each.line for each in told.appointments] == [2, 4]


def test_a_title_above_the_header_and_empty_rows_are_passed_over() -> None:
    told = read_appointments(f"予約一覧,11月24日分\n\n{HEADER}\n{HANA}\n,,,,,,,,,\n".encode())
    assert [each.line for each in told.appointments] == [4]
    assert told.complaints == ()


def test_headings_of_other_systems_are_known() -> None:
    header = ("予約日時", "カルテNo.", "患者氏名", "フリガナ", "生年月日（西暦）", "保険者番号", "被保険者証の記号",
              "保険証の番号", "枝番号", "備考")  # fmt: skip
    mapping = guessed_mapping(header)
    assert mapping == {
        "on": "予約日時", "at": "予約日時", "chart_number": "カルテNo.", "name": "患者氏名", "kana": "フリガナ",
        "birth": "生年月日（西暦）", "insurer": "保険者番号", "symbol": "被保険者証の記号", "number": "保険証の番号",
        "branch": "枝番号",
    }  # fmt: skip
    ours = ("on", "insurer", "symbol", "number", "branch", "birth")
    assert guessed_mapping(ours) == dict(zip(ours, ours, strict=True))


def test_headings_nobody_knows_are_mapped_by_hand() -> None:
    content = file(HANA, header="A,B,C,D,E,F,G,H,I,J")
    with pytest.raises(ColumnsMissing):
        read_appointments(content)
    by_hand = {
        "on": "A",
        "birth": "F",
        "insurer": "G",
        "symbol": "H",
        "number": "I",
        "branch": "J",
        "gone": "K",
    }
    told = read_appointments(content, by_hand)
    assert str(told.appointments[0].insured) == "06139992 701・442・02"
    assert told.appointments[0].name == ""


def test_what_is_missing_is_named() -> None:
    assert missing_fields({"number": "番号"}) == ("insurer", "birth")


def test_columns_without_a_name_of_their_own_are_told_apart() -> None:
    table = read_table("番号,,番号,氏名,\n1,2,3,4,\n".encode())
    assert table.header == ("番号", "（2列目）", "番号（3列目）", "氏名")
    assert table.rows[0].cells == ("1", "2", "3", "4")


def test_a_header_is_known_again_and_no_other_is_taken_for_it() -> None:
    assert header_key(("番号", "氏名")) == header_key(("番号", "氏名"))
    assert header_key(("番号", "氏名")) != header_key(("番号氏名",))


@pytest.mark.parametrize("content", [b"", b"\r\n \n", b"\xef\xbb\xbf", file(), file(",,,")])
def test_a_file_without_appointments_says_so(content: bytes) -> None:
    with pytest.raises(FileEmpty):
        read_table(content)


def test_a_file_without_header_says_so() -> None:
    with pytest.raises(FileWithoutHeader):
        read_table(f"{HANA}\n{YO}\n".encode())


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00\x06\x00", bytes(range(128, 256)) * 40])
def test_a_workbook_is_no_text(content: bytes) -> None:
    with pytest.raises(FileNotText):
        read_table(content)


def test_ten_thousand_rows_are_read_and_not_one_more() -> None:
    """R10"""
    assert len(read_table(file(*[HANA] * MOST_ROWS)).rows) == MOST_ROWS
    with pytest.raises(FileTooLarge):
        read_table(file(*[HANA] * (MOST_ROWS + 1)))
    with pytest.raises(FileTooLarge):
        read_table(b" " * (MOST_BYTES + 1))


def test_others_get_their_turn_while_a_long_file_is_read() -> None:
    table, breaths = read_table(file(*[HANA] * 1_000)), []
    appointments_of(table, guessed_mapping(table.header), None, lambda: breaths.append(1))
    assert len(breaths) >= 20
