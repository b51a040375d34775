"""A PDF form's fields: what each is called, what it takes, and the boxes that show it; used only in the limited child."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject

from connectors.pdf.opening import widgets

_DEEPEST = 30
RADIO, BUTTON = 1 << 15, 1 << 16
MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
EDITABLE = 1 << 18


class Kind(Enum):
    """What a field takes."""

    TEXT = auto()
    CHOICE = auto()
    CHECKBOX = auto()
    RADIO = auto()
    NOTHING = auto()


@dataclass
class Field:
    """One field.

    Attributes:
        entries: Its dictionary in the file.
        boxes: Where it shows, each with its page.
    """

    name: str
    entries: DictionaryObject
    boxes: list[tuple[PageObject, DictionaryObject]] = field(default_factory=list)

    def inherited(self, key: str) -> Any:  # noqa: ANN401 (whatever the file holds)
        """An entry of its own, or of the groups it is in."""
        value = self.entries.get_inherited(key)
        return None if value is None else value.get_object()

    @property
    def flags(self) -> int:
        """Its flags, as numbers of the format's."""
        return int(self.inherited("/Ff") or 0)

    @property
    def kind(self) -> Kind:
        """What it takes; check boxes of one name with several signs are a choice between them."""
        match self.inherited("/FT"):
            case "/Tx":
                return Kind.TEXT
            case "/Ch":
                return Kind.CHOICE
            case "/Btn" if not self.flags & BUTTON:
                return Kind.RADIO if self.flags & RADIO or len(self.states) > 1 else Kind.CHECKBOX
            case _:
                return Kind.NOTHING

    @property
    def options(self) -> list[tuple[str, str]]:
        """A list's choices: what is stored, and what is shown."""
        pairs = []
        for option in self.inherited("/Opt") or []:
            each = option.get_object()
            stored, shown = (each[0], each[1]) if isinstance(each, ArrayObject) else (each, each)
            pairs.append((str(stored), str(shown)))
        return pairs

    @property
    def states(self) -> dict[str, str]:
        """The states of a check box or radio button other than off, each by the word for it."""
        found: dict[str, str] = {}
        for _, box in self.boxes:
            appearances = box.get("/AP", DictionaryObject()).get("/N", DictionaryObject())
            found |= {str(state): str(state)[1:] for state in appearances if str(state) != "/Off"}
        words = [str(each) for each in self.inherited("/Opt") or []]
        for state, word in found.items():
            if word.isdecimal() and int(word) < len(words):  # the state is the number of its word
                found[state] = words[int(word)]
        return found


def fields_of(writer: PdfWriter) -> list[Field]:
    """Every field that has a box somewhere, by its full name: groups and field with dots between them.

    A name may stand there twice, where a program put forms together; to a viewer they are one field.
    """
    found: dict[int, Field] = {}
    for page in writer.pages:
        for box in widgets(page):
            entries = _named(box)
            if entries is not None:
                one = found.setdefault(id(entries), Field(_full_name(entries), entries))
                one.boxes.append((page, box))
    return list(found.values())


def _named(box: DictionaryObject) -> DictionaryObject | None:
    """The field a box belongs to: the nearest that has a name."""
    return next((each for each in _upwards(box) if "/T" in each), None)


def _full_name(entries: DictionaryObject) -> str:
    return ".".join(reversed([str(each["/T"]) for each in _upwards(entries) if "/T" in each]))


def _upwards(entries: DictionaryObject) -> list[DictionaryObject]:
    chain = [entries]
    while "/Parent" in chain[-1]:
        parent = chain[-1]["/Parent"]
        if not isinstance(parent, DictionaryObject) or len(chain) > _DEEPEST:
            raise PdfReadError("a form's groups lead nowhere")
        chain.append(parent)
    return chain
