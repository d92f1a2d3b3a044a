"""A morning's file and a service that answers it, for the presenters and the whole screen."""

from pathlib import Path

import pytest

from app.eligibility.answer import Answer
from app.scheme.outcome import Outcome
from tests.desk.appointments.states import ADDRESS, UNCHANGED, changed, expiring, lapsed
from tests.desk.appointments.work import Morning, Service
from tests.people import answer, information, insured

HEADER = "予約日,時刻,患者番号,氏名,カナ,生年月日,保険者番号,記号,番号,枝番"
ROWS = (
    "2026/11/24,9:30,1024,架空　花,カクウ　ハナ,S63.2.14,06139992,701,442,02",
    "2026/11/24,9:45,377,例示　一郎,レイジ　イチロウ,S54.6.2,06139992,701,501,00",
    "2026/11/24,10:00,88,例示　葉,レイジ　ヨウ,H2.3.4,06139992,701,700,01",
    "2026/11/24,10:15,2210,仮名　海,カメイ　ウミ,H3.7.31,138024,東京,88012,01",
    "2026/11/24,11:15,,見本　正,ミホン　タダシ,S26.1.9,06139992,701,612,00",
    "2026/11/24,11:30,5,読めない行,,S26.1.9,0613,701,612,00",
)


def answers() -> dict[str, Answer | str]:
    """花 changed, 一郎 lapsed, 葉 as the ledger has it, 海 none, 正 with a certificate that ends."""
    told: dict[str, Answer | str] = {
        each.appointment.name: each.answer for each in (changed(), lapsed(), expiring()) if each.answer
    }
    same = information(insured(number="700", branch="01"), name=UNCHANGED.name, kana=UNCHANGED.kana,
                       birth_on=UNCHANGED.birth_on, address=ADDRESS)  # fmt: skip
    return told | {UNCHANGED.name: answer(Outcome.VALID, same), "仮名　海": answer(Outcome.NONE)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "予約_20261124.csv"
    path.write_text("\n".join((HEADER, *ROWS)), encoding="cp932")
    return path


@pytest.fixture
def morning() -> Morning:
    return Morning(Service(answers()))
