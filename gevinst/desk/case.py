"""One case as its caseworker sees it: whom it is about, what was read, what was done, what was asked and answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from gevinst.codes import Code
from gevinst.desk.doings import Done, doings_of
from gevinst.desk.due import Badge, badge_of
from gevinst.items.choices import Choice, choices_for
from gevinst.items.corrections import Corrected, corrections_of, has_written, latest
from gevinst.items.model import Outcome, State, label
from gevinst.items.notes import Note, notes_of
from gevinst.items.proposals import Proposal, proposal_to
from gevinst.items.readings import KeptReading, ReadField, readings_of
from gevinst.persons.restricting import is_restricted
from gevinst.store.clock import now_us
from gevinst.store.tables import answers, files, item_files, items, potentials, questions, staff
from gevinst.values.field_types import FieldType

SHORT_HASH = 12
"""How much of a document's hash names it in an address."""
_ROLES = ("original", "attachment", "letter")


@dataclass(frozen=True)
class KeptFile:
    """One file of the case; `number` is its place among them, from 1."""

    number: int
    role: str
    sha256: str
    file_name: str
    media_type: str
    size_bytes: int

    @property
    def short(self) -> str:
        """What names it in an address."""
        return self.sha256[:SHORT_HASH]


@dataclass(frozen=True)
class ShownField:
    """A field of a document: what the robot read, and what a colleague has put in its place since."""

    read: ReadField
    corrected: str | None

    @property
    def value(self) -> str:
        """What holds now; empty where nothing does."""
        return self.read.value if self.corrected is None else self.corrected

    @property
    def is_open(self) -> bool:
        """Whether somebody must still put it right."""
        return self.read.problem is not None and self.corrected is None

    @property
    def seen(self) -> tuple[str, ...]:
        """What stands in its places on the page, where it couldn't be read."""
        return tuple(dict.fromkeys(place.text for place in self.read.places if place.text)) if self.is_open else ()


@dataclass(frozen=True)
class ShownDocument:
    """A file that was read, or that came with the mail.

    Attributes:
        reading: None where nobody has read it yet.
        is_latest: Whether the run that asked the question has read it: what lies on the mail no more was read before that.
    """

    file: KeptFile
    reading: KeptReading | None
    is_latest: bool = False
    fields: tuple[ShownField, ...] = ()


@dataclass(frozen=True)
class OpenQuestion:
    """What the case waits for now."""

    number: int
    code: Code
    act: str | None
    candidates: tuple[str, ...]
    asked_at: int
    proposal: Proposal | None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered."""
        return choices_for(self.act)


@dataclass(frozen=True)
class Answered:
    """An earlier question with its answer; `initials` is None once who gave it was forgotten."""

    number: int
    code: Code
    choice: Choice
    candidate: str
    case_number: str
    initials: str | None
    answered_at: int
    corrections: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CaseFacts:
    """All that our own database knows of a case. `repr` shows its number."""

    item_id: int
    queue: str
    unit: str
    process: str
    state: State
    code: Code | None
    outcome: Outcome | None
    created_at: int
    finished_at: int | None
    due_at: int | None
    badge: Badge | None
    is_neutralised: bool
    is_restricted: bool
    has_written: bool
    question: OpenQuestion | None = field(repr=False)
    documents: tuple[ShownDocument, ...] = field(repr=False)
    files: tuple[KeptFile, ...] = field(repr=False)
    done: tuple[Done, ...] = field(repr=False)
    answered: tuple[Answered, ...] = field(repr=False)
    notes: tuple[Note, ...] = field(repr=False)

    @property
    def label(self) -> str:
        """`GEV-1042`."""
        return label(self.item_id)

    @property
    def names(self) -> tuple[str, ...]:
        """Whom it is about, as the documents or a colleague write it."""
        return self._values(FieldType.NAME)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The CPR numbers in it, with their dash."""
        return self._values(FieldType.CPR)

    @property
    def original(self) -> KeptFile | None:
        """The mail as it was last seen."""
        return next((each for each in reversed(self.files) if each.role == "original"), None)

    def with_documents_of(self, mail: Collection[str]) -> "CaseFacts":
        """The case with the documents that lie on its mail now; those a colleague has taken off stay among the files."""
        return replace(self, documents=tuple(each for each in self.documents if each.file.sha256 in mail))

    @property
    def can_correct(self) -> bool:
        """Whether fields can be put right here: a question waits that lets the robot go on, and nothing is written outside.

        Not while the citizen's data is restricted: then it is only kept.
        """
        if self.question is None or self.question.act is not None or self.question.proposal is not None:
            return False
        return not self.has_written and not self.is_restricted and any(each.fields for each in self.documents)

    def _values(self, kind: FieldType) -> tuple[str, ...]:
        shown = (each for document in self.documents for each in document.fields if each.read.type is kind)
        return tuple(dict.fromkeys(each.value for each in shown if each.value))


