"""A month's file at the desk: taken into the working copy of a ledger, and every receipt laid against what it knows.

The desk has a process of its own for this; here it is done where it stands, on one core like the bare figure. Nobody
is asked: a batch's time is the service's, and measured there.
"""

import tempfile
from datetime import date
from itertools import count
from pathlib import Path
from time import perf_counter

from app.adapters.credentials.keeper import MemoryKeeper
from app.adapters.ledger.ledger import Ledger, create_ledger
from app.adapters.worker_process import WorkerHere
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import build
from app.central.registry.entries import PersonEntry
from app.claims.month import MonthId
from app.claims.precheck import Prediction
from app.claims.preparing import Step, enter_month, step
from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.days import business_day, months_from, utc_now
from app.scheme.receipts.reading import ReceiptReader
from app.staff.member import Role, StaffId, StaffMember
from tests.bench.figures import Figure, median, timed_ms

_SMALL, _LARGE = 600, 20_000
_STAFF = StaffMember(StaffId(1), "計測", frozenset({Role.MANAGER}))


def claims(quick: bool) -> list[Figure]:
    months = ((_SMALL, 1),) if quick else ((_SMALL, 5), (_LARGE, 1))
    return [figure for receipts, runs in months for figure in _prechecked(receipts, runs)]


def _prechecked(receipts: int, runs: int) -> list[Figure]:
    """runs: each of the same file, into an empty ledger's working copy that is forgotten again."""
    took_ms, compared_ms, bare_ms = [], [], []
    today = business_day(utc_now())
    patients = list(build(receipts, 1, today).people())
    with tempfile.TemporaryDirectory(prefix="mdg-claims-") as folder:
        file = Path(folder) / "RECEIPTC.UKE"
        _write(file, patients, today)
        ledger, _ = create_ledger(Path(folder) / "home", MemoryKeeper())
        ledger.patients.add_all(_chart(each) for each in patients)
        try:
            for number in range(runs):
                bare_ms.append(timed_ms(lambda: _read_alone(file)))
                took, compared = _taken_and_compared(ledger, file, MonthId(str(number)), receipts)
                took_ms.append(took)
                compared_ms.append(compared)
        finally:
            ledger.close()
    return [
        Figure(
            f"{what}, {receipts:,} receipts",
            median(ours),
            median(bare_ms),
            "reading the file alone",
            "none: it runs beside the window",
            True,
            runs,
        )
        for what, ours in (
            ("month's file taken in", took_ms),
            ("pre-check against the patients' charts", compared_ms),
        )
    ]


def _taken_and_compared(ledger: Ledger, file: Path, month_id: MonthId, receipts: int) -> tuple[float, float]:
    """Milliseconds of each."""
    book, worker, now = ledger.claims, WorkerHere(), utc_now()
    new_id = map(str, count(1)).__next__
    started = perf_counter()
    enter_month(file, _STAFF, now, month_id, book, worker, lambda _: None)
    taken = perf_counter()
    while step(month_id, book, worker, None, business_day(now), new_id) is not Step.NONE:
        pass
    ended = perf_counter()
    found = book.summary(month_id)
    if found.compared != receipts or found.predictions.get(Prediction.FORWARDED, 0) < receipts / 2:
        raise RuntimeError("the month was not laid against the charts")
    book.forget(month_id)
    return (taken - started) * 1000, (ended - taken) * 1000


def _chart(person: PersonEntry) -> Patient:
    """As if every card had been confirmed today."""
    details = person.details
    cards = tuple(
        HeldCard(
            *(cover.insured, cover.insurer_name, cover.relationship, cover.acquired_on, cover.lost_on),
            ratio_percent=None,
            certificates=(),
            confirmed_at=utc_now(),
        )
        for cover in (each.cover for each in reversed(person.covers))
    )
    names = (details.name, details.kana, details.sex, details.birth_on)
    return Patient(PatientId(0), *names, None, None, None, None, cards)


def _write(file: Path, patients: list[PersonEntry], today: date) -> None:
    """A receipt for each, of the month before."""
    month = months_from(today, -1)
    with file.open("wb") as target:
        write_receipts(target, visits_of_a_month(patients, month, len(patients)), PRACTICE_CLINIC, month)


def _read_alone(file: Path) -> None:
    with file.open("rb") as source:
        for receipt in ReceiptReader(source):
            receipt.treatment_days  # noqa: B018  # the work that cannot be spared
