"""The small window of a person who signs in: one field, one press, and the browser."""

from PySide6.QtCore import Qt

from app.desk.advice import ADVICE
from app.desk.lanes import Inline
from app.desk.portal.presenter import SignInPresenter
from app.desk.portal.window import SignInWindow
from app.eligibility.card import Pin, PinWrong

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
    assert ADVICE["pin.wrong"].what in person.news and person.opened == []
    assert person.window.pin.isEnabled()


def test_what_is_no_pin_never_reaches_the_card(qtbot):
    person = Person(qtbot)
    person.types("479")
    assert person.pins == [] and ADVICE["pin.malformed"].what in person.news


def test_without_a_browser_the_address_is_shown(qtbot):
    person = Person(qtbot, has_browser=False)
    person.types("4791")
    assert PAGE in person.news


def test_closing_forgets_what_was_typed(qtbot):
    person = Person(qtbot)
    qtbot.keyClicks(person.window.pin, "47")
    qtbot.keyClick(person.window, Qt.Key.Key_Escape)
    assert not person.window.isVisible() and person.window.pin.text() == ""
