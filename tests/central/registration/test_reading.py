"""One row, cell by cell: every fault is told at once, with its field, and never with its value."""

from datetime import date

import pytest

from app.central.registration.reading import read_row
from app.central.registration.reasons import WORDS, Reason
from app.central.registration.row import Cleared, RegistrationRow
from app.scheme.certificates import EntitlementCertificate
from tests.central.clinic import LATE_ELDERLY, TODAY
from tests.central.registrar import my_number, row, without

FOREIGN = my_number(4)
WRONG_DIGIT = FOREIGN[:-1] + str((int(FOREIGN[-1]) + 1) % 10)
LIMIT = {"certificate_kind": "limit", "certificate_class": "A03", "certificate_from": "2026-08-01"}
DISEASE = {"certificate_kind": "specific_disease", "certificate_class": "1", "certificate_from": "2026-08-01"}
ELDERLY = {"certificate_kind": "elderly", "certificate_ratio": "20", "certificate_from": "2026-08-01"}
LATE = without(row(insurer_number=LATE_ELDERLY, number="12345678"), "symbol", "branch")

FAULTS = {
    "surplus cell": ({"": "x"}, "", Reason.COLUMN_COUNT),
    "strange column": ({"surname": "架空"}, "", Reason.COLUMN_UNKNOWN),
    "action": ({"action": "join"}, "action", Reason.ACTION),
    "no insurer": ({"insurer_number": " "}, "insurer_number", Reason.MISSING),
    "insurer of 7 digits": ({"insurer_number": "0613999"}, "insurer_number", Reason.INSURER_NUMBER),
    "no number": ({"number": ""}, "number", Reason.MISSING),
    "long number": ({"number": "1" * 21}, "number", Reason.NUMBER),
    "long symbol": ({"symbol": "あ" * 21}, "symbol", Reason.SYMBOL),
    "branch of 1 digit": ({"branch": "1"}, "branch", Reason.BRANCH),
    "branch of letters": ({"branch": "A1"}, "branch", Reason.BRANCH),
    "branch of late elderly": (LATE | {"branch": "00"}, "branch", Reason.BRANCH_LATE_ELDERLY),
    "symbol of late elderly": (LATE | {"symbol": "12"}, "symbol", Reason.SYMBOL),
    "My Number of 11 digits": ({"my_number": FOREIGN[:-1]}, "my_number", Reason.MY_NUMBER),
    "My Number's digit": ({"my_number": WRONG_DIGIT}, "my_number", Reason.MY_NUMBER),
    "My Number as number": ({"number": FOREIGN}, "number", Reason.MY_NUMBER_ELSEWHERE),
    "My Number as name": ({"name": f"架空 {FOREIGN}"}, "name", Reason.MY_NUMBER_ELSEWHERE),
    "My Number in the address": (
        {"address": f"東京都{FOREIGN[:4]}－{FOREIGN[4:8]}－{FOREIGN[8:]}"},
        "address",
        Reason.MY_NUMBER_ELSEWHERE,
    ),
    "My Number as reference": ({"cover_ref": FOREIGN}, "cover_ref", Reason.MY_NUMBER_ELSEWHERE),
    "My Number in the number": ({"number": f"A{FOREIGN}"}, "number", Reason.MY_NUMBER_ELSEWHERE),
    "My Number in the symbol": ({"symbol": f"記{FOREIGN}"}, "symbol", Reason.MY_NUMBER_ELSEWHERE),
    "My Number with dots": (
        {"cover_ref": f"m.{FOREIGN[:4]}.{FOREIGN[4:8]}.{FOREIGN[8:]}"},
        "cover_ref",
        Reason.MY_NUMBER_ELSEWHERE,
    ),
    "relationship": ({"relationship": "3"}, "relationship", Reason.RELATIONSHIP),
    "kana with kanji": ({"kana": "架空　ハナ"}, "kana", Reason.KANA),
    "kana with letters": ({"kana": "KAKUU"}, "kana", Reason.KANA),
    "sex": ({"sex": "F"}, "sex", Reason.SEX),
    "name of control signs": ({"name": "架空\x07花"}, "name", Reason.TEXT),
    "long address": ({"address": "東" * 201}, "address", Reason.TEXT),
    "postcode": ({"postcode": "100-000"}, "postcode", Reason.POSTCODE),
    "no such day": ({"birth_on": "1988-02-30"}, "birth_on", Reason.DAY),
    "born before 明治": ({"birth_on": "0988-02-14"}, "birth_on", Reason.DAY),
    "no such era": ({"acquired_on": "S64.1.8"}, "acquired_on", Reason.DAY),
    "acquired tomorrow": ({"acquired_on": "2026-11-21"}, "acquired_on", Reason.DAY_TO_COME),
    "filed tomorrow": ({"filed_on": "2026-11-21"}, "filed_on", Reason.DAY_TO_COME),
    "lost in two years": ({"lost_on": "2028-11-20"}, "lost_on", Reason.DAY_TO_COME),
    "acquired unborn": ({"acquired_on": "1988-02-13"}, "acquired_on", Reason.ACQUIRED_BEFORE_BIRTH),
    "lost too early": ({"lost_on": "2019-03-31"}, "lost_on", Reason.LOST_BEFORE_ACQUIRED),
    "loss reason": ({"loss_reason": "04"}, "loss_reason", Reason.LOSS_REASON),
    "loss without day": ({"action": "lose", "loss_reason": "03"}, "lost_on", Reason.MISSING),
    "loss without reason": ({"action": "lose", "lost_on": "2026-11-01"}, "loss_reason", Reason.MISSING),
    "move nowhere": ({"action": "move", "address": ""}, "address", Reason.MISSING),
    "taking back no card": ({"card_returned_on": "-"}, "card_issued_on", Reason.MISSING),
    "reissue of nothing": ({"action": "reissue"}, "card_issued_on", Reason.MISSING),
    "acquired some day": ({"action": "acquire", "acquired_on": ""}, "acquired_on", Reason.MISSING),
    "returned too early": (
        {"card_issued_on": "2026-02-01", "card_returned_on": "2026-01-31"},
        "card_returned_on",
        Reason.RETURNED_BEFORE_ISSUE,
    ),
    "certificate of no kind": ({"certificate_from": "2026-08-01"}, "certificate_kind", Reason.MISSING),
    "strange certificate": (LIMIT | {"certificate_kind": "x"}, "certificate_kind", Reason.CERTIFICATE_KIND),
    "limit without class": (LIMIT | {"certificate_class": ""}, "certificate_class", Reason.MISSING),
    "limit class": (LIMIT | {"certificate_class": "ウ"}, "certificate_class", Reason.CERTIFICATE_CLASS),
    "disease": (DISEASE | {"certificate_class": "9"}, "certificate_class", Reason.CERTIFICATE_CLASS),
    "elderly with class": (ELDERLY | {"certificate_class": "A03"}, "certificate_class", Reason.CERTIFICATE_CLASS),
    "elderly without ratio": (ELDERLY | {"certificate_ratio": ""}, "certificate_ratio", Reason.MISSING),
    "ratio": (ELDERLY | {"certificate_ratio": "15"}, "certificate_ratio", Reason.CERTIFICATE_RATIO),
    "limit with ratio": (LIMIT | {"certificate_ratio": "20"}, "certificate_ratio", Reason.CERTIFICATE_RATIO),
    "certificate of no day": (LIMIT | {"certificate_from": ""}, "certificate_from", Reason.MISSING),
    "certificate backwards": (LIMIT | {"certificate_to": "2026-07-31"}, "certificate_to", Reason.CERTIFICATE_DAYS),
}  # fmt: skip


