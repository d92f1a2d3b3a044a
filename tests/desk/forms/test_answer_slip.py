"""An answer on paper says what the screen said."""

from pytestqt.qtbot import QtBot

from app.desk.forms.answer_slip import answer_slip
from app.desk.reception.answer.page import answer_page
from tests.desk.reception.shots import LAPSED, VALID, shown
from tests.people import TODAY


def test_a_valid_answer_on_paper_holds_share_source_and_what_was_not_given(qtbot: QtBot) -> None:
    words = answer_slip(answer_page(shown(VALID), TODAY, False), "見本医院").toPlainText()
    for told in ("有効", "架空", "3割", "年齢による", "提供なし", "06139992", "見本医院", "確認 10:32"):
        assert told in words


def test_a_lapsed_answer_on_paper_holds_the_day_of_loss(qtbot: QtBot) -> None:
    words = answer_slip(answer_page(shown(LAPSED), TODAY, False), "見本医院").toPlainText()
    assert "喪失した資格です" in words
    assert "令和8年10月31日" in words


def test_the_months_limit_on_paper_is_told_beside_its_class(qtbot: QtBot) -> None:
    words = answer_slip(answer_page(shown(VALID), TODAY, False), "見本医院").toPlainText()
    plain = words.replace("\u2060", "").replace(" ", "").replace("　", "")
    assert "ウ（85,800円＋（医療費−286,000円）×1%多数回44,400円令和9年7月31日まで）" in plain
