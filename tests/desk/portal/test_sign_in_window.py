"""The small window of a person who signs in: one field, one press, and the browser."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.desk.advice import ADVICE
from app.desk.lanes import Inline
from app.desk.portal.advice import advice_to_person, explained_to_person
from app.desk.portal.presenter import SignInPresenter
from app.desk.portal.window import SignInWindow
from app.eligibility.card import NoReader, Pin, PinBlocked, PinWrong
from app.eligibility.ports import CentralUnreachable, NotConnected, RefusedByCentral

PAGE = "https://central.example/portal/enter/t1cket"


class Person:
    def __init__(self, qtbot, failure: Exception | None = None, has_browser: bool = True):
        self.failure, self.has_browser = failure, has_browser
        self.pins: list[str] = []
        self.opened: list[str] = []
        self.qtbot = qtbot
        self.window = SignInWindow()
        qtbot.addWidget(self.window)
        self.presenter = SignInPresenter(self.window, self._sign_in, self._open, Inline())
        self.window.submitted.connect(self.presenter.submitted)
        self.window.show()
        qtbot.waitExposed(self.window)

    def types(self, pin):
        self.qtbot.keyClicks(self.window.pin, pin)
        self.qtbot.keyClick(self.window.pin, Qt.Key.Key_Return)

    @property
    def news(self):
        return self.window.news.text()

    def _sign_in(self, pin: Pin) -> str:
        self.pins.append(pin.digits)
        if self.failure:
            raise self.failure
        return PAGE

    def _open(self, page: str) -> bool:
        self.opened.append(page)
        return self.has_browser


def test_the_pin_leaves_the_field_and_the_browser_opens(qtbot):
    person = Person(qtbot)
    person.types("4791")
    assert (person.pins, person.opened) == (["4791"], [PAGE])
    assert person.window.pin.text() == "" and "ブラウザーを開きました" in person.news


def test_a_wrong_pin_is_told_and_may_be_entered_again(qtbot):
    person = Person(qtbot, PinWrong(2))
    person.types("4791")
    assert "暗証番号が違います。あと2回入力できます。" in person.news and person.opened == []
    assert person.window.pin.isEnabled()


def test_what_is_no_pin_never_reaches_the_card(qtbot):
    person = Person(qtbot)
    person.types("479")
    assert person.pins == [] and ADVICE["pin.malformed"].what in person.news


def test_without_a_browser_the_address_is_shown(qtbot):
    person = Person(qtbot, has_browser=False)
    person.types("4791")
    assert PAGE in person.news


@pytest.mark.parametrize(
    "failure", [PinWrong(1), PinBlocked(), NoReader(), NotConnected(), CentralUnreachable()]
)
def test_at_home_nobody_is_told_of_the_counter(failure):
    """There is no photograph to compare, no number to type and no reception to go on with."""
    advice = advice_to_person(failure)
    assert not any(word in advice.what + advice.next_step for word in ("写真", "受付", "番号の入力", "患者"))


@pytest.mark.parametrize("reason", ["certificate.unknown", "certificate.expired", "nonce.refused"])
def test_what_the_service_refuses_is_told_for_home_too(reason):
    advice = advice_to_person(RefusedByCentral(reason))
    assert "保険証" not in advice.what + advice.next_step
    assert explained_to_person(reason) == advice.what + advice.next_step


def test_before_the_first_day_the_day_is_told():
    advice = advice_to_person(RefusedByCentral("service.not_started", date(2021, 3, 1)))
    assert "ご本人のページ" in advice.what and "に始まります。" in advice.next_step
    assert "券面" not in advice.next_step


def test_closing_forgets_what_was_typed(qtbot):
    person = Person(qtbot)
    qtbot.keyClicks(person.window.pin, "47")
    qtbot.keyClick(person.window, Qt.Key.Key_Escape)
    assert not person.window.isVisible() and person.window.pin.text() == ""
