"""Screens joined to their presenters, lanes and the open home."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.adapters.central_client.consent_line import NoConsentLine
from app.adapters.central_client.records_line import NoRecordsLine
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.assembly.homes import OpenHome, new_batch_id, new_check_id
from app.assembly.lanes import Lanes
from app.assembly.now import DeskNow
from app.consent.give import ConsentWork
from app.desk.appointments.screen import AppointmentsWork
from app.desk.health_records.work import RecordsWork
from app.desk.notices.inbox.presenter import InboxNews
from app.desk.notices.screen import NoticesWork
from app.desk.patients.screen import PatientsWork
from app.desk.reception.panel import ReceptionPanel
from app.desk.reception.presenter import ReceptionLanes, ReceptionNews, ReceptionPresenter
from app.desk.settings.screen import SettingsWork
from app.desk.settings.values import ClinicRules, House, Preferences, PreferenceStore
from app.eligibility.by_chart import confirm_by_chart
from app.eligibility.card import CardReaders, ReadersStatus, Watch
from app.eligibility.counter import Counter, Shown
from app.eligibility.ports import NotConnected
from app.patients.patient import PatientId
from app.scheme.days import utc_now
from app.staff.member import StaffMember

RESEND_EVERY_MS = 5_000


class ReadersBridge(QObject):
    """Brings what the monitor's thread says onto the window's thread."""

    changed = Signal(object)
    _said = Signal(object)

    def __init__(self, readers: CardReaders) -> None:
        super().__init__()
        self.last = ReadersStatus(True, ())
        self._is_over = False
        self._said.connect(self._tell)
        self._watch: Watch = readers.watch(self._said.emit)

    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.last.readers)

    def stop(self) -> None:
        """Also what was said already and is still on its way stays untold: the screens are going."""
        self._is_over = True
        self._watch.stop()

    def _tell(self, status: ReadersStatus) -> None:
        if not self._is_over:
            self.last = status
            self.changed.emit(status)


@dataclass(frozen=True)
class ScreenParts:
    """What every screen is made of."""

    home: OpenHome
    lanes: Lanes
    now: DeskNow
    readers: CardReaders
    bridge: ReadersBridge


class ReceptionScreen:
    """The reception with its presenter, its timer for the outbox and its ear for the readers."""

    def __init__(self, parts: ScreenParts, news: ReceptionNews, panel: ReceptionPanel) -> None:
        ledger = parts.home.ledger
        counter = Counter(
            ledger.checks, parts.home.line.line, ledger.patients, parts.readers, utc_now, new_check_id
        )
        self.counter = counter
        self.panel = panel
        lanes = ReceptionLanes(parts.lanes.line, parts.lanes.read, parts.lanes.reader)
        self.presenter = ReceptionPresenter(
            self.panel,
            counter,
            lanes,
            parts.now.at_counter,
            news,
            ledger.checks.insurer_name,
            lambda: parts.now.rules.reader or "",
        )
        self.panel.join(self.presenter)
        self.panel.card.agreeing.know_readers(lambda: parts.now.rules.readers)
        parts.bridge.changed.connect(self.presenter.readers_changed)
        self.presenter.readers_changed(parts.bridge.last)
        self._timer = QTimer(self.panel, interval=RESEND_EVERY_MS)
        self._timer.timeout.connect(self.presenter.tick)

    def begin(self) -> None:
        """Somebody signed in."""
        self.presenter.begin()
        self._timer.start()

    def leave(self) -> None:
        """Locked: the outbox goes on, nobody's answer stays in sight."""
        self.presenter.end_session()

    def stop(self) -> None:
        self._timer.stop()


def patients_work(parts: ScreenParts, changed: Callable[[], None]) -> PatientsWork:
    return PatientsWork(
        index=parts.home.ledger.patients,
        book=parts.home.ledger.checks,
        appointments=parts.home.ledger.appointments,
        read=parts.lanes.read,
        write=parts.lanes.ledger,
        clock=utc_now,
        rule=lambda: parts.now.rules.revisit,
        at_counter=parts.now.at_counter,
        changed=changed,
    )


def appointments_work(
    parts: ScreenParts,
    institution: Callable[[], str],
    open_changed: Callable[[int], None],
    charts_changed: Callable[[], None],
) -> AppointmentsWork:
    return AppointmentsWork(
        book=parts.home.ledger.appointments,
        index=parts.home.ledger.patients,
        batches=parts.home.line.batches,
        settings=parts.home.ledger.settings,
        read=parts.lanes.read,
        write=parts.lanes.ledger,
        line=parts.lanes.line,
        clock=utc_now,
        at_counter=parts.now.at_counter,
        new_id=new_batch_id,
        institution=institution,
        open_changed=open_changed,
        charts_changed=charts_changed,
    )


def records_work(
    parts: ScreenParts, counter: Callable[[], Counter], checked: Callable[[], None]
) -> RecordsWork:
    """Without a line the screen says so when it is asked for something (R20). checked: told of a check made there."""
    line, ledger = parts.home.line, parts.home.ledger

    def by_chart(patient_id: PatientId, staff: StaffMember) -> Shown:
        if line.consents is None:  # asked all the same, the book would say that a card was seen
            raise NotConnected
        return confirm_by_chart(patient_id, staff, counter())

    return RecordsWork(
        consents=ConsentWork(line.consents or NoConsentLine(NotConnected), ledger.audit, ledger.consents),
        records=line.records or NoRecordsLine(NotConnected),
        audit=ledger.audit,
        lane=parts.lanes.line,
        write=parts.lanes.ledger,
        clock=utc_now,
        at_counter=parts.now.at_counter,
        readers=lambda: parts.now.rules.readers,
        by_chart=by_chart,
        checked=checked,
    )


def notices_work(
    parts: ScreenParts,
    institution: Callable[[], str],
    news: InboxNews,
    open_patient: Callable[[PatientId], None],
) -> NoticesWork:
    return NoticesWork(
        line=parts.home.line.notices,
        index=parts.home.ledger.patients,
        book=parts.home.ledger.checks,
        months=parts.home.ledger.checks,
        asks=parts.lanes.line,
        read=parts.lanes.read,
        clock=utc_now,
        at_counter=parts.now.at_counter,
        institution=institution,
        news=news,
        open_patient=open_patient,
    )


def settings_work(
    parts: ScreenParts,
    house: House,
    preferences: PreferenceStore,
    institution: Callable[[], str],
    apply: Callable[[Preferences], None],
    obey: Callable[[ClinicRules], None],
) -> SettingsWork:
    return SettingsWork(
        preferences=preferences,
        settings=parts.home.ledger.settings,
        audit=parts.home.ledger.audit,
        readings=parts.home.ledger.readings,
        house=house,
        roll=parts.home.ledger.staff,
        hasher=Argon2PinHasher(),
        write=parts.lanes.ledger,
        read=parts.lanes.read,
        clock=utc_now,
        institution=institution,
        at_counter=parts.now.at_counter,
        apply=apply,
        obey=obey,
    )
