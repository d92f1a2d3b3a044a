"""The patients' screens with invented people, to be looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from app.desk.patients.entry.panel import EntryPanel
from app.desk.patients.entry.presenter import Complaint, EntryState
from app.desk.patients.merging.panel import MergingPanel
from app.desk.patients.merging.presenter import MergingState
from app.desk.patients.page.history import through_time
from app.desk.patients.page.panel import PagePanel
from app.desk.patients.page.presenter import PageState, PatientPage
from app.desk.patients.search.panel import SearchPanel
from app.desk.patients.search.presenter import SearchState
from app.eligibility.revisit import RevisitRule, revisit_state
from app.patients.enter import PatientForm
from app.patients.find import Likeness, PossibleDuplicate
from app.patients.merge import what_moves
from app.patients.patient import Merge, MergeId, Patient, PatientId, PatientRow
from app.scheme.certificates import ELDERLY, LIMIT, EntitlementCertificate
from app.scheme.outcome import Outcome
from tests.desk.framed import framed
from tests.desk.patients.work import TODAY, check, information
from tests.patients.fakes import HANA, NOON, SATO, card

_CERTIFICATE = EntitlementCertificate(LIMIT, "A03", None, date(2026, 8, 1), date(2027, 7, 31))
_RATIO = EntitlementCertificate(ELDERLY, None, 20, date(2026, 8, 1), date(2027, 7, 31))

FULL = replace(
    HANA,
    id=PatientId(231),
    postcode="100-0001",
    address="東京都見本区例示1丁目2番3号　サンプルハイツ仮名台弐番館1204号室",
    phone="03-1234-5678",
    note="耳が遠いので、右側から声をかける。\n娘さん（架空　葉）がいっしょに来ることが多い。",
    cards=(
        replace(card(), ratio_percent=30, certificates=(_CERTIFICATE, _RATIO)),
        replace(card("90127", None), lost_on=date(2024, 4, 1), confirmed_at=NOON - timedelta(days=900)),
    ),
)
_NAMES = (
    ("架空　花", "カクウ　ハナ"),
    ("架空　葉", "カクウ　ヨウ"),
    ("例示　一郎", "レイジ　イチロウ"),
    ("見本　正", "ミホン　タダシ"),
    ("仮名　海", "カメイ　ウミ"),
    ("長谷川仮名之助　見本右衛門", "ハセガワカメイノスケ　ミホンエモン"),
)


def _rows() -> tuple[PatientRow, ...]:
    return tuple(
        PatientRow(
            id=PatientId(231 + place),
            name=name,
            kana=kana,
            sex="2" if place % 2 else "1",
            birth_on=date(1940 + 9 * (place % 8), 2, 3 + place % 20),
            insurer=None if place == 4 else "06139992",
            symbol="701",
            number=str(442 + place),
            branch="02",
            last_confirmed_at=None if place == 4 else NOON - timedelta(days=place * 17),
        )
        for place, (name, kana) in enumerate(_NAMES * 5)
    )


def search() -> QWidget:
    panel = SearchPanel()
    panel.show_state(SearchState(TODAY, "", _rows(), has_more=True))
    return panel


def search_nobody() -> QWidget:
    panel = SearchPanel()
    panel.show_state(SearchState(TODAY, "ぬ"))
    return panel


def search_my_number() -> QWidget:
    panel = SearchPanel()
    panel.show_state(SearchState(TODAY, my_number_refused=True))
    return panel


def page() -> QWidget:
    checks = (
        check(0, information()),
        check(31, information(), Outcome.VALID),
        check(62, outcome=Outcome.NONE),
        check(93, replace(information(branch=None, ratio=20), certificates=(_CERTIFICATE,))),
    )
    merge = Merge(MergeId(1), replace(HANA, id=PatientId(417)), FULL, SATO.id, NOON)
    revisit = revisit_state(checks, (), RevisitRule(), TODAY)
    panel = PagePanel()
    panel.show_state(PageState(PatientPage(FULL, TODAY, revisit, through_time(checks), (merge,))))
    return panel


def page_new() -> QWidget:
    patient = replace(HANA, id=PatientId(232), cards=(replace(card(), confirmed_at=None, insurer_name=""),))
    panel = PagePanel()
    panel.show_state(
        PageState(PatientPage(patient, TODAY, revisit_state((), (), RevisitRule(), TODAY), (), ()))
    )
    return panel


def entry_new() -> QWidget:
    panel = EntryPanel()
    panel.show_state(EntryState(PatientForm()))
    return panel


def entry_complaints() -> QWidget:
    panel = EntryPanel()
    fields = ("name", "kana", "sex", "birth", "postcode", "phone", "insurer", "number")
    codes = (
        "input.missing",
        "input.kana",
        "input.missing",
        "input.day",
        "input.postcode",
        "input.phone",
        "input.insurer_number",
        "input.my_number",
    )
    complaints = tuple(Complaint(field, code) for field, code in zip(fields, codes, strict=True))
    panel.show_state(EntryState(PatientForm(kana="架空"), complaints=complaints))
    return panel


def entry_duplicate() -> QWidget:
    panel = EntryPanel()
    form = PatientForm("架空　花", "カクウ　ハナ", "2", "S63.2.14")
    other = replace(FULL, id=PatientId(18), name="仮空　花")
    alike = (
        PossibleDuplicate(FULL, (Likeness.SAME_CARD, Likeness.SAME_BIRTH_AND_KANA)),
        PossibleDuplicate(other, (Likeness.SAME_BIRTH_AND_KANA,)),
    )
    panel.show_state(EntryState(form, alike=alike))
    return panel


def _twin_entry() -> Patient:
    return replace(FULL, id=PatientId(417), name="架空　ハナ", phone="090-0000-1111", cards=(card("900"),))


def merging_choice() -> QWidget:
    panel = MergingPanel()
    alike = PossibleDuplicate(_twin_entry(), (Likeness.SAME_BIRTH_AND_KANA,))
    panel.show_state(MergingState(FULL, (alike,)))
    return panel


def merging_moves() -> QWidget:
    panel = MergingPanel()
    alike = PossibleDuplicate(_twin_entry(), (Likeness.SAME_BIRTH_AND_KANA,))
    moves = what_moves(FULL, replace(_twin_entry(), birth_on=date(1988, 2, 15)), 12)
    panel.show_state(MergingState(FULL, (alike,), moves, moves.proposed))
    return panel


SHOTS: dict[str, Callable[[], QWidget]] = {
    "patients-search": framed(search),
    "patients-search-nobody": framed(search_nobody),
    "patients-search-my-number": framed(search_my_number),
    "patients-page": framed(page),
    "patients-page-unconfirmed": framed(page_new),
    "patients-entry": framed(entry_new),
    "patients-entry-complaints": framed(entry_complaints),
    "patients-entry-duplicate": framed(entry_duplicate),
    "patients-merging-choice": framed(merging_choice),
    "patients-merging-moves": framed(merging_moves),
}
