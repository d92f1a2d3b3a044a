"""Searching as one types over 200,000 patients: every query walks an index; timings are printed beside bare SQL."""

import random
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from statistics import median
from time import perf_counter

import pytest

from app.adapters.credentials.keeper import MemoryKeeper
from app.adapters.ledger import patient_search
from app.adapters.ledger.ledger import create_ledger
from app.patients.patient import Patient, PatientId
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.timeout(900)  # 200,000 patients take two minutes to come in

SEED = 20261122
# Frequent readings stand for the crowd one meets at a real counter: one in sixty is called サトウ.
FAMILIES = ["佐藤 サトウ", "鈴木 スズキ", "高橋 タカハシ", "田中 タナカ", "伊藤 イトウ", "渡辺 ワタナベ"]
KANA = "アイウエオカキクケコサシスセソタチツテトナニハヒフヘホマミムメモヤユヨラリレワ"
KANJI_SEARCHES = ("佐", "佐藤")
SEARCHES = ("", "サ", "サト", "サトウ", "サトウハ", "タカハシ", "ハナ", "S63.2.14", "12345", "77", "000123")


def crowd(number: int) -> Iterator[Patient]:
    chance = random.Random(SEED)
    rare = [f"{a}{b}村 {a}{b}ムラ" for a, b in product(KANA, KANA)]
    given = [f"{a}{b}{c}" for a, b, c in (chance.sample(KANA, 3) for _ in range(3_000))] + ["ハナ"] * 60
    for each in range(number):
        family, reading = chance.choice(FAMILIES if chance.random() < 0.1 else rare).split()
        name = chance.choice(given)
        card = people.held(
            people.insured(symbol=str(each // 3), number=str(chance.randrange(10**7))),
            confirmed_at=NOW - timedelta(minutes=chance.randrange(10**6)) if chance.random() < 0.8 else None,
        )
        born = date(1930, 1, 1) + timedelta(days=chance.randrange(33_000))
        yield people.patient(0, card, name=f"{family}　{name}", kana=f"{reading}　{name}", birth_on=born)


@pytest.fixture(scope="module")
def crowded(request, tmp_path_factory):
    number = 200_000 if request.config.getoption("--full") else 5_000
    with closing(create_ledger(tmp_path_factory.mktemp("crowded"), MemoryKeeper())[0]) as ledger:
        assert ledger.patients.add_all(crowd(number)) == number
        yield ledger


def _queries() -> dict[str, tuple[object, ...]]:
    return {
        patient_search.RECENT: (50,),
        patient_search.OF_ID: (1,),
        patient_search.OF_BIRTH: ("1988-02-14", 50),
        patient_search.OF_WHOLE_KEY: ("サトウハナ", 50),
        **{sql: ("タカハシ"[:letters], 50) for letters, sql in patient_search.OF_HEAD.items()},
        patient_search.OF_BEGINNING: ("サトウハ", "サトウハ\U0010ffff", 50),
    }


def test_no_search_reads_all_patients(crowded):
    with crowded._file.reading() as db:
        for sql, values in _queries().items():
            plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [
                step for step in plan if re.fullmatch(r"SCAN (patient|patient_key|held_card)", step)
            ], plan
            sorts = [step for step in plan if "TEMP B-TREE" in step]
            assert not sorts or sql == patient_search.OF_BEGINNING, plan


def test_search_answers_as_fast_as_its_sql(crowded):
    """Printed, not asserted: machines differ. Bare: the same statement through the connection, rows fetched."""
    print(f"\n{crowded.patients.count():,} patients")
    for text in SEARCHES + KANJI_SEARCHES:
        ours = _median_ms(lambda text=text: crowded.patients.search(text))
        bare = _median_ms(lambda text=text: _bare(crowded, text))
        print(
            f"{text or '（空）':　<8} {len(crowded.patients.search(text)):>3} rows {ours:.3f} ms, bare {bare:.3f} ms"
        )
    print(f"count {_median_ms(crowded.patients.count):.3f} ms")
    assert crowded.patients.search("サトウ")


def _bare(ledger, text):
    with ledger._file.reading() as db:
        rows = 0
        for sql, values in patient_search._queries(text, 50):
            rows += len(db.conn.execute(sql, values).fetchall())
            if rows >= 50:
                break


def _median_ms(work):
    def once():
        started = perf_counter()
        work()
        return perf_counter() - started

    return median(once() for _ in range(30)) * 1000


def test_everyone_can_be_found_by_what_stands_on_their_card(crowded):
    chance = random.Random(SEED)
    for _ in range(20):
        patient = crowded.patients.get(PatientId(chance.randrange(1, crowded.patients.count())))
        for text in (patient.kana, patient.name, patient.cards[0].insured.number):
            assert patient.id in {row.id for row in crowded.patients.search(text, limit=500)}
