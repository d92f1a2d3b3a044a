"""Lists of parameters, so that one query answers for many: the same text on both engines."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

MOST = 2_000
"""Values a query takes: far below what either engine refuses, and enough that a round trip costs nothing."""

Value = TypeVar("Value")


def listed(count: int, first: int = 1) -> str:
    """`($1, $2, $3)`, for `column IN`."""
    return f"({', '.join(f'${place}' for place in range(first, first + count))})"


def listed_rows(count: int, width: int, first: int = 1) -> str:
    """`(VALUES ($1, $2), ($3, $4))`, for `(one, other) IN`; PostgreSQL takes each value for text."""
    return f"(VALUES {', '.join(listed(width, first + row * width) for row in range(count))})"


def in_parts(values: Iterable[Value], most: int = MOST) -> Iterator[Sequence[Value]]:
    """The values, so many at a time."""
    stream = iter(values)
    while part := tuple(islice(stream, most)):
        yield part
