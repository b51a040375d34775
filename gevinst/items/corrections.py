"""What caseworkers put right of what was read: checked by the strict readers, and kept for the document they looked at."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from sqlalchemy import Connection, exists, insert, select

from gevinst.errors import Refused
from gevinst.items.readings import KeptReading, ReadField, readings_of
from gevinst.items.refusals import AnswerRefused, Why
from gevinst.redaction import redact
from gevinst.store.tables import corrections, journal, questions
from gevinst.values.errors import UnreadableValue
from gevinst.values.fields import EXAMPLES, read_field, written

GROUP = "gevinst.checking"
"""Entry points that know a template's own checks: its values by field, and what doesn't hold between them."""
Checker = Callable[[str, str, Mapping[str, str]], Mapping[str, str]]
"""From a template's name, the document's kind and every value as text: a Danish sentence by the field that breaks it."""


@dataclass(frozen=True)
class Correction:
    """One field of one document, as a caseworker typed it. `repr` shows no value."""

    sha256: str
    field: str
    value: str = dataclasses.field(repr=False)


class WrongField(Refused):
    """Corrected fields that are none. Each sentence names its field and shows a right one; no value is repeated.

    Attributes:
        fields: The sentences, by document and field.
    """

    def __init__(self, fields: Mapping[tuple[str, str], str]) -> None:
        names = ", ".join(f"'{name}'" for _, name in fields)
        super().__init__(f"so the fields {names} can't be corrected")
        self.fields = dict(fields)


def check_corrections(connection: Connection, item_id: int, given: Sequence[Correction]) -> list[Correction]:
    """The corrections as they are to be kept, each in the form its reader reads back.

    Raises:
        WrongField: One is none of its field's type, or contradicts the rest of its document.
        AnswerRefused: The document or field was never read, or something has been written outside already.
    """
    if not given:
        return []
    if has_written(connection, item_id):
        what = "something is written outside already: put it right there, and answer without corrections"
        raise AnswerRefused(Why.WRITTEN_OUTSIDE, what)
    known = readings_of(connection, item_id)
    wrong: dict[tuple[str, str], str] = {}
    kept = [found for each in given if (found := _checked(known, each, wrong)) is not None]
    earlier = latest(connection, item_id)
    for sha256 in dict.fromkeys(each.sha256 for each in kept):
        wrong |= _objections(known[sha256], earlier, [each for each in kept if each.sha256 == sha256])
    if wrong:
        raise WrongField(wrong)
    return kept


def has_written(connection: Connection, item_id: int) -> bool:
    """Whether the robot has written, or may have written, anything outside for this item."""
    return bool(connection.execute(select(exists().where(journal.c.item_id == item_id))).scalar())


def _checked(known: Mapping[str, KeptReading], one: Correction, wrong: dict[tuple[str, str], str]) -> Correction | None:
    """The correction as it is kept; None where it is `wrong`, which then says so."""
    reading = known.get(one.sha256)
    read = None if reading is None else reading.document.field(one.field)
    if read is None:
        raise AnswerRefused(Why.NOT_CORRECTED_SO, f"no field '{redact(one.field)}' was read of that document")
    try:
        value = read_field(one.value, read.form)
    except UnreadableValue:
        wrong[one.sha256, one.field] = _like_this(read)
        return None
    return Correction(one.sha256, one.field, written(value, read.type))


def _like_this(read: ReadField) -> str:
    if read.words:
        return f"{read.title}: skriv et af disse: {', '.join(read.words)}."
    right = "det, som det står i fagsystemet" if read.pattern else f"for eksempel {EXAMPLES[read.type]}"
    return f"{read.title} kan ikke læses, som det er skrevet. Skriv {right}."


def _objections(
    reading: KeptReading, earlier: Mapping[tuple[str, str], str], given: Sequence[Correction]
) -> dict[tuple[str, str], str]:
    """What whoever knows the template has against its fields as they would be now."""
    values = {each.name: each.value for each in reading.document.fields if each.value}
    values |= {name: value for (sha256, name), value in earlier.items() if sha256 == reading.sha256}
    values |= {each.field: each.value for each in given}
    found: dict[tuple[str, str], str] = {}
    for entry in entry_points(group=GROUP):
        check: Checker = entry.load()
        broken = check(reading.template, reading.document.kind, values)
        found |= {(each.sha256, each.field): broken[each.field] for each in given if each.field in broken}
    return found


def keep_corrections(connection: Connection, question_id: int, given: Sequence[Correction]) -> None:
    """Keep them with the answer to a question."""
    for each in given:
        connection.execute(
            insert(corrections).values(question_id=question_id, sha256=each.sha256, field=each.field, value=each.value)
        )


@dataclass(frozen=True)
class Corrected:
    """A correction with the number of the question it was given at."""

    question: int
    correction: Correction


def corrections_of(connection: Connection, item_id: int) -> list[Corrected]:
    """Every correction of an item's documents, oldest first; those retention has emptied are none."""
    rows = connection.execute(
        select(questions.c.number, corrections)
        .join(corrections, corrections.c.question_id == questions.c.id)
        .where(questions.c.item_id == item_id)
        .order_by(questions.c.number, corrections.c.sha256, corrections.c.field)
    )
    return [
        Corrected(row.number, Correction(row.sha256, row.field, row.value)) for row in rows if row.value is not None
    ]


def latest(connection: Connection, item_id: int) -> dict[tuple[str, str], str]:
    """What holds now, by document and field: the latest correction of each."""
    return {
        (each.correction.sha256, each.correction.field): each.correction.value
        for each in corrections_of(connection, item_id)
    }
