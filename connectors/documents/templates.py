"""Templates: how to recognise a kind of document and where its fields are, in YAML, read into strict models."""

from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from gevinst.codes import Code
from gevinst.errors import ConfigurationError

FOLDER = Path(__file__).parent / "templates"


class FieldType(StrEnum):
    """The strict readers a field may name."""

    CPR = "cpr"
    NAME = "name"
    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    CVR = "cvr"


class Strict(BaseModel):
    """A part of a template; an unknown key is an error, not a field that is silently never found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(Strict):
    """One kind of document: all of one keyword group must be there, and none of `without`."""

    name: str
    any_of: tuple[str, ...]
    without: tuple[str, ...] = ()


class FieldRule(Strict):
    """One field: names in forms and controls, labels on the page, in falling trust.

    Attributes:
        type: The strict reader.
        form: Names of form fields and content controls that hold it.
        labels: Labels that stand to the left of it, above it, or before it on its line.
        required_for: The kinds that can't do without it.
        missing: The code when it isn't there.
        conflict: The code when two different values are there.
    """

    type: FieldType
    form: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()
    missing: Code = Code.FIELD_MISSING
    conflict: Code = Code.CONFLICTING_VALUES


class Template(Strict):
    """One family of documents."""

    name: str
    kinds: tuple[Kind, ...]
    fields: dict[str, FieldRule]
    power_of_attorney: tuple[str, ...] = ()

    @property
    def labels(self) -> frozenset[str]:
        """Every label of every field: a segment that is one is never another field's value."""
        return frozenset(label.casefold() for rule in self.fields.values() for label in rule.labels)


def load_template(name: str) -> Template:
    """Read a template by name; a wrong one is a `ConfigurationError` that names file, place and reason."""
    path = FOLDER / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in FOLDER.glob("*.yaml")))
        raise ConfigurationError(f"there is no document template '{name}'; known: {known}")
    try:
        return Template.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(map(str, first["loc"]))
        raise ConfigurationError(f"{path}: {place}: {first['msg']}") from None
