"""Lists of parameters, so that one query answers for many: the same text on both engines."""

import json
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


def rows_given(parameter: int, *columns: str) -> str:
    """A table of `place`, from 0, and these columns of text, out of the one parameter that `given` makes.

    Parameters by the thousand cost PostgreSQL twice what joining them does; a list of its own kind SQLite has none.
    """
    items = ", ".join(f"value ->> {place} AS {column}" for place, column in enumerate(columns))
    return f"(SELECT CAST(key AS integer) AS place, {items} FROM json_each(${parameter}))"


def given(rows: Iterable[Sequence[str]]) -> str:
    """The rows for `rows_given`: an object, since PostgreSQL's json_each takes no list."""
    return json.dumps(dict(enumerate(rows)))


def in_parts(values: Iterable[Value], most: int = MOST) -> Iterator[Sequence[Value]]:
    """The values, so many at a time."""
    stream = iter(values)
    while part := tuple(islice(stream, most)):
        yield part
