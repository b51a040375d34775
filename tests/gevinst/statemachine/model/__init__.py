"""The model: items, people's answers, acts outside and the ledger in plain Python, written from the design's pages."""

from collections.abc import Callable

from tests.gevinst.statemachine.model.acts import Acts


class Model(Acts):
    """Everything that must be true after a step. `moved` is told of each transition."""

    def __init__(self, moved: Callable[[str], None]) -> None:
        super().__init__(moved)
        self.ledger.begin()


__all__ = ["Model"]
