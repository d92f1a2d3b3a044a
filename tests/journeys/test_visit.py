"""Visits at the counter, in the real window: real card reader, real keyring, the service on loopback, keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.card_reader.soft_card import SoftCard
from tests.card_service import CardService
from tests.journeys.central import CentralService, Register
from tests.journeys.clinic import MANAGER, MANAGER_PIN, Clinic, connected
from tests.journeys.reader import Hand
from tests.journeys.visiting import laid, sign_in, type_card
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(60)]


@pytest.fixture
def hand(card_service: CardService) -> Iterator[Hand]:
    hand = Hand(card_service.readers[0], card_service.ports[0])
    yield hand
    hand.close()


@pytest.fixture
def clinic(tmp_path: Path, register: Register, service: CentralService) -> Clinic:
    return connected(tmp_path / "home", register, service.url)


@pytest.fixture
def desk(qtbot: QtBot, clinic: Clinic, hand: Hand) -> Iterator[DeskWindow]:
    """Somebody has signed in at a connected desk."""
    with desk_window(qtbot, clinic.home) as desk:
        sign_in(desk)
        yield desk
        print("longest gaps:", desk.pulse)


def test_a_compared_photograph_is_answered_valid(desk: DeskWindow, hand: Hand, register: Register) -> None:
    """R5."""
    with laid(desk, hand, register.card("valid-employee")):
        desk.sees("カードを読み取りました")
        desk.press("Ctrl+1")
        desk.sees("有効", "見本　太郎", "カードをお返しください")
    desk.sees("カードを置いてください", "有効")


def test_a_card_with_its_pin_is_answered_valid(desk: DeskWindow, hand: Hand, register: Register) -> None:
    """R5."""
    card = register.card("valid-family")
    with laid(desk, hand, card):
        desk.sees("カードを読み取りました")
        desk.press("Ctrl+3")
        desk.type(card.pin)
        desk.press("Return")
        screen = desk.sees("有効", "暗証番号を確認しました", "カードをお返しください")
    assert "見本　花子" in screen


def test_twins_without_a_branch_are_several_and_chosen_by_key(desk: DeskWindow, register: Register) -> None:
    """R7."""
    type_card(desk, register, "twins")
    desk.sees("複数の方が該当します", "Ctrl 5", "Ctrl 6")
    desk.press("Ctrl+6")
    screen = desk.sees("有効", "負担割合")
    assert "複数の方が該当します" not in screen


def test_a_lapsed_card_is_told_in_the_outlines_words_and_the_form_is_empty_again(
    desk: DeskWindow, register: Register
) -> None:
    """R7."""
    type_card(desk, register, "lapsed")
    desk.sees("喪失した資格です", "新しい資格を確認してください")
    assert desk.typed == []
    type_card(desk, register, "valid-society")
    desk.sees("有効")


def test_two_wrong_pins_are_told_with_the_tries_left_and_the_photograph_still_serves(
    desk: DeskWindow, hand: Hand, register: Register
) -> None:
    """R5."""
    file = register.card("valid-employee")
    card = SoftCard(file)
    wrong = "9999" if file.pin != "9999" else "9998"
    with laid(desk, hand, card):
        desk.sees("カードを読み取りました", "残り3回")
        for left, warning in (("残り2回", ""), ("残り1回", "あと1回でロックされます")):
            desk.press("Ctrl+3")
            desk.type(wrong)
            desk.press("Return")
            desk.sees(left, warning)
        desk.press("Ctrl+1")
        desk.sees("有効", "見本　太郎")


def test_another_kind_of_card_is_said(desk: DeskWindow, hand: Hand, register: Register) -> None:
    with laid(desk, hand, register.card("not-my-number-card")):
        desk.sees("読み取れませんでした", "マイナンバーカードではありません")
    desk.sees("カードを置いてください")
    with laid(desk, hand, register.card("old-resident-card")):
        desk.sees("読み取れませんでした", "住民基本台帳カード")


def test_a_locked_desk_shows_nothing_of_a_patient_and_hears_no_key(
    desk: DeskWindow, register: Register
) -> None:
    row = register.case("valid-employee")
    told = ("見本　太郎", "ミホン", "有効", row.insurer, row.symbol)
    for _ in range(2):
        type_card(desk, register, "valid-employee")
        desk.sees("有効", "見本　太郎")
        desk.press("F2")
        desk.type(row.insurer)
        desk.press("Ctrl+L")
        screen = desk.sees(MANAGER, "暗証番号")
        assert not [words for words in told if words in screen]
        desk.press("Ctrl+N", "Ctrl+1", "F2", "F3")
        assert desk.focused == "暗証番号"
        desk.type(MANAGER_PIN)
        desk.press("Return")
        desk.sees("カードを置くか、券面の番号を入力してください")
        assert desk.typed == []


def test_while_the_service_is_down_patients_are_received_provisionally_and_settled_by_itself(
    desk: DeskWindow, hand: Hand, register: Register, service: CentralService, clinic: Clinic
) -> None:
    card = register.card("valid-employee")
    with laid(desk, hand, card):
        desk.sees("カードを読み取りました")
        desk.press("Ctrl+1")
        desk.sees("有効", "見本　太郎")
    with desk.pulse.not_counted():
        service.stop()
    with laid(desk, hand, card):
        desk.sees("カードを読み取りました")
        desk.press("Ctrl+1")
        desk.sees("仮の受付", "見本　太郎", "回線が戻ると自動で確認します", "カードをお返しください")
    type_card(desk, register, "valid-society")
    desk.sees("送信待ち", "未送信 2", "✕ センター 応答なし")
    with desk.pulse.not_counted():
        service.start()
    desk.sees("有効", "未送信 0", "● センター")
    assert len({check for check, _, _ in register.attempts(clinic.code)}) == 3


def test_a_window_closed_while_its_home_is_being_opened_ends_in_peace(qtbot: QtBot, clinic: Clinic) -> None:
    with desk_window(qtbot, clinic.home):
        pass
    with desk_window(qtbot, clinic.home) as again:
        again.sees(MANAGER, "暗証番号")
