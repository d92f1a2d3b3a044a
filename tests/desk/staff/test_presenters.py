"""Signing in, the roll, and the first start, without a window."""

import pytest
from PySide6.QtCore import QSettings

from app.desk.lanes import DroppedTicket, Inline
from app.desk.staff.first_start.presenter import (
    CODE_DIFFERS,
    NAME_MISSING,
    PINS_DIFFER,
    FirstStartPresenter,
    FirstStartState,
    Step,
)
from app.desk.staff.roll.presenter import RollForm, RollPresenter, RollState, Task
from app.desk.staff.sign_in.presenter import Door, SignInPresenter, SignInState
from app.desk.staff.sign_in.remembered import RememberedNames
from app.errors import ClinicError
from app.staff.member import Role, StaffId, StaffMember
from tests.desk.patients.work import clock
from tests.desk.staff.roll import QuickHasher, RollInMemory
from tests.desk.views import Shown

DESK = frozenset({Role.RECEPTIONIST})
HEAD = frozenset({Role.MANAGER})


@pytest.fixture
def roll() -> RollInMemory:
    return RollInMemory(("佐藤", DESK), ("鈴木", HEAD))


def _sign_in(roll):
    view: Shown[SignInState] = Shown()
    came: list[StaffMember] = []
    return view, came, SignInPresenter(view, lambda: Door(roll, QuickHasher()), Inline(), clock, came.append)


def _id(roll, name):
    return roll.named(name).id


def test_one_chooses_ones_name_and_types_ones_pin(roll):
    view, came, presenter = _sign_in(roll)
    presenter.begin()
    assert [each.name for each in view.last.members] == ["佐藤", "鈴木"]
    presenter.chosen(_id(roll, "鈴木"))
    presenter.submitted("2580")
    assert [each.name for each in came] == ["鈴木"]


def test_a_wrong_pin_is_said_and_the_name_stays_chosen(roll):
    view, came, presenter = _sign_in(roll)
    presenter.begin()
    presenter.chosen(_id(roll, "佐藤"))
    presenter.submitted("1111")
    assert view.last.pin_wrong
    assert view.last.chosen == roll.named("佐藤")
    assert came == []


def test_after_five_wrong_pins_even_the_right_one_has_to_wait(roll):
    view, came, presenter = _sign_in(roll)
    presenter.begin()
    presenter.chosen(_id(roll, "佐藤"))
    for _ in range(5):
        presenter.submitted("1111")
    presenter.submitted("2580")
    assert (view.last.paused_s, view.last.pin_wrong, came) == (60, False, [])


def test_who_works_alone_need_not_be_chosen():
    _, came, presenter = _sign_in(RollInMemory(("佐藤", HEAD)))
    presenter.begin()
    presenter.submitted("2580")
    assert len(came) == 1


def test_no_state_repeats_a_pin(roll):
    view, _, presenter = _sign_in(roll)
    presenter.begin()
    presenter.chosen(_id(roll, "佐藤"))
    presenter.submitted("918273")
    assert "918273" not in repr(view.states)


def _keeping(roll, me):
    view: Shown[RollState] = Shown()
    presenter = RollPresenter(view, roll, QuickHasher(), Inline(), lambda: roll.named(me))
    presenter.begin()
    return view, presenter


def test_a_manager_adds_a_member_who_can_then_sign_in(roll):
    view, presenter = _keeping(roll, "鈴木")
    presenter.task_opened(Task.ADD)
    presenter.submitted(RollForm(name="田中", roles=DESK, pin="4092", pin_again="4092"))
    assert view.last.task is None
    assert [each.name for each in view.last.members] == ["佐藤", "田中", "鈴木"]
    _, came, signing_in = _sign_in(roll)
    signing_in.begin()
    signing_in.chosen(_id(roll, "田中"))
    signing_in.submitted("4092")
    assert [each.name for each in came] == ["田中"]


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        (RollForm(roles=DESK, pin="4092", pin_again="4092"), "staff.name_missing"),
        (RollForm(name="田中", pin="4092", pin_again="4092"), "staff.roles_missing"),
        (RollForm(name="田中", roles=DESK, pin="4092", pin_again="4093"), "staff.pins_differ"),
        (RollForm(name="田中", roles=DESK, pin="1234", pin_again="1234"), "staff.pin_weak"),
        (RollForm(name="佐藤", roles=DESK, pin="4092", pin_again="4092"), "staff.name_taken"),
    ],
)
def test_what_is_missing_or_weak_is_said_in_the_form_that_stays_open(roll, form, complaint):
    view, presenter = _keeping(roll, "鈴木")
    presenter.task_opened(Task.ADD)
    presenter.submitted(form)
    assert (view.last.complaint, view.last.task) == (complaint, Task.ADD)
    assert len(roll.members()) == 2


@pytest.mark.parametrize("task", [Task.ROLES, Task.RETIRE])
def test_the_last_manager_can_neither_leave_nor_lose_the_role(roll, task):
    view, presenter = _keeping(roll, "鈴木")
    presenter.task_opened(task, _id(roll, "鈴木"))
    presenter.submitted(RollForm(roles=DESK))
    assert view.last.complaint == "staff.last_manager"
    assert Role.MANAGER in roll.named("鈴木").roles


