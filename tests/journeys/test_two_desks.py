"""One house, two PCs: the counter takes the consent, the other room opens the history without a card (R15)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.adapters.central_client.consent_line import CentralConsentLine
from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.scheme.days import business_day
from app.settings import Settings
from tests.card_service import CardService
from tests.central.clinic import BORN, card
from tests.journeys.clinic import Clinic
from tests.journeys.reader import Hand
from tests.journeys.three_institutions import PHARMACIST, ThreeInstitutions
from tests.journeys.visiting import agree_by_pin, pharmacist_signs_in
from tests.journeys.window import DeskWindow, desk_window

pytestmark = [pytest.mark.journey, pytest.mark.timeout(90)]
_NEXT_LOOK = timedelta(seconds=30)
"""After so long a desk asks again whether what it shows is still agreed to."""


@pytest.fixture
def hand(card_service: CardService) -> Iterator[Hand]:
    """At the counter's reader; the other room has none."""
    with closing(Hand(card_service.readers[0], card_service.ports[0])) as hand:
        yield hand


def test_what_was_agreed_at_the_counter_opens_in_the_other_room_until_the_counter_ends_it(
    qtbot: QtBot, tmp_path: Path, three: ThreeInstitutions, hand: Hand
) -> None:
    """R15: each PC has a ledger of its own; the consent is the house's."""
    counter, room = three.pharmacy(tmp_path / "counter"), three.pharmacy(tmp_path / "room")
    with desk_window(qtbot, counter.home) as desk:
        pharmacist_signs_in(desk)
        agree_by_pin(desk, hand, three.own, "Ctrl+Shift+D")
    with desk_window(qtbot, room.home) as desk:
        pharmacist_signs_in(desk)
        _type_the_card(desk)
        desk.sees("有効")
        desk.press("Ctrl+N")
        desk.sees("000001")
        desk.press("F5")
        desk.sees("同意あり", "くすりの時系列")
        desk.press("F2", "Esc", "F3")
        desk.until(lambda: desk.focused == "患者を探す")
        desk.type("000001")
        desk.press("F5")
        desk.sees("同意あり", "くすりの時系列")
        with desk.pulse.not_counted():
            _withdrawn_at(counter, three)
        three.clock.advance(_NEXT_LOOK)
        closed = desk.sees("同意なし", "同意が取り消されたので、閉じました。")
        assert "くすりの時系列" not in closed


def _type_the_card(desk: DeskWindow) -> None:
    insured = card()
    desk.press("F2")
    desk.fill(insured.insurer.digits, insured.symbol, insured.number, insured.branch or "", f"{BORN:%m%d}")
    desk.press("Return")


def _withdrawn_at(counter: Clinic, three: ThreeInstitutions) -> None:
    """By the check that its own book holds."""
    with closing(open_ledger(counter.home, keeper_of(Settings(counter.home)))) as ledger:
        (check,) = ledger.checks.of_day(business_day(three.clock()))
    with counter.other_desk(three.service.url) as way:
        line = CentralConsentLine(way)
        (given,) = (each for each in line.consents_of(check.id).records if each.withdrawn_at is None)
        line.withdraw(given.id, PHARMACIST)
