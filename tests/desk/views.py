"""A view that remembers every state it was shown."""

from typing import Generic, TypeVar

State = TypeVar("State")


class Shown(Generic[State]):
    def __init__(self) -> None:
        self.states: list[State] = []

    def show_state(self, state: State) -> None:
        self.states.append(state)

    @property
    def last(self) -> State:
        return self.states[-1]
