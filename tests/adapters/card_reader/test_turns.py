"""An errand that never ends does not hold up who asked for it."""

import threading

import pytest

from app.adapters.card_reader.turns import Progress, Step, Turns
from app.eligibility.card import CardError, CardMute, NoCard, PinOutcomeUnknown, ReaderInUse


@pytest.mark.parametrize(
    ("step", "named"),
    [(Step.WAITING, ReaderInUse), (Step.TALKING, CardMute), (Step.PIN_SENT, PinOutcomeUnknown)],
)
def test_silence_is_named_after_the_step_it_came_in(step: Step, named: type[CardError]) -> None:
    silence = threading.Event()

    def never_ends(progress: Progress) -> None:
        progress.reach(step)
        silence.wait()

    with pytest.raises(named):
        Turns("reader", limit_s=0.05).take(never_ends)
    silence.set()


def test_nothing_more_is_sent_once_nobody_waits() -> None:
    silence, ended = threading.Event(), threading.Event()
    sent: list[str] = []

    def slow(progress: Progress) -> None:
        try:
            progress.reach(Step.WAITING)
            silence.wait()
            progress.reach(Step.PIN_SENT)
            sent.append("PIN")
        finally:
            ended.set()

    with pytest.raises(ReaderInUse):
        Turns("reader", limit_s=0.05).take(slow)
    silence.set()
    assert ended.wait(5) and sent == []


def test_while_one_errand_hangs_the_next_is_told_the_same_and_later_ones_run_again() -> None:
    silence = threading.Event()
    turns = Turns("reader", limit_s=0.3)

    def hangs(progress: Progress) -> None:
        progress.reach(Step.TALKING)
        silence.wait()

    with pytest.raises(CardMute):
        turns.take(hangs)
    with pytest.raises(CardMute):
        turns.take(lambda progress: None)
    silence.set()
    assert turns.take(lambda progress: "read") == "read"


def test_what_an_errand_raises_reaches_who_asked() -> None:
    def fails(progress: Progress) -> None:
        raise NoCard

    turns = Turns("reader", limit_s=5)
    with pytest.raises(NoCard):
        turns.take(fails)
    assert turns.take(lambda progress: 1) == 1
