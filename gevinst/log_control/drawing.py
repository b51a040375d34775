"""Draw what is checked of a month: by keyed hashes as lots, so nobody chooses it and anybody with the key can draw again.

A line's lot is the keyed hash of the month and the line. Lines are only added, and each has a number given once; so of a
month that has ended the same lines are drawn whenever it is done, and by whom.
"""

from dataclasses import dataclass

from gevinst.keyed_hash import keyed_number
from gevinst.log_control.lines import Line


@dataclass(frozen=True)
class Drawn:
    """A line that is to be checked, with its lot."""

    line: Line
    lot: int

    @property
    def shown_lot(self) -> str:
        """The lot as it is written down: 32 hexadecimal digits."""
        return f"{self.lot:032x}"


def draw(lines: list[Line], month: str, count: int) -> list[Drawn]:
    """The lines with the lowest lots, the lowest first; all of them where there are no more.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    lots = [Drawn(line, keyed_number("log-control", f"{month}\0{line.key}")) for line in lines]
    return sorted(lots, key=lambda drawn: drawn.lot)[:count]
