"""No message of a clinic may bring a My Number in (R3)."""

from pydantic import BaseModel

from app.central.problems import Refused
from app.contract.problem import ProblemCode
from app.scheme.digits import holds_my_number, is_my_number

_WORDS = frozenset({"staff", "note", "identity_document"})
"""Written as people write, so that a number may stand among words; an id may hold twelve such digits by chance."""


def refuse_my_number_in(message: BaseModel, place: str = "") -> None:
    """No text of a message may be one, none that people write may hold one; told by field name only.

    place: of this message in a longer one, "paper[2].". Raises: Refused (number.refused).
    """
    for field in type(message).model_fields:
        value = getattr(message, field)
        is_refused = holds_my_number if field in _WORDS else is_my_number
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and is_refused(text) for text in texts):
            raise Refused(ProblemCode.NUMBER_REFUSED, f"{place}{field}")