def test_a_receptionist_opens_nothing_but_her_own_pin(roll):
    view, presenter = _keeping(roll, "佐藤")
    for task in (Task.ADD, Task.ROLES, Task.NEW_PIN, Task.RETIRE):
        presenter.task_opened(task, StaffId(2))
        assert view.last.task is None
    presenter.task_opened(Task.OWN_PIN)
    presenter.submitted(RollForm(old_pin="9999", pin="4092", pin_again="4092"))
    assert view.last.complaint == "staff.pin_wrong"
    presenter.submitted(RollForm(old_pin="2580", pin="4092", pin_again="4092"))
    assert view.last.task is None
    assert QuickHasher().fits(roll.pin_hash(_id(roll, "佐藤")), "4092")


def test_a_form_with_pins_shows_nothing_in_a_log(roll):
    assert "4092" not in repr(RollForm(name="田中", pin="4092", pin_again="4092"))


class CodeMistyped(ClinicError):
    code = "ledger.recovery_mistyped"
    groups = (3,)


class NewHome:
    """A home without a ledger; its code is always the same."""

    CODE = "AAAA-BBBB-CCCC"

    def __init__(self) -> None:
        self.roll = RollInMemory()
        self.tried = False

    def create(self, name: str, pin: str) -> StaffMember:
        return self.roll.add(name, HEAD | DESK, QuickHasher().hashed(pin))

    def recovery_code(self) -> str:
        return self.CODE

    def try_recovery_code(self, typed: str) -> None:
        if typed != self.CODE:
            raise CodeMistyped
        self.tried = True


def _first_start():
    view: Shown[FirstStartState] = Shown()
    finished: list[StaffMember | None] = []
    home = NewHome()
    return view, finished, home, FirstStartPresenter(view, home, Inline(), finished.append)


def test_the_first_start_leads_from_the_manager_over_the_code_to_the_desk():
    view, finished, home, presenter = _first_start()
    presenter.begin()
    presenter.manager_entered("鈴木", "4092", "4092")
    assert (view.last.step, view.last.code) == (Step.RECOVERY, NewHome.CODE)
    presenter.code_typed(NewHome.CODE)
    assert (view.last.step, view.last.code, home.tried) == (Step.CONNECTION, "", True)
    presenter.ended()
    assert [each and each.name for each in finished] == ["鈴木"]


def test_the_code_has_to_be_typed_right_once_before_the_desk_opens():
    view, finished, _, presenter = _first_start()
    presenter.begin()
    presenter.manager_entered("鈴木", "4092", "4092")
    presenter.code_typed("AAAA-BBBB-CCCD")
    assert (view.last.step, view.last.complaint, view.last.wrong_groups) == (
        Step.RECOVERY,
        CODE_DIFFERS,
        (3,),
    )
    presenter.ended()
    assert finished == []


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ((" ", "4092", "4092"), NAME_MISSING),
        (("鈴木", "4092", "4093"), PINS_DIFFER),
        (("鈴木", "1111", "1111"), "staff.pin_weak"),
    ],
)
def test_the_first_manager_needs_a_name_and_a_pin_that_is_not_plain(typed, complaint):
    view, _, home, presenter = _first_start()
    presenter.begin()
    presenter.manager_entered(*typed)
    assert (view.last.step, view.last.complaint) == (Step.MANAGER, complaint)
    assert home.roll.members() == ()


def test_a_first_start_that_was_cut_off_goes_on_with_a_new_code():
    view, _, _, presenter = _first_start()
    presenter.begin(Step.RECOVERY)
    assert (view.last.step, view.last.code) == (Step.RECOVERY, NewHome.CODE)


def test_the_recovery_code_appears_in_no_log():
    view, _, _, presenter = _first_start()
    presenter.begin(Step.RECOVERY)
    assert NewHome.CODE not in repr(view.states)


class BusyOpening:
    """The ledger's lane while it opens the ledger: what is asked waits until the test lets it go on."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done, failed):
        self.waiting.append(lambda: Inline().run(work, done, failed))
        return DroppedTicket()

    def go_on(self):
        while self.waiting:
            self.waiting.pop(0)()


def test_a_pin_typed_while_the_ledger_opens_is_tried_as_soon_as_it_can_be(roll):
    lane, view = BusyOpening(), Shown[SignInState]()
    came: list[StaffMember] = []
    presenter = SignInPresenter(view, lambda: Door(roll, QuickHasher()), lane, clock, came.append)
    presenter.begin(remembered=roll.members())
    presenter.chosen(_id(roll, "鈴木"))
    presenter.submitted("2580")
    assert came == []
    lane.go_on()
    assert [each.name for each in came] == ["鈴木"]


def test_somebody_who_left_since_is_no_longer_offered(roll):
    lane, view = BusyOpening(), Shown[SignInState]()
    presenter = SignInPresenter(view, lambda: Door(roll, QuickHasher()), lane, clock, lambda member: None)
    gone = StaffMember(StaffId(99), "元職員", DESK)
    presenter.begin(remembered=(gone, *roll.members()))
    presenter.chosen(gone.id)
    lane.go_on()
    assert view.last.members == roll.members()
    assert view.last.chosen is None


def test_names_are_remembered_as_the_sign_in_showed_them(roll, tmp_path):
    file = str(tmp_path / "preferences.ini")
    RememberedNames(QSettings(file, QSettings.Format.IniFormat)).keep(roll.members())
    assert RememberedNames(QSettings(file, QSettings.Format.IniFormat)).members() == roll.members()


def test_what_nobody_wrote_so_is_nothing_remembered(tmp_path):
    settings = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    for broken in ("", "no json", "[[1]]", '[["x", "佐藤", []]]', '[[1, "佐藤", ["king"]]]'):
        settings.setValue("sign_in/names", broken)
        assert RememberedNames(settings).members() == ()
