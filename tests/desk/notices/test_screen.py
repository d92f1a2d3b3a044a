"""The inbox in a window, by its keys; the picture and what goes to paper."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.desk.forms.month_page import month_page
from app.desk.forms.notice_letter import notice_letter
from app.desk.lanes import Inline
from app.desk.notices import keys, screen
from app.desk.notices.inbox.presenter import InboxNews
from app.desk.notices.inbox.why_picture import WhyPicture
from app.desk.notices.screen import NoticesScreen, NoticesWork
from app.notices.notice import Notice, NoticeState
from app.patients.patient import PatientId
from app.staff.member import StaffMember
from tests.desk.found import one
from tests.desk.notices.shots import FIGURES
from tests.fakes.ledger import CheckBookInMemory, PatientsInMemory
from tests.fakes.notices import InboxInMemory
from tests.notices.samples import notice, part, reassigned, returned, unknown
from tests.people import MANAGER, NOW, RECEPTIONIST, TODAY, held, insured, patient


class Desk:
    """Keys go to the window; what is seen are words."""

    def __init__(self, qtbot: QtBot, *told: Notice, staff: StaffMember = RECEPTIONIST) -> None:
        self.line = InboxInMemory(lambda: NOW, told)
        index, book = PatientsInMemory(), CheckBookInMemory()
        hana = index.add(patient(0))
        index.hold_card(hana.id, held(confirmed_at=None))
        self.opened: list[PatientId] = []
        self.screen = NoticesScreen(
            NoticesWork(
                self.line,
                index,
                book,
                book,
                Inline(),
                Inline(),
                lambda: NOW,
                lambda: staff,
                lambda: "見本医院",
                InboxNews(),
                self.opened.append,
            )
        )
        self._qtbot = qtbot
        qtbot.addWidget(self.screen)
        self.screen.resize(1142, 756)
        self.screen.begin()
        self.screen.show()
        qtbot.waitExposed(self.screen)
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)

    def press(self, *names: str) -> None:
        for name in names:
            pressed = QKeySequence(name)[0]  # type: ignore[index]  # missing in the stubs of the binding
            focus: QWidget | None = self.screen.focusWidget()
            self._qtbot.keyClick(
                focus if focus is not None else self.screen, pressed.key(), pressed.keyboardModifiers()
            )

    def type(self, words: str) -> None:
        field = self.screen.focusWidget()
        assert isinstance(field, QLineEdit)
        self._qtbot.keyClicks(field, words)

    @property
    def words(self) -> str:
        found: list[QWidget] = [*self.screen.findChildren(QLabel), *self.screen.findChildren(QAbstractButton)]
        return "\n".join(
            each.text() for each in found if isinstance(each, QLabel | QAbstractButton) and each.isVisible()
        )

    def names(self) -> list[str]:
        model = one(self.screen, QTableView).model()
        return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_the_inbox_is_worked_by_its_keys_alone(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice(), reassigned(), unknown())
    assert desk.names() == ["架空　花", "例示　一郎", "見本　正"]
    assert "例示協会 の資格を台帳に取り込み、完了" in desk.words
    desk.press("Down")
    assert "患者さんに返す額　420円" in desk.words
    desk.press(keys.HAND)
    desk.type("2026-11-27")
    desk.press("Tab")
    desk.type("denwa")
    desk.press("Return")
    assert desk.names() == ["架空　花", "見本　正"]
    desk.press(keys.IN_HAND)
    assert "佐藤 が対応中　11月27日まで" in desk.words and "denwa" in desk.words
    desk.press(keys.FINISH if "確かめた" not in desk.words else keys.NEXT_STEP)
    assert "ここに通知はありません" in desk.words
    desk.press(keys.OPEN, keys.NEXT_STEP)
    assert desk.names() == ["見本　正"]
    desk.press(keys.NEXT_STEP)
    assert "未対応の通知はありません" in desk.words
    desk.press(keys.DONE)
    assert sorted(desk.names()) == ["例示　一郎", "架空　花"]


def test_a_day_that_is_past_is_said_at_its_field_and_esc_leaves_the_form(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice())
    desk.press(keys.HAND)
    desk.type("2026-11-01")
    desk.press("Return")
    assert "本日か、これからの日を入力してください" in desk.words
    desk.press("Esc")
    assert "この通知を対応中にする" not in desk.words
    assert isinstance(desk.screen.focusWidget(), QTableView), "the arrows walk through the list again"


def test_every_part_is_shown_however_many_there_are(qtbot: QtBot) -> None:
    cards = (insured(), *(insured("01139997", "55", str(number)) for number in range(1, 4)))
    parts = tuple(
        part(each, f"例示{each.number}", points=points)
        for each, points in zip(cards, (11, 12, 13, 14), strict=True)
    )
    desk = Desk(qtbot, notice(after=parts))
    for points in ("11点", "12点", "13点", "14点"):
        assert points in desk.words


def test_the_patient_is_one_key_away(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice(), returned())
    desk.press(keys.CHART)
    assert desk.opened == [1]


def test_what_a_review_told_is_fetched_while_somebody_is_signed_in(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice())
    desk.line.tell(reassigned())
    desk.screen.refresh()
    assert desk.names() == ["架空　花", "例示　一郎"]
    desk.screen.leave()
    desk.line.tell(unknown())
    desk.screen.refresh()
    assert len(desk.names()) == 2
    desk.screen.begin()
    assert desk.names() == ["架空　花", "例示　一郎", "見本　正"]


def test_the_month_opens_for_managers_alone(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice(), staff=MANAGER)
    desk.press(keys.MONTH)
    assert "令和8年11月のまとめ" in desk.words
    assert "Ctrl ←" in desk.words, "as the keyboard has it"
    desk.press(keys.EARLIER)
    assert "令和8年10月のまとめ" in desk.words
    desk.press("Esc")
    assert "のまとめ" not in desk.words.replace("月のまとめ", "")
    other = Desk(qtbot, notice())
    other.press(keys.MONTH)
    assert "前の月" not in other.words


def test_locking_and_signing_in_again_begins_at_the_list(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice(), staff=MANAGER)
    desk.press(keys.MONTH)
    desk.screen.leave()
    desk.line.handle(notice(), NoticeState.DONE, "鈴木", None, "")
    desk.screen.begin()
    assert "未対応の通知はありません" in desk.words


def test_the_picture_is_told_in_words_to_who_cannot_see_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot, notice(), unknown())
    picture = one(desk.screen, WhyPicture)
    assert picture.accessibleDescription().startswith("10月11日に例示協会へ移りました。登録されて")
    desk.press("Down")
    assert picture.isHidden(), "without a person there is nothing to draw"


def test_the_picture_is_painted_where_the_change_was(qtbot: QtBot) -> None:
    """The day before the change is of another colour than the day of it."""
    picture = WhyPicture()
    qtbot.addWidget(picture)
    picture.show_notice(notice())
    picture.resize(900, picture.sizeHint().height())
    image = picture.grab().toImage()
    ratio = image.devicePixelRatio()
    y = round(picture.fontMetrics().height() * 1.6 * ratio)
    colours = [image.pixelColor(x, y).name() for x in range(image.width())]
    bar = [name for name in colours if name in ("#e3f1ef", "#fff3d6")]
    assert bar == sorted(bar, key=("#e3f1ef", "#fff3d6").index), "own cover first, then the other's"
    share = bar.count("#e3f1ef") / len(bar)
    assert abs(share - 10 / 31) < 0.04, "ten days of thirty-one"


@pytest.mark.parametrize("asked", ["letter", "month"])
def test_what_is_printed_is_the_chosen_one(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    printed: list[str] = []
    monkeypatch.setattr(
        screen, "print_with_dialog", lambda document, _: printed.append(document.toPlainText())
    )
    desk = Desk(qtbot, notice(), staff=MANAGER)
    if asked == "month":
        desk.press(keys.MONTH)
    desk.press(keys.PRINT)
    (paper,) = printed
    wanted = "資格確認のまとめ 令和8年11月" if asked == "month" else "架空 花 様"
    assert wanted in " ".join(paper.split())


def test_letter_and_month_fit_one_page_each(qtbot: QtBot) -> None:
    hana = patient(231, address="東京都見本区例示1-2-3", postcode="100-0000", name="架空 <花>")
    letter = notice_letter(reassigned(), hana, "見本医院", TODAY)
    month = month_page(FIGURES, "見本医院", NOW)
    for document, words in ((letter, "架空 <花>"), (month, "見本健康保険組合")):
        document.setPageSize(document.size().scaled(640, 960, Qt.AspectRatioMode.IgnoreAspectRatio))
        assert document.pageCount() == 1
        assert words in document.toPlainText()
    assert date(2026, 11, 1) == FIGURES.month
