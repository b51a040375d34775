"""What one mail may hold, mails and archives inside it included; over a limit a person takes it. Limited child only."""

from dataclasses import dataclass

from gevinst.codes import Code

MAX_PARTS = 500
"""Parts and files together: 100,000 empty parts are 7 MB of mail and half a minute of parsing."""
MAX_DEPTH = 20
"""Multiparts within each other, in one mail."""
MAX_NESTING = 5
"""Mails and archives within each other: a forwarded mail with an archive of mails is at three."""
MAX_RECIPIENTS = 1000
MAX_UNPACKED = 200 << 20
"""Bytes of all files together, as they are written, whatever an archive says of itself."""


class NeedsPerson(Exception):
    """The mail can't be taken apart safely, or holds what a robot doesn't open."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Budget:
    """What is left for one mail.

    Attributes:
        file_bytes: The largest file there may be.
        parts: How many more parts and files.
        unpacked: How many more bytes.
    """

    file_bytes: int
    parts: int = MAX_PARTS
    unpacked: int = MAX_UNPACKED

    def take_part(self) -> None:
        """One more part or file.

        Raises:
            NeedsPerson: It is one too many.
        """
        self.parts -= 1
        if self.parts < 0:
            raise NeedsPerson(Code.LIMIT_EXCEEDED)

    def take_bytes(self, count: int, of_file: int) -> None:
        """More bytes, of a file that is `of_file` long by now.

        Raises:
            NeedsPerson: They are too many.
        """
        self.unpacked -= count
        if self.unpacked < 0 or of_file > self.file_bytes:
            raise NeedsPerson(Code.LIMIT_EXCEEDED)
