"""The sandbox's post, for the tests of the post itself."""

from tests.delivery import delivery, grid

__all__ = ["delivery", "grid"]
