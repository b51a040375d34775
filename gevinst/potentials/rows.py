"""One row of the potential list and one of the baselines sheet, each cell checked strictly; every complaint is Danish."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gevinst.potentials.baselines import Method
from gevinst.potentials.potential import Phase
from gevinst.potentials.sheets import Unreadable
from gevinst.potentials.words import ACTIVITIES, KINDS, METHODS, PHASES, stored
from gevinst.redaction import redact
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue

Reader = Callable[[Any], Any]

_DANISH_NUMBER = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?")


def _wrong(reason: str) -> ValueError:
    return ValueError(reason)


def _text(cell: Any) -> str:  # noqa: ANN401 (whatever a spreadsheet holds)
    """Text as people see it; 42.0 is 42."""
    if isinstance(cell, Unreadable):
        raise _wrong(cell.reason)
    if cell is None or cell == "":
        raise _wrong("skal udfyldes")
    said = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())
    if redact(said) != said:
        raise _wrong("ligner et CPR-nummer; persondata hører ikke hjemme i listen")
    return said


def _number(cell: Any) -> Decimal:  # noqa: ANN401
    if isinstance(cell, bool):
        raise _wrong("skal være et tal")
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    said = _text(cell)
    if not _DANISH_NUMBER.fullmatch(said):
        raise _wrong(f"'{said}' er ikke et tal; skriv decimaler med komma, fx 4,5")
    return Decimal(said.replace(".", "").replace(",", "."))


def _whole(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if number != number.to_integral_value() or number < 0:
        raise _wrong("skal være et helt tal på 0 eller mere")
    return int(number)


def _share(cell: Any) -> Decimal:  # noqa: ANN401
    number = _number(cell)
    if not 0 <= number <= 100:
        raise _wrong("skal være mellem 0 og 100")
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _seconds_of_minutes(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if not 0 < number <= 480:
        raise _wrong("skal være mere end 0 og højst 480 minutter")
    return int((number * 60).to_integral_value(ROUND_HALF_UP))


def _seconds(cell: Any) -> int:  # noqa: ANN401
    number = _whole(cell)
    if not 0 < number <= 28800:
        raise _wrong("skal være mellem 1 og 28800 sekunder (8 timer)")
    return number


def _day(cell: Any) -> date:  # noqa: ANN401
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = _text(cell)
    try:
        return read_date(said)
    except UnreadableValue:
        raise _wrong(f"'{said}' er ikke en dato; skriv fx 01-03-2026") from None


def _form(pattern: str, example: str) -> Reader:
    def read(cell: Any) -> str:  # noqa: ANN401
        said = _text(cell)
        if not re.fullmatch(pattern, said):
            raise _wrong(f"'{said}' har ikke formen {example}")
        return said

    return read


def _one_of(words: Mapping[Any, str]) -> BeforeValidator:
    return BeforeValidator(lambda cell: stored(_text(cell), words))


def _optional(read: Reader) -> BeforeValidator:
    return BeforeValidator(lambda cell: None if cell in (None, "") else read(cell))


Text = Annotated[str, BeforeValidator(_text)]
PotentialId = Annotated[str, BeforeValidator(_form(r"[A-ZÆØÅ]{1,4}-\d{1,6}", "P-042"))]
Day = Annotated[date, BeforeValidator(_day)]


class Row(BaseModel):
    """A row by its Danish headings; an empty cell of a required field is a complaint, not an exception."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    @classmethod
    def headings(cls) -> list[str]:
        """The Danish headings, in order."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="before")
    @classmethod
    def _empty_cells(cls, cells: dict[str, Any]) -> dict[str, Any]:
        return {heading: cells.get(heading) for heading in cls.headings()}


class PotentialRow(Row):
    """One potential."""

    id: PotentialId = Field(alias="Id")
    title: Text = Field(alias="Titel")
    unit: Text = Field(alias="Enhed")
    owner: Text = Field(alias="Ejer")
    digital_agent: Text = Field(alias="Digital agent")
    kind: Annotated[str, _one_of(KINDS)] = Field(alias="Art")
    phase: Annotated[Phase, _one_of(PHASES)] = Field(alias="Fase")
    phase_from: Day = Field(alias="Fase fra")
    volume_per_year: Annotated[int | None, _optional(_whole)] = Field(alias="Volumen pr. år")
    expected_share_percent: Annotated[Decimal | None, _optional(_share)] = Field(alias="Forventet andel (%)")
    expected_seconds_per_case: Annotated[int | None, _optional(_seconds_of_minutes)] = Field(
        alias="Forventede minutter pr. sag"
    )
    kle_subject: Annotated[str | None, _optional(_form(r"\d\d\.\d\d\.\d\d", "32.03.12"))] = Field(alias="KLE-emne")
    kle_facet: Annotated[str | None, _optional(_form(r"[A-ZÆØÅ]\d\d", "G01"))] = Field(alias="KLE-facet")


class BaselineRow(Row):
    """One measurement, with the approvals it has so far."""

    potential_id: PotentialId = Field(alias="Potentiale")
    activity: Annotated[str, _one_of(ACTIVITIES)] = Field(alias="Aktivitet")
    seconds_per_case: Annotated[int, BeforeValidator(_seconds)] = Field(alias="Sekunder pr. sag")
    method: Annotated[Method, _one_of(METHODS)] = Field(alias="Metode")
    sample_size: Annotated[int | None, _optional(_whole)] = Field(alias="Stikprøve")
    measured_by: Text = Field(alias="Målt af")
    valid_from: Day = Field(alias="Gælder fra")
    approved_by_leader: Annotated[str | None, _optional(_text)] = Field(alias="Godkendt af leder")
    approved_by_office: Annotated[str | None, _optional(_text)] = Field(alias="Godkendt af projektkontor")

    @model_validator(mode="after")
    def _three_people(self) -> "BaselineRow":
        """The one who measured can't approve, and the two who approve are two."""
        people = [each for each in (self.measured_by, self.approved_by_leader, self.approved_by_office) if each]
        if len(set(people)) != len(people):
            raise _wrong("den, der har målt, og de to, der godkender, skal være tre forskellige")
        return self
