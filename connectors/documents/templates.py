"""Templates: how to recognise a kind of document and where its fields are, in YAML, read into strict models."""

import re
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from connectors.documents.labels import Labels, plain
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
    """One kind of document: one of `any_of` stands in it as a whole word, and none of `without`."""

    name: str
    any_of: tuple[str, ...] = Field(min_length=1)
    without: tuple[str, ...] = ()


class FieldRule(Strict):
    """One field: names in forms and controls, labels on the page, in falling trust.

    Attributes:
        type: The strict reader.
        form: Names of form fields and content controls that hold it.
        labels: Labels that stand to the left of it, above it, or before it on its line.
        required_for: The kinds that can't do without it.
        positive: Whether an amount of nothing or less is one for a person.
        missing: The code when it isn't there.
        conflict: The code when two different values are there.
    """

    type: FieldType
    form: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()
    positive: bool = False
    missing: Code = Code.FIELD_MISSING
    conflict: Code = Code.CONFLICTING_VALUES


class Template(Strict):
    """One family of documents.

    Attributes:
        name: The file's name without its ending.
        kinds: What may come; a document that looks like two of them is one for a person.
        fields: What is read.
        other_labels: Labels that stand beside the fields': known so that none is ever taken for a value.
        power_of_attorney: Words by which somebody says that they act for the citizen.
    """

    name: str
    kinds: tuple[Kind, ...] = Field(min_length=1)
    fields: dict[str, FieldRule]
    other_labels: tuple[str, ...] = ()
    power_of_attorney: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        kinds = {kind.name for kind in self.kinds}
        for name, rule in self.fields.items():
            if unknown := sorted(set(rule.required_for) - kinds):
                message = f"fields → {name} → required_for: there is no kind '{unknown[0]}'"
                raise ValueError(message)
        labels = Counter(label for rule in self.fields.values() for label in {plain(each) for each in rule.labels})
        if twice := [label for label, times in labels.items() if times > 1]:
            message = f"fields: the label '{twice[0]}' belongs to two of them"
            raise ValueError(message)
        return self

    @property
    def labels(self) -> Labels:
        """Every label there is, as documents are searched for them."""
        return Labels([*(label for rule in self.fields.values() for label in rule.labels), *self.other_labels])


def plain_name(name: str) -> str:
    """A form field's or control's name as it is compared: the last part of a path, letters only."""
    return re.sub(r"[^a-zæøå]", "", name.rpartition(".")[2].casefold())


def load_template(name: str, *, folder: Path = FOLDER) -> Template:
    """Read a template by name; a wrong one is a `ConfigurationError` that names file, place and reason."""
    path = folder / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.yaml")))
        raise ConfigurationError(f"there is no document template '{name}'; known: {known}")
    try:
        return Template.model_validate(yaml.load(path.read_text(encoding="utf-8"), _NoRepeats))  # noqa: S506 (it is safe)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{path}: line {line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(map(str, first["loc"])) or "the whole"
        raise ConfigurationError(f"{path}: {place}: {first['msg']}") from None


class _NoRepeats(yaml.SafeLoader):
    """YAML's last of two equal keys wins in silence: a field that was written twice would be half of what was meant."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002
        """The mapping, if no key stands in it twice."""
        seen: list[object] = []
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands here twice", key.start_mark)
            seen.append(key.value)
        return super().construct_mapping(node, deep=deep)
