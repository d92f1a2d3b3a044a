"""The recovery code: printed once, typed once, and good on another PC."""

import json
import shutil
from contextlib import closing

import pytest

from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.errors import (
    LedgerLocked,
    RecoveryCodeMistyped,
    RecoveryCodeWrong,
    RecoveryMissing,
)
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.ledger import open_ledger, recover_ledger
from app.adapters.ledger.recovery_code import _LETTERS, RecoveryCode
from tests import people
from tests.people import NOW


def test_the_code_is_eight_groups_of_four_without_letters_that_look_alike(made):
    groups = made.code.text.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert not set("ILOU") & set(made.code.text)
    assert RecoveryCode.new() != RecoveryCode.new()
    assert made.code.text not in repr(made.code)


def test_the_code_may_be_typed_as_people_type():
    code = RecoveryCode.new()
    typed = code.text.replace("-", " ").lower().replace("0", "o").replace("1", "l").replace("v", "u")
    full_width = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else "　" for each in code.text)
    for text in (code.text, typed, full_width, code.text.replace("-", "")):
        assert RecoveryCode.parse(text) == code


def test_every_wrong_letter_is_told_with_its_group():
    letters = list(RecoveryCode.new().text.replace("-", ""))
    for place, right in enumerate(letters):
        for wrong in set(_LETTERS) - {right}:
            typed = "".join([*letters[:place], wrong, *letters[place + 1 :]])
            with pytest.raises(RecoveryCodeMistyped) as refused:
                RecoveryCode.parse(typed)
            assert refused.value.groups == (place // 4 + 1,)


def test_changed_places_of_letters_and_groups_are_told():
    code = RecoveryCode.new()
    groups = code.text.split("-")
    for place, group in enumerate(groups):
        for first in range(3):
            swapped = list(group)
            swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
            if swapped != list(group):
                with pytest.raises(RecoveryCodeMistyped):
                    RecoveryCode.parse("-".join([*groups[:place], "".join(swapped), *groups[place + 1 :]]))
    with pytest.raises(RecoveryCodeMistyped) as refused:
        RecoveryCode.parse("-".join([groups[1], groups[0], *groups[2:]]))
    assert refused.value.groups == (1, 2)


@pytest.mark.parametrize("typed", ["", "K7Q2", "ﾊﾅ" * 16, "K7Q2-" * 9])
def test_a_code_that_is_too_short_or_too_long_is_told(typed):
    with pytest.raises(RecoveryCodeMistyped):
        RecoveryCode.parse(typed)


def test_the_code_opens_the_ledger_for_another_account(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        patient = ledger.patients.add(people.patient())
    other_account = MemoryKeeper()
    with pytest.raises(LedgerLocked):
        open_ledger(made.home, other_account)
    recover_ledger(made.home, made.code.text.lower(), other_account)
    with closing(open_ledger(made.home, other_account)) as ledger:
        assert ledger.patients.get(patient.id) == patient


def test_a_code_of_another_ledger_opens_nothing(made):
    keeper = MemoryKeeper()
    with pytest.raises(RecoveryCodeWrong):
        recover_ledger(made.home, RecoveryCode.new().text, keeper)
    assert keeper.get(LEDGER_KEY) is None


def test_the_printed_code_is_tried_once(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        assert not ledger.recovery_code_tried
        ledger.try_recovery_code(made.code.text)
        assert ledger.recovery_code_tried
        with pytest.raises(RecoveryCodeMistyped):
            ledger.try_recovery_code(made.code.text[:-1])
        with pytest.raises(RecoveryCodeWrong):
            ledger.try_recovery_code(RecoveryCode.new().text)


def test_a_new_code_ends_the_earlier_one(made):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        ledger.try_recovery_code(made.code.text)
        code = ledger.new_recovery_code()
        assert not ledger.recovery_code_tried
        ledger.try_recovery_code(code.text)
        with pytest.raises(RecoveryCodeWrong):
            ledger.try_recovery_code(made.code.text)


def test_the_backups_folder_and_the_code_are_enough(made, tmp_path):
    with closing(open_ledger(made.home, made.keeper)) as ledger:
        ledger.back_up(NOW)
    new_pc = tmp_path / "new"
    shutil.copytree(LedgerHome(made.home).backups, LedgerHome(new_pc).backups)
    keeper = MemoryKeeper()
    recover_ledger(new_pc, made.code.text, keeper)
    assert keeper.get(LEDGER_KEY) == made.keeper.get(LEDGER_KEY)


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"version": 2}', '{"version": 1}'])
def test_a_recovery_file_that_is_gone_or_unreadable_is_said(made, content):
    recovery = LedgerHome(made.home).recovery
    recovery.unlink() if content is None else recovery.write_text(content)
    with pytest.raises(RecoveryMissing):
        recover_ledger(made.home, made.code.text, MemoryKeeper())


def test_a_tampered_recovery_file_gives_no_key(made):
    recovery = LedgerHome(made.home).recovery
    written = json.loads(recovery.read_text())
    letters = list(written["wrapped"])
    letters[0] = "A" if letters[0] != "A" else "B"
    recovery.write_text(json.dumps(written | {"wrapped": "".join(letters)}))
    with pytest.raises(RecoveryCodeWrong):
        recover_ledger(made.home, made.code.text, MemoryKeeper())
