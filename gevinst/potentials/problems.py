"""What is wrong with a row of an imported list, said so that whoever keeps the list can mend it."""

from dataclasses import asdict, dataclass

from gevinst.errors import Refused


@dataclass(frozen=True)
class Problem:
    """One complaint, in Danish.

    Attributes:
        sheet: The sheet, or the file for CSV.
        row: The row number as the spreadsheet counts; 0 for the sheet as a whole.
        column: The heading; empty when the row as a whole is wrong.
        reason: What is wrong and what would be right.
    """

    sheet: str
    row: int
    column: str
    reason: str

    def as_json(self) -> dict[str, str | int]:
        """The complaint as plain values."""
        return asdict(self)


class ImportRefused(Refused):
    """Nothing was imported; `problems` has every bad row, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"listen har {len(problems)} fejl; intet er ændret")
