"""Templates: how to recognise a kind of document, where its fields are and what must hold between them; strict models."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from connectors.documents.labels import Labels, plain
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.field_types import FieldType

FREE = (FieldType.TEXT, FieldType.NAME, FieldType.ADDRESS)
"""Types whose values are words: anything may be one, so what belongs to them is decided by where it stands."""


PERSONAL = (
    FieldType.CPR,
    FieldType.NAME,
    FieldType.ADDRESS,
    FieldType.EMAIL,
    FieldType.PHONE,
    FieldType.ACCOUNT,
)
"""Types whose values may be a citizen's: shown to nobody who doesn't ask for them."""


class Strict(BaseModel):
    """A part of a template; an unknown key is an error, not a field that is silently never found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(Strict):
    """One kind of document, told by any of its words, form fields or XML types; by none of the words in `without`.

    Attributes:
        name: What it is called in the extraction and in `required_for`.
        any_of: Words, one of which stands in it whole.
        without: Words that make it another kind.
        form: Form fields or content controls that are all there: a form knows itself better than by its words.
        xml: Formats of e-invoices, each with what it is: `oioubl Invoice`, `peppol CreditNote`, `cii Invoice`.
    """

    name: str
    any_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    xml: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Self:
        if not (self.any_of or self.form or self.xml):
            message = "any_of: give words, form fields or XML types to know it by"
            raise ValueError(message)
        return self


