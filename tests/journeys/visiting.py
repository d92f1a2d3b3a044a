"""What happens again and again at a counter: signing in, a card on the reader, a card typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.adapters.card_reader.soft_card import SoftCard
from app.contract.soft_card import SoftCardFile
from tests.journeys.central import Register
from tests.journeys.clinic import MANAGER, MANAGER_PIN
from tests.journeys.reader import Hand
from tests.journeys.three_institutions import PHARMACIST, PHARMACIST_PIN
from tests.journeys.window import DeskWindow


def sign_in(desk: DeskWindow) -> None:
    desk.sees(MANAGER, "暗証番号")
    desk.type(MANAGER_PIN)
    desk.press("Return")
    desk.pulse.doing = "signing in"
    desk.sees("カードを置くか、券面の番号を入力してください", "● センター")


def pharmacist_signs_in(desk: DeskWindow) -> None:
    """Chosen by number from the names."""
    names = desk.sees(MANAGER, PHARMACIST).splitlines()
    (number,) = (line[0] for line in names if PHARMACIST in line)
    desk.press(number)
    desk.sees("暗証番号")
    desk.type(PHARMACIST_PIN)
    desk.press("Return")
    desk.pulse.doing = "signing in"
    desk.sees("カードを置くか、券面の番号を入力してください", "● センター")


def agree_by_pin(desk: DeskWindow, hand: Hand, card: SoftCardFile, *kinds: str) -> None:
    """kinds: the keys of what the patient lets the institution see."""
    desk.press("F2")
    with laid(desk, hand, card):
        desk.sees("カードを読み取りました")
        desk.press(*kinds)
        desk.press("Ctrl+3")
        desk.type(card.pin)
        desk.press("Return")
        desk.sees("有効", "カードをお返しください")


@contextmanager
def laid(desk: DeskWindow, hand: Hand, card: SoftCard | SoftCardFile) -> Iterator[None]:
    """The card lies on the reader, and is read; the hand's own waiting is not the window's."""
    with desk.pulse.not_counted():
        hand.lay(card)
    try:
        desk.pulse.doing = "card laid"
        yield
    finally:
        with desk.pulse.not_counted():
            hand.take_off()


def type_card(desk: DeskWindow, register: Register, case: str) -> None:
    """The form as the row of the town's list says, sent with Enter."""
    row = register.case(case)
    desk.press("F2")
    desk.fill(row.insurer, row.symbol, row.number, row.branch, row.birth)
    desk.press("Return")
