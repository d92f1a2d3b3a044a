"""Whatever stands in a receipt that went through the review, reading it ends, with rows that a database takes."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.central.records.claimed_again import claim_key
from app.central.records.derive import Derived, Handed, Reviewed, add
from app.central.registry.known import KnownPeriod, KnownPerson
from app.central.review.presented import presented
from app.scheme.cover import Cover, PersonDetails
from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable
from tests.central.clinic import BORN, card
from tests.central.records.receipts import (
    AMLODIPINE,
    PharmacyBill,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)

KEY = bytes(32)
KNOWN = datetime(2021, 1, 1, tzinfo=UTC)
HANDED = Handed("20261108-1", "1349990029", KNOWN)
HANA = KnownPerson(
    1,
    PersonDetails("架空　花", "カクウ　ハナ", "2", BORN, None, None),
    (KnownPeriod(1, Cover(card(), "", "1", date(2019, 4, 1), None, None), None, KNOWN, ()),),
)
SOUND = (
    pharmacy_file(PharmacyBill(), PharmacyBill(month="202609")),
    clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)),
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12)), max_size=6)
LARGEST = 2**63


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    derived = Derived([], [], [])
    try:
        receipts = list(ReceiptReader(data))
    except ReceiptsUnreadable:
        return []
    for place, receipt in enumerate(receipts, start=1):
        claim = claim_key(KEY, HANDED.institution, HANA.id, receipt)
        add(derived, KEY, HANDED, Reviewed(presented(place, receipt), receipt, None, HANA, KNOWN, claim))
    return [*derived.dispensings, *derived.prescribers, *derived.costs]


def test_sound_files_tell_something() -> None:
    assert all(rows_of(data) for data in SOUND)


@given(st.sampled_from(SOUND), CUTS)
def test_a_damaged_receipt_is_read_to_its_end(data: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for where, length, instead in cuts:
        place = int(where * len(data))
        data = data[:place] + instead + data[place + length :]
    for row in rows_of(data):
        for value in row:
            if isinstance(value, str):
                assert "\x00" not in value
                value.encode()
            elif isinstance(value, int):
                assert -LARGEST <= value < LARGEST