def _with_group(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        message = f"'{pattern}' is no regular expression: {error}"
        raise ValueError(message) from None
    if not groups:
        message = f"'{pattern}' must have a (group), which is the value"
        raise ValueError(message)
    return pattern


Pattern = Annotated[str, AfterValidator(_with_group)]
"""A regular expression whose group is the value; of several groups, what each holds, with a blank between."""


class Area(Strict):
    """A rectangle on a page, in millimetres from its upper left corner; with a pattern, the part of its text that is meant."""

    page: int = Field(default=1, ge=1)
    left: float = Field(ge=0)
    top: float = Field(ge=0)
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    pattern: Pattern | None = None


class FieldRule(Strict):
    """One field: where it may stand, in falling trust, and what is asked of it.

    Attributes:
        type: The strict reader.
        title: What a caseworker calls it; default the field's name.
        xml: Paths in an e-invoice from below its root, `LegalMonetaryTotal/PayableAmount`, the last with attributes that
            must hold, `ID[schemeID=GLN]`. The first that is there counts: each format and country has its own.
        form: Names of form fields and content controls that hold it.
        labels: Labels that stand to the left of it, above it, or before it on its line; or head its column.
        areas: Places where it stands, whatever stands beside it.
        patterns: Regular expressions, searched in each line of text.
        passages: Regular expressions, searched in all of a page's lines, one under the other: for a text of several lines.
        means: What each of the few texts that may stand there means, `kr.: DKK`; any other is unreadable. Of a text only.
        long: Whether it is a text of several lines or paragraphs, which below a heading goes on to the next one.
        constant: What holds for every document of the template, such as an issuer's name.
        required_for: The kinds that can't do without it.
        positive: Whether an amount of nothing or less is one for a person.
        trust: The least trusted source that is believed alone.
        pattern: For a case number: the municipality's own form, instead of KLE's.
        missing: The code when it isn't there.
        conflict: The code when two different values are there.
    """

    type: FieldType
    title: str = ""
    xml: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    passages: tuple[Pattern, ...] = ()
    means: dict[str, str] = {}
    long: bool = False
    constant: str | None = None
    required_for: tuple[str, ...] = ()
    positive: bool = False
    trust: Trust = Trust.OCR
    pattern: str | None = None
    missing: Code = Code.FIELD_MISSING
    conflict: Code = Code.CONFLICTING_VALUES

    @model_validator(mode="after")
    def _means_a_text(self) -> Self:
        if self.means and self.type is not FieldType.TEXT:
            message = "means: only a text can mean another"
            raise ValueError(message)
        return self


class RowPatterns(Strict):
    """Lines told by how their rows are written, where no headings stand above them or several columns became one text.

    Each row between start and end must be one of the three, in this order of asking; one that is none of them is a line that
    can't be read. The names of groups are the columns: `(?P<name>.+)`. Three blanks stand where there is a gap on the page.

    Attributes:
        starts_at: What stands first in the row above the first line, on each page where lines begin anew.
        others: Rows that are no lines: a heading's second line, a subtotal.
        lines: Rows that are a line each.
        more: Rows that go on with the line above.
    """

    starts_at: tuple[str, ...] = Field(min_length=1)
    others: tuple[str, ...] = ()
    lines: tuple[str, ...] = Field(min_length=1)
    more: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _are_patterns(self) -> Self:
        for pattern in (*self.others, *self.lines, *self.more):
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"'{pattern}' is no regular expression: {error}"
                raise ValueError(message) from None
        return self

    @property
    def columns(self) -> set[str]:
        """The columns its patterns name."""
        return {name for pattern in (*self.lines, *self.more) for name in re.compile(pattern).groupindex}


class LineFields(Strict):
    """The lines of an invoice: elements of an e-invoice, or rows below a row of headings, or rows written in a known way.

    Attributes:
        xml: The element of one line: `InvoiceLine`.
        ends_at: What stands first in a row that is no line any more: `I alt`.
        rows: How rows are written, instead of headings.
        fields: The columns, by name; `labels` are their headings, `xml` paths from below the line's element.
        required_for: The kinds that have at least one line.
    """

    xml: tuple[str, ...] = ()
    ends_at: tuple[str, ...] = ()
    rows: RowPatterns | None = None
    fields: dict[str, FieldRule]
    required_for: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_its_columns(self) -> Self:
        if self.rows is not None and (unknown := sorted(self.rows.columns - self.fields.keys())):
            message = f"rows: there is no column '{unknown[0]}'"
            raise ValueError(message)
        return self

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """What a row that is no line begins with, as texts are compared."""
        return tuple(plain(end) for end in self.ends_at)


class Check(Strict):
    """What must hold between fields. Exactly one of total, lines, share, first and birthday is given.

    It is asked where the first field it names and the one it compares with are there; an amount that isn't there is none.

    Attributes:
        total: Amounts whose sum `equals` is; one with a minus before its name is taken off.
        lines: A column of the lines, whose sum `equals` is.
        share: A percentage of `of` that `equals` is.
        first: A date that isn't after the date `not_after`.
        birthday: A CPR number that belongs to the birth date `equals`.
        within: How far an amount may be off, in kroner: what rounding each line does to the sum.
    """

    total: tuple[str, ...] = ()
    lines: str = ""
    share: Decimal | None = None
    of: str = ""
    first: str = ""
    not_after: str = ""
    birthday: str = ""
    equals: str = ""
    within: Decimal = Decimal(0)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = [bool(self.total), bool(self.lines), self.share is not None, bool(self.first), bool(self.birthday)]
        compared = bool(self.not_after) if self.first else bool(self.equals)
        if sum(given) != 1 or not compared or (self.share is not None) != bool(self.of):
            message = (
                "give one of total, lines, birthday (with equals), share (with of and equals), first (with not_after)"
            )
            raise ValueError(message)
        return self

    @property
    def sentence(self) -> str:
        """What it asks, as one would write it on paper."""
        if self.first:
            return f"{self.first} ≤ {self.not_after}"
        if self.birthday:
            return f"the birth date of {self.birthday} = {self.equals}"
        if self.lines:
            return f"the sum of the lines' {self.lines} = {self.equals}"
        whole = " + ".join(self.total).replace("+ -", "- ") or f"{self.share} % of {self.of}"
        return f"{whole} = {self.equals}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it compares, not those of lines."""
        named = (
            *(name.removeprefix("-") for name in self.total),
            self.of,
            self.first,
            self.not_after,
            self.birthday,
            self.equals,
        )
        return tuple(name for name in named if name)


class Template(Strict):
    """One family of documents.

    Attributes:
        name: The file's name without its ending.
        locale: In which country's way dates and amounts are written; Danish unless declared, and never guessed.
        amounts: In which country's way amounts and numbers are, where it is another than the dates'.
        kinds: What may come; a document that looks like two of them is one for a person.
        fields: What is read.
        lines: The invoice lines, if there are any.
        checks: What must hold between fields.
        other_labels: Labels that stand beside the fields': known so that none is ever taken for a value.
        power_of_attorney: Words by which somebody says that they act for the citizen.
        signed: Whether a signed file, whose signature nobody has verified, is taken all the same.
    """

    name: str
    locale: str = "da"
    amounts: str = ""
    kinds: tuple[Kind, ...] = Field(min_length=1)
    fields: dict[str, FieldRule]
    lines: LineFields | None = None
    checks: tuple[Check, ...] = ()
    other_labels: tuple[str, ...] = ()
    power_of_attorney: tuple[str, ...] = ()
    signed: bool = False

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        for problem in self._contradictions():
            raise ValueError(problem)
        return self

    def _contradictions(self) -> Iterator[str]:
        kinds = {kind.name for kind in self.kinds}
        for name, rule in self.fields.items():
            if unknown := sorted(set(rule.required_for) - kinds):
                yield f"fields → {name} → required_for: there is no kind '{unknown[0]}'"
        if self.lines is not None and (unknown := sorted(set(self.lines.required_for) - kinds)):
            yield f"lines → required_for: there is no kind '{unknown[0]}'"
        labels = Counter(label for rule in self.fields.values() for label in {plain(each) for each in rule.labels})
        if twice := [label for label, times in labels.items() if times > 1]:
            yield f"fields: the label '{twice[0]}' belongs to two of them"
        for number, check in enumerate(self.checks):
            if unknown := sorted(set(check.fields) - self.fields.keys()):
                yield f"checks → {number}: there is no field '{unknown[0]}'"
            if check.lines and (self.lines is None or check.lines not in self.lines.fields):
                yield f"checks → {number} → lines: there is no column '{check.lines}'"

    def title_of(self, name: str) -> str:
        """What a caseworker calls a field."""
        return self.fields[name].title or name

    @cached_property
    def labels(self) -> Labels:
        """Every label there is, as documents are searched for them."""
        rules = [*self.fields.values(), *(self.lines.fields.values() if self.lines else ())]
        return Labels([*(label for rule in rules for label in rule.labels), *self.other_labels])


def plain_name(name: str) -> str:
    """A form field's or control's name as it is compared: the last part of a path, letters only."""
    return re.sub(r"[^a-zæøå]", "", name.rpartition(".")[2].casefold())
