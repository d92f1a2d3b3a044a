"""被保険者資格申立書: what is known stands there, what is not is left to write, on one page."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.desk.forms.declaration import declaration_document
from app.desk.forms.declaration_values import DeclarationValues, declaration_values
from app.desk.forms.paper import write_pdf
from app.eligibility.answer import CheckState, LastKnown
from app.eligibility.counter import Shown
from app.scheme.cover import EligibilityInformation
from app.scheme.outcome import Outcome
from tests.people import TODAY, answer, check, information, insured, photo, typed

LAPSED = information(insured("31139942", "118", "20418", "01"), lost_on=date(2026, 10, 31))


def answered(outcome: Outcome, *people: EligibilityInformation, **changes: Any) -> Shown:
    told = answer(outcome, *people)
    return Shown(check(state=CheckState.ANSWERED, answer=told, **changes))


def test_the_person_of_a_lapsed_card_is_filled_in_but_not_the_card_that_ended() -> None:
    values = declaration_values(answered(Outcome.LAPSED, LAPSED), "見本医院", TODAY)
    assert (values.name, values.born, values.sex) == ("架空　花", "昭和63年2月14日", "女")
    assert (values.insurer, values.insured) == ("", "")


def test_a_card_that_was_not_found_is_filled_in_as_it_was_typed() -> None:
    question = typed(insured(branch=""), month_day=None, birth_on=date(1988, 2, 14))
    values = declaration_values(answered(Outcome.NONE, question=question), "見本医院", TODAY)
    assert (values.insurer, values.insured, values.born) == ("06139992", "701・442", "昭和63年2月14日")
    assert values.name == ""


def test_without_a_line_what_was_last_known_is_filled_in() -> None:
    known = LastKnown(information(), datetime(2026, 10, 20, tzinfo=UTC), None)
    values = declaration_values(Shown(check(question=photo()), last_known=known), "見本医院", TODAY)
    assert (values.name, values.insurer, values.insured) == ("架空　花", "06139992", "701・442・02")


def test_the_form_never_asks_for_the_whole_fee(qtbot: QtBot) -> None:
    words = declaration_document(DeclarationValues("見本医院", TODAY)).toPlainText()
    assert "申し立てます" in words
    assert "10割" not in words


def test_a_name_with_signs_of_markup_is_printed_as_it_is(qtbot: QtBot) -> None:
    words = declaration_document(DeclarationValues("<b>&医院", TODAY)).toPlainText()
    assert "<b>&医院" in words


def test_the_form_is_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    long = DeclarationValues(
        "見本医療法人社団例示会　架空総合クリニック",
        TODAY,
        "佐藤",
        "長谷川仮名之助　見本右衛門",
        "ハセガワカメイノスケ　ミホンエモン",
        "昭和23年3月20日",
        "男",
        "東京都見本区例示1丁目2番3号　サンプルハイツ仮名台弐番館1204号室",
        "39139990",
        "東京都見本後期高齢者医療広域連合",
        "12345678",
    )
    write_pdf(declaration_document(long), tmp_path / "form.pdf", "被保険者資格申立書")
    pdf = (tmp_path / "form.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
