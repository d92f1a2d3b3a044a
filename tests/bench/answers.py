"""Typed card and My Number card: from Enter, or from the card's event, to the painted answer."""

import json
from time import perf_counter

import requests
from PySide6.QtWidgets import QApplication

from app.adapters.card_reader.jpki import read_card
from app.adapters.card_reader.soft_card.practice_readers import PRACTICE_TRAY
from app.adapters.central_client.translation import request_of
from app.assembly.homes import new_check_id
from app.assembly.tray import soft_card
from app.central.practice.town import build
from app.desk.reception.answer.page import AnswerPage
from app.eligibility.card import Presence, ReadersStatus, ReaderStatus
from app.eligibility.question import TypedForm, TypedQuestion
from app.scheme.days import business_day, utc_now
from tests.bench.counter import MeasuredDesk, until
from tests.bench.figures import Figure, median, timed_ms

_TYPED_GOAL_MS = 30.0
_CARD_GOAL_MS = 50.0
_PEOPLE, _SEED = 300, 1  # any case keeps its numbers; only its birthday moves with the day


def _form() -> TypedForm:
    """A valid employee of the town as it is today."""
    cases = build(_PEOPLE, _SEED, business_day(utc_now())).cases()
    case = next(each.row() for each in cases if each.name == "valid-employee")
    return TypedForm(case.insurer, case.symbol, case.number, case.branch, case.birth)


def typed(desk: MeasuredDesk, runs: int = 30) -> Figure:
    """Enter to painted answer beside one bare call of requests to the same endpoint."""
    form = _form()
    question = TypedQuestion.parse(form, business_day(utc_now()))
    ours, bare = [], []
    call = _bare_call(desk)
    for _ in range(runs):
        bare.append(timed_ms(lambda: call(question)))
        ours.append(_enter_to_paint(desk, form))
    return Figure(
        "typed: Enter to painted answer",
        median(ours),
        median(bare),
        "one requests call to the same endpoint",
        f"bare + {_TYPED_GOAL_MS:.0f} ms",
        median(ours) <= median(bare) + _TYPED_GOAL_MS,
        runs,
    )


def _enter_to_paint(desk: MeasuredDesk, form: TypedForm) -> float:
    before = desk.panel.answer.page
    desk.presenter.form.changed(form)
    started = perf_counter()
    desk.panel.form.form_submitted.emit(form)
    _until_painted(desk, before)
    return (perf_counter() - started) * 1000


def _until_painted(desk: MeasuredDesk, before: AnswerPage | None) -> None:
    """Another page than before stands there, and the card was painted since."""
    until(lambda: desk.panel.answer.page is not None and desk.panel.answer.page is not before)
    QApplication.sendPostedEvents()
    desk.panel.answer.repaint()


def _bare_call(desk: MeasuredDesk):
    town = desk.home.town
    assert town is not None
    session = requests.Session()
    form = {"grant_type": "client_credentials", "client_id": town.institution, "client_secret": town.secret}
    token = session.post(f"{town.url}/v1/token", data=form, timeout=5).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(question: TypedQuestion) -> None:
        route, message = request_of(new_check_id(), question, "計測")
        reply = session.post(
            f"{town.url}/v1/eligibility/{route}", data=message.model_dump_json(), headers=headers, timeout=5
        )
        assert json.loads(reply.content)["outcome"] == "valid"

    return call


def card(desk: MeasuredDesk, runs: int = 20) -> Figure:
    """Insertion event to painted answer, the photograph confirmed as soon as the card is read."""
    town = desk.home.town
    assert town is not None
    chip = soft_card(town.cards, "valid-employee")
    question = TypedQuestion.parse(_form(), business_day(utc_now()))
    call = _bare_call(desk)
    status = ReaderStatus(PRACTICE_TRAY, Presence.CARD, 1)
    ours, bare = [], []
    for number in range(runs):
        chip.power_on()
        bare.append(timed_ms(lambda: read_card(chip.transmit, status)) + timed_ms(lambda: call(question)))
        ours.append(_event_to_paint(desk, chip, number))
    return Figure(
        "card: insertion event to painted answer (photograph by script)",
        median(ours),
        median(bare),
        "the same APDUs on the chip + one requests call",
        f"bare + {_CARD_GOAL_MS:.0f} ms",
        median(ours) <= median(bare) + _CARD_GOAL_MS,
        runs,
    )


def _event_to_paint(desk: MeasuredDesk, chip, number: int) -> float:
    desk.readers.lay(chip)
    before = desk.panel.answer.page
    status = ReaderStatus(PRACTICE_TRAY, Presence.CARD, 2 * number + 1)
    started = perf_counter()
    desk.presenter.readers_changed(ReadersStatus(True, (status,)))
    until(lambda: desk.presenter.card.state.reading is not None and not desk.presenter.card.state.busy)
    desk.presenter.card.photograph_confirmed()
    _until_painted(desk, before)
    took = (perf_counter() - started) * 1000
    desk.readers.take_off()
    desk.presenter.readers_changed(
        ReadersStatus(True, (ReaderStatus(PRACTICE_TRAY, Presence.EMPTY, 2 * number + 2),))
    )
    return took