def case_facts(connection: Connection, item_id: int) -> CaseFacts | None:
    """A case by its number; None where there is none, or it counts for no potential and so is no unit's."""
    row = connection.execute(
        select(items, potentials.c.unit, potentials.c.title, now_us().label("now"))
        .join(potentials, potentials.c.id == items.c.potential_id)
        .where(items.c.id == item_id)
    ).one_or_none()
    if row is None:
        return None
    kept = _files(connection, item_id)
    readings = readings_of(connection, item_id)
    return CaseFacts(
        item_id=row.id,
        queue=row.queue,
        unit=row.unit,
        process=row.title,
        state=State(row.state),
        code=Code(row.code) if row.code else None,
        outcome=Outcome(row.outcome) if row.outcome else None,
        created_at=row.created_at,
        finished_at=row.finished_at,
        due_at=row.due_at,
        badge=badge_of(row.due_at, row.now) if row.state != State.COMPLETED else None,
        is_neutralised=row.neutralised_at is not None,
        is_restricted=is_restricted(connection, item_id),
        has_written=has_written(connection, item_id),
        question=_open_question(connection, row),
        documents=_documents(kept, readings, latest(connection, item_id), claim_no=row.claim_no),
        files=kept,
        done=doings_of(connection, item_id),
        answered=_answered(connection, item_id, readings),
        notes=tuple(note for note in notes_of(connection, item_id) if note.text),
    )


def _files(connection: Connection, item_id: int) -> tuple[KeptFile, ...]:
    rows = connection.execute(
        select(item_files, files.c.size_bytes)
        .join(files, files.c.sha256 == item_files.c.sha256)
        .where(item_files.c.item_id == item_id)
    ).all()
    ordered = sorted(rows, key=lambda row: (_ROLES.index(row.role), row.position))
    return tuple(
        KeptFile(number, row.role, row.sha256, row.file_name, row.media_type, row.size_bytes)
        for number, row in enumerate(ordered, 1)
    )


def _documents(
    kept: tuple[KeptFile, ...],
    readings: Mapping[str, KeptReading],
    corrected: Mapping[tuple[str, str], str],
    *,
    claim_no: int,
) -> tuple[ShownDocument, ...]:
    """What came with the mail, in its order; those somebody must put right stand first."""
    found = []
    for each in [file for file in kept if file.role == "attachment"]:
        reading = readings.get(each.sha256)
        read = () if reading is None else reading.document.fields
        fields = tuple(ShownField(one, corrected.get((each.sha256, one.name))) for one in read)
        is_latest = reading is not None and reading.claim_no == claim_no
        found.append(ShownDocument(each, reading, is_latest, fields))
    return tuple(sorted(found, key=lambda document: not any(each.is_open for each in document.fields)))


def _open_question(connection: Connection, item: Row[Any]) -> OpenQuestion | None:
    if item.state != State.PENDING:
        return None
    row = connection.execute(
        select(questions).where(questions.c.item_id == item.id).order_by(questions.c.number.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return OpenQuestion(
        number=row.number,
        code=Code(row.code),
        act=row.act,
        candidates=tuple(row.candidates),
        asked_at=row.asked_at,
        proposal=proposal_to(connection, row.id),
    )


def _answered(connection: Connection, item_id: int, readings: Mapping[str, KeptReading]) -> tuple[Answered, ...]:
    rows = connection.execute(
        select(questions, answers, staff.c.initials)
        .join(answers, answers.c.question_id == questions.c.id)
        .join(staff, staff.c.id == answers.c.staff_id)
        .where(questions.c.item_id == item_id)
        .order_by(questions.c.number)
    ).all()
    corrected = corrections_of(connection, item_id)
    return tuple(
        Answered(
            number=row.number,
            code=Code(row.code),
            choice=Choice(row.choice),
            candidate=row.candidate or "",
            case_number=row.case_number or "",
            initials=row.initials,
            answered_at=row.answered_at,
            corrections=tuple(_titled(readings, each) for each in corrected if each.question == row.number),
        )
        for row in rows
    )


def _titled(readings: Mapping[str, KeptReading], one: Corrected) -> tuple[str, str]:
    reading = readings.get(one.correction.sha256)
    read = None if reading is None else reading.document.field(one.correction.field)
    return (one.correction.field if read is None else read.title, one.correction.value)
