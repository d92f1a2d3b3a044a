"""Both ends read the same words: every message of the contract has a vector, and every vector a message."""

import inspect
import json
from types import ModuleType

import pytest
from pydantic import BaseModel, ValidationError

import app.contract.access as access
import app.contract.batch as batch
import app.contract.consent as consent
import app.contract.eligibility as eligibility
import app.contract.notices as notices
import app.contract.portal as portal
import app.contract.problem as problem
import app.contract.receipts as receipts
import app.contract.records as records
import app.contract.registration as registration
from tests.contract.vectors import Vector, vectors

_PARTS = {
    "CheckRequest",
    "CertificateReply",
    "InformationReply",
    "InsurerReply",
    "RegistrationRowRequest",
    "ComplaintReply",
    "RowReply",
    "BranchReply",
    "FindingReply",
    "DaysReply",
    "SlowRowReply",
    "EventDelaysReply",
    "CardIssueReply",
    "UnreturnedCardReply",
    "MemberReply",
    "BatchItem",
    "PaperReceipt",
    "ReviewCounts",
    "StatedCard",
    "OutcomePart",
    "OutcomeReply",
    "DeliveryReply",
    "BatchResult",
    "ConsentReply",
    "MedicineReply",
    "GenericOffer",
    "DispensingReply",
    "NotAnswered",
    "CheckupValue",
    "CheckupReply",
    "NoticePart",
    "NoticeSpan",
}  # stand inside other messages
_FORMS = {"TokenRequest"}  # travels as a form


def _models(*modules: ModuleType) -> dict[str, type[BaseModel]]:
    found = [
        each
        for module in modules
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, BaseModel) and each.__module__ == module.__name__
    ]
    return {each.__name__: each for each in found}


MODELS = _models(
    access, batch, consent, eligibility, notices, portal, problem, receipts, records, registration
)


@pytest.mark.parametrize("vector", vectors(), ids=lambda each: each.name)
def test_a_vector_is_read_and_written_again_unchanged(vector: Vector) -> None:
    model = MODELS[vector.model]
    read = model.model_validate_json(json.dumps(vector.message))
    assert json.loads(read.model_dump_json()) == vector.message


def test_every_message_has_a_vector() -> None:
    assert {each.model for each in vectors()} == set(MODELS) - _PARTS - _FORMS


@pytest.mark.parametrize(
    "vector", [each for each in vectors() if each.model.endswith("Request")], ids=lambda v: v.name
)
def test_a_request_with_a_field_too_many_is_refused_and_not_repeated(vector: Vector) -> None:
    with pytest.raises(ValidationError) as refusal:
        MODELS[vector.model].model_validate_json(json.dumps(vector.message | {"my_number": "secret"}))
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "vector", [each for each in vectors() if not each.model.endswith("Request")], ids=lambda v: v.name
)
def test_a_reply_of_a_newer_service_is_read_and_a_missing_field_is_noticed(vector: Vector) -> None:
    model = MODELS[vector.model]
    model.model_validate_json(json.dumps(vector.message | {"newer": 1}))
    for field in vector.message:
        with pytest.raises(ValidationError):
            model.model_validate_json(json.dumps({k: v for k, v in vector.message.items() if k != field}))
