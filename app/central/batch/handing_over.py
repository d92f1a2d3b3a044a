"""A batch as it comes in: an item that cannot be asked is refused alone, the others go on."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError

from app.contract.batch import BatchItem, BatchRequest, BatchResult
from app.contract.problem import ProblemCode
from app.scheme.digits import holds_my_number, is_my_number

ITEMS = TypeAdapter(tuple[BatchItem, ...])
RESULTS = TypeAdapter(tuple[BatchResult, ...])
_DAY = TypeAdapter(date)
_ITEM_FIELDS = frozenset(BatchItem.model_fields) - {"item_id"}


@dataclass(frozen=True, slots=True, repr=False)
class HandedOver:
    """refused: items whose shape no card has, with the code that says so."""

    batch_id: str
    staff: str
    items: tuple[BatchItem, ...]
    refused: tuple[BatchResult, ...]

    @property
    def total(self) -> int:
        return len(self.items) + len(self.refused)

    def question_hash(self, key: bytes) -> bytes:
        """Keyed: tells these items handed over again from others under their batch id, without holding either."""
        names = "\n".join(each.item_id for each in self.refused)
        body = b"BatchItems\n" + names.encode() + b"\n" + ITEMS.dump_json(self.items)
        return hmac.digest(key, body, hashlib.sha256)


def read_batch(body: bytes, now: datetime) -> HandedOver:
    """Straight from bytes to messages: ten thousand items by way of plain Python would hold everybody else up.

    Raises: RequestValidationError where the message as a whole is malformed: its head, an item's name, an unknown
    field, two items of one name, too many items. Names no value.
    """
    try:
        request = BatchRequest.model_validate_json(body)
        handed = HandedOver(request.batch_id, request.staff, request.items, ())
    except ValidationError as error:
        handed = _without_broken_items(body, error, now)
    names = [each.item_id for each in handed.items] + [each.item_id for each in handed.refused]
    if len(set(names)) < len(names) or any(map(is_my_number, names)):
        raise _malformed("item_id")
    if holds_my_number(handed.staff):
        raise _malformed("staff")
    return _without_my_numbers(handed, now)


def refusal(item_id: str, on: date | None, problem: str, at: datetime) -> BatchResult:
    return BatchResult(item_id=item_id, outcome=None, problem=problem, on=on, checked_at=at, information=())


def _without_broken_items(body: bytes, error: ValidationError, now: datetime) -> HandedOver:
    """Raises: RequestValidationError unless every error lies within an item's own fields."""
    broken: dict[int, set[str]] = {}
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    if any(len(each["loc"]) > 1 and each["loc"][0] == "items" for each in errors):
        # Where no item is whole, the list counts as too short on top of it.
        errors = [each for each in errors if each["loc"] != ("items",)]
    for each in errors:
        match each["loc"]:
            case ("items", int(place), str(field), *_) if (
                field in _ITEM_FIELDS and each["type"] != "extra_forbidden"
            ):
                broken.setdefault(place, set()).add(field)
            case _:
                raise RequestValidationError([dict(each, loc=("body", *each["loc"])) for each in errors])
    message: dict[str, Any] = json.loads(body)
    items: list[dict[str, Any]] = message["items"]
    good = [item for place, item in enumerate(items) if place not in broken]
    refused = (_refused(items[place], fields, now) for place, fields in broken.items())
    return HandedOver(
        message["batch_id"], message["staff"], ITEMS.validate_json(json.dumps(good)), tuple(refused)
    )


def _without_my_numbers(handed: HandedOver, now: datetime) -> HandedOver:
    """Questions are kept until they are asked, which a pause can put off for an hour: never a My Number (R3)."""
    typed_in = {
        each.item_id for each in handed.items if is_my_number(each.symbol) or is_my_number(each.number)
    }
    if not typed_in:
        return handed
    code = ProblemCode.NUMBER_REFUSED.value
    refused = tuple(
        refusal(each.item_id, each.on, code, now) for each in handed.items if each.item_id in typed_in
    )
    left = tuple(each for each in handed.items if each.item_id not in typed_in)
    return replace(handed, items=left, refused=handed.refused + refused)


def _refused(item: dict[str, Any], fields: Iterable[str], now: datetime) -> BatchResult:
    problem = ProblemCode.DAY_REFUSED if "on" in fields else ProblemCode.NUMBER_REFUSED
    on = None if "on" in fields else _DAY.validate_python(item["on"])
    return refusal(item["item_id"], on, problem.value, now)


def _malformed(field: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body", field)}])
