"""The sandbox's post, for the tests of documents."""

from tests.delivery import delivery, grid

__all__ = ["delivery", "grid"]
