"""Open Digital Post; a dry run gets one that refuses to send."""

from collections.abc import Iterator
from contextlib import contextmanager

from connectors.digitalpost.local import LocalDigitalPost
from connectors.digitalpost.port import DigitalLetter, DigitalPost
from gevinst.codes import Code
from gevinst.errors import ProcessError


class ReadOnlyDigitalPost(LocalDigitalPost):
    """Reads as usual; sending raises."""

    def send(self, letter: DigitalLetter) -> None:
        """Refuse."""
        raise ProcessError("'send' on a read-only Digital Post", code=Code.UNKNOWN_FAILURE)


@contextmanager
def open_digital_post(*, read_only: bool = False) -> Iterator[DigitalPost]:
    """Digital Post while the body runs."""
    yield ReadOnlyDigitalPost() if read_only else LocalDigitalPost()
