"""What was read of an item's documents, as it was read: what a caseworker sees beside the page, and corrects. Case data."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.codes import Code
from gevinst.items.lease import hold
from gevinst.items.model import Item
from gevinst.store.clock import now_us
from gevinst.store.tables import readings
from gevinst.values.field_types import FieldType
from gevinst.values.fields import Form


class Place(BaseModel):
    """Where a value stands.

    Attributes:
        page: From 1.
        box: Left, top, width and height in points from the page's upper left corner; None where nobody can say, and
            `text` is looked for.
        text: What stands there, as it stands.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    page: int
    box: tuple[float, float, float, float] | None = None
    text: str = ""

    def __repr__(self) -> str:
        return f"Place(page={self.page})"


class ReadField(BaseModel):
    """One field of a document.

    Attributes:
        name: As the template calls it.
        title: As a caseworker does.
        type: The strict reader's; `long`, `pattern` and `words` are what the template asks besides (`Form`).
        value: As `gevinst.values.fields.written` writes it; empty where nothing was read.
        problem: Why there is none.
        candidates: The values that contradict each other, where they are nothing personal.
        places: Where it was read, or where that stands which can't be read.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    title: str
    type: FieldType
    long: bool = False
    pattern: str = ""
    words: tuple[str, ...] = ()
    value: str = ""
    problem: Code | None = None
    candidates: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def form(self) -> Form:
        """How it is written."""
        return Form(self.type, long=self.long, pattern=self.pattern, words=self.words)

    def __repr__(self) -> str:
        return f"ReadField({self.name}, problem={self.problem})"


class DocumentReading(BaseModel):
    """All that was read of one document.

    Attributes:
        kind: What it was taken for; empty where nobody can say.
        problem: Why nothing was read of it at all.
        fields: In the template's order.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kind: str = ""
    problem: Code | None = None
    fields: tuple[ReadField, ...] = ()

    def field(self, name: str) -> ReadField | None:
        """A field by its name; None where the template has none of that name."""
        return next((each for each in self.fields if each.name == name), None)


class KeptReading(BaseModel):
    """A reading as it is kept, with its template, when it was made, and by which claim of the item."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    sha256: str
    template: str
    read_at: int
    claim_no: int
    document: DocumentReading


def keep_reading(connection: Connection, item: Item, sha256: str, template: str, read: DocumentReading) -> None:
    """Keep what was read of one document in the place of what was read before; fenced by the item's lease.

    Raises:
        LeaseLost: The item is somebody else's.
    """
    hold(connection, item)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {
        "template": template,
        "result": read.model_dump(mode="json"),
        "claim_no": item.claim_no,
        "read_at": now_us(),
    }
    statement = dialect.insert(readings).values(item_id=item.id, sha256=sha256, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["item_id", "sha256"], set_=values))


def readings_of(connection: Connection, item_id: int) -> dict[str, KeptReading]:
    """What is kept of an item's documents, by their hashes; nothing once retention has emptied it."""
    rows = connection.execute(select(readings).where(readings.c.item_id == item_id))
    return {
        row.sha256: KeptReading(
            sha256=row.sha256,
            template=row.template,
            read_at=row.read_at,
            claim_no=row.claim_no,
            document=DocumentReading.model_validate(row.result),
        )
        for row in rows
        if row.result is not None
    }