def _read(**cells: str) -> RegistrationRow:
    read, complaints = read_row(2, row() | cells, TODAY)
    assert read is not None, complaints
    return read


@pytest.mark.parametrize(("cells", "field", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_line_and_field_and_without_its_value(
    cells: dict[str, str], field: str, reason: Reason
) -> None:
    told = cells if cells.get("insurer_number") == LATE_ELDERLY else row() | cells
    read, complaints = read_row(17, told, TODAY)
    assert read is None
    assert [(each.line, each.field, each.code) for each in complaints] == [(17, field, reason)]
    assert [each.words for each in complaints] == [WORDS[reason]]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    _, complaints = read_row(2, row(sex="F", kana="x", branch="1", birth_on="?"), TODAY)
    assert {each.field for each in complaints} == {"sex", "kana", "branch", "birth_on"}


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == set(Reason)
    assert all(words.endswith("。") for words in WORDS.values())


def test_cells_are_read_as_insurers_write_them() -> None:
    read = _read(
        insurer_number="０６１３９９９２",
        branch="０１",
        kana="ｶｸｳ ﾊﾅ",
        birth_on="昭和63年2月14日",
        acquired_on="R6.4.1",
        postcode="1000000",
    )
    assert (read.insurer.digits, read.branch, read.kana) == ("06139992", "01", "カクウ　ハナ")
    assert (read.birth_on, read.acquired_on) == (date(1988, 2, 14), date(2024, 4, 1))
    assert read.postcode == "100-0000"


def test_an_empty_cell_tells_nothing_and_a_dash_takes_a_loss_back() -> None:
    assert _read(lost_on="").lost_on is None
    assert _read(lost_on="-").lost_on == Cleared()


def test_a_dash_takes_back_a_card_that_is_named() -> None:
    """R11"""
    assert _read(card_issued_on="2026-02-01", card_returned_on="-").card_returned_on == Cleared()


def test_a_loss_may_be_known_up_to_a_year_before() -> None:
    assert _read(lost_on="2027-04-01", loss_reason="03").lost_on == date(2027, 4, 1)


def test_a_certificate_may_begin_on_a_day_to_come() -> None:
    """R8"""
    begins = date(2027, 8, 1)
    read = _read(**(LIMIT | {"certificate_from": begins.isoformat()}))
    assert read.certificate == EntitlementCertificate("limit", "A03", None, begins, None)


def test_a_class_of_times_to_come_is_entered_and_noted() -> None:
    """R8: classes are an open, dated set."""
    read = _read(**(LIMIT | {"certificate_class": "A11"}))
    assert [each.code for each in read.warnings] == [Reason.CERTIFICATE_CLASS_NEW]


def test_a_row_shows_no_personal_value_when_it_is_printed() -> None:
    """R3"""
    read = _read()
    assert "架空" not in repr(read) and my_number(1) not in repr(read)
