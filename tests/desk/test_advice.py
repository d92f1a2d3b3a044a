"""Every expected failure has words for the counter; everything else is a bug and says so."""

import importlib
import pkgutil
from dataclasses import replace
from datetime import date

import pytest

import app
from app.contract.problem import ProblemCode
from app.desk.advice import ADVICE, advice_for, advice_of, while_cut
from app.eligibility.ports import CentralUnreachable, CredentialsRefused, RefusedByCentral
from app.errors import ClinicError
from app.scheme.calendar import NamedService, NotStarted
from app.scheme.receipts.letters import LetterOutside

_OURS_TO_MEND = {ProblemCode.CREDENTIALS_REFUSED, ProblemCode.TOKEN_MISSING, ProblemCode.TOKEN_EXPIRED}
_OF_INSURERS = {
    ProblemCode.BRANCH_NOT_GIVEN,
    ProblemCode.BRANCH_EXHAUSTED,
    ProblemCode.FINDING_UNKNOWN,
    ProblemCode.FINDING_OF_OTHERS,
    ProblemCode.REGISTRATION_CLOSED,
    ProblemCode.DELIVERY_UNKNOWN,
}
_FAILING = {ProblemCode.OVERLOADED, ProblemCode.INTERNAL}


def every_failure() -> set[type[ClinicError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.central") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, ahead = set(), [ClinicError]
    while ahead:
        ahead += (below := ahead.pop().__subclasses__())
        found |= set(below)
    return {each for each in found if not each.__module__.startswith(("app.central", "tests"))}


def test_every_failure_of_the_desk_has_advice() -> None:
    assert {each.code for each in every_failure()} - set(ADVICE) == set()


def test_every_refusal_of_the_service_has_advice() -> None:
    told = set(ProblemCode) - _OURS_TO_MEND - _OF_INSURERS - _FAILING
    assert {str(code) for code in told} - set(ADVICE) == set()


def test_a_refusal_is_told_by_its_own_reason() -> None:
    assert advice_for(RefusedByCentral("certificate.revoked")) == ADVICE["certificate.revoked"]
    assert advice_for(RefusedByCentral("newer.code")) == ADVICE["central.refused"]
    assert advice_of("newer.code") is None


def test_a_letter_that_receipts_cannot_hold_is_named_with_its_place() -> None:
    told = advice_for(LetterOutside("髙", 12, "RE", "氏名"))
    assert told.what == "レセプトに使えない文字が入っています。12行目 RE・氏名：「髙」 (U+9AD9)"


def test_where_no_patient_waits_a_cut_line_says_what_comes_by_itself() -> None:
    cut = advice_for(CentralUnreachable())
    assert while_cut(cut, "続きから送ります。") == replace(cut, next_step="続きから送ります。")
    refused = advice_for(CredentialsRefused())
    assert while_cut(refused, "続きから送ります。") == refused


def test_a_bug_is_no_advice() -> None:
    with pytest.raises(ZeroDivisionError):
        advice_for(ZeroDivisionError())


@pytest.mark.parametrize("code", sorted(ADVICE))
def test_advice_is_two_whole_sentences_without_blame(code: str) -> None:
    advice = ADVICE[code]
    assert advice.what.endswith("。")
    assert advice.next_step.endswith(("。", "）。"))
    assert "あなた" not in advice.what + advice.next_step
    assert advice_for(CentralUnreachable()).what


def test_the_first_day_of_a_service_asked_too_early_is_told() -> None:
    """R19"""
    early = RefusedByCentral("service.not_started", date(2021, 5, 1))
    assert "令和3年5月1日に始まります" in advice_for(early).next_step
    assert advice_of(early.failure_code) == advice_for(early)
    assert advice_for(NotStarted(NamedService.TYPED_CHECK, date(2021, 5, 1))) == advice_for(early)
