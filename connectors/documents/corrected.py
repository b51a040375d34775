"""What a colleague has put right of a document, as fields; and what of it doesn't fit the template's own checks."""

from collections.abc import Mapping
from decimal import Decimal

from connectors.documents.checking import broken_checks
from connectors.documents.evidence import Evidence
from connectors.documents.extracted import FieldResult
from connectors.documents.readers import form_of
from connectors.documents.template_files import load_template
from connectors.documents.templates import Check, Template
from connectors.documents.trust import Trust
from gevinst.errors import ConfigurationError
from gevinst.values.errors import UnreadableValue
from gevinst.values.fields import Value, read_field


def given_fields(file: str, template: Template, given: Mapping[str, str]) -> dict[str, FieldResult]:
    """The fields a colleague has given. What the template doesn't know, or no longer reads so, is as if nobody had."""
    found = {}
    for name, text in given.items():
        value = _value(template, name, text)
        if value is not None:
            place = Evidence(file=file, page=0, rule="by a person", source="", trust=Trust.PERSON)
            found[name] = FieldResult(value=value, evidence=(place,))
    return found


def _value(template: Template, name: str, text: str) -> Value | None:
    if name not in template.fields:
        return None
    try:
        return read_field(text, form_of(template.fields[name]))
    except UnreadableValue:
        return None


def objections(template_name: str, kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Why values don't fit the template, in Danish by the field; what the entry point `gevinst.checking` asks for.

    Args:
        template_name: The template's.
        kind: What the document was taken for; one that needs a field isn't asked for it here.
        given: Every value there is, as text.
    """
    try:
        template = load_template(template_name)
    except ConfigurationError:  # it was taken away since; the next run says so
        return {}
    values = {name: _value(template, name, given.get(name, "")) for name in template.fields}
    found = {
        name: f"{template.title_of(name)} skal være mere end nul."
        for name, value in values.items()
        if template.fields[name].positive and isinstance(value, Decimal) and value <= 0
    }
    for check in broken_checks(template, values, ()):
        found |= {name: _in_danish(template, check) for name in check.fields if name not in found}
    return found


def _in_danish(template: Template, check: Check) -> str:
    titles = " og ".join(dict.fromkeys(f"»{template.title_of(name)}«" for name in check.fields))
    return f"{titles} stemmer ikke med hinanden. Ret den, der er forkert."
