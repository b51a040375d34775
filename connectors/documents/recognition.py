"""Which kind of document this is: by its XML type, by its form, by its words; and by which template, where nobody says."""

import re

from connectors.documents.document import Document
from connectors.documents.templates import Kind, Template, plain_name

_SURE = 60
"""So sure is a machine of most letters that are some."""

_TYPE_CODES = ("InvoiceTypeCode", "CreditNoteTypeCode", "ExchangedDocument/TypeCode")
# UNTDID 1001, those that need nobody's judgement: plain, and handed over to a factoring company.
_INVOICES = {"380", "393"}
_CREDIT_NOTES = {"381", "396"}


def kinds_of(document: Document, template: Template) -> list[str]:
    """The kinds a document may be; one is what it is, none or two are for a person.

    An e-invoice's type decides first, then a form's fields, then words. Between two by words, what the document calls itself
    in its largest letters decides.
    """
    if document.xml_type:
        said = f"{document.xml_type} {_what(document)}"
        return [kind.name for kind in template.kinds if said in kind.xml]
    if by_form := [kind.name for kind in template.kinds if _has_form(document, kind)]:
        return by_form
    text = document.text.casefold()
    kinds = [
        kind
        for kind in template.kinds
        if any(says(text, word) for word in kind.any_of) and not any(says(text, word) for word in kind.without)
    ]
    title = _title(document)
    titled = [kind for kind in kinds if any(says(title, word) for word in kind.any_of)]
    return [kind.name for kind in (titled if len(titled) == 1 else kinds)]


def recognise(document: Document, templates: list[Template]) -> list[Template]:
    """The templates by which a document is something; one is the right one."""
    return [template for template in templates if kinds_of(document, template)]


def says(text: str, words: str) -> bool:
    """Whether whole words stand in a text, both in small letters, also broken over lines: no "regning" in "beregning"."""
    between = r"\s+".join(r"(?:[-\u00ad]\n)?".join(map(re.escape, word)) for word in words.split())
    return re.search(rf"(?<!\w){between}(?!\w)", text) is not None


def _what(document: Document) -> str:
    """What an e-invoice is by its root and its type code; what is neither (a correction, a factored one) has no name here."""
    root = document.nodes[0].value
    codes = {node.value for node in document.nodes if node.plain_path in _TYPE_CODES}
    if root == "CreditNote" or codes & _CREDIT_NOTES:
        return "CreditNote" if codes <= _CREDIT_NOTES else ""
    return "Invoice" if codes <= _INVOICES else ""


def _has_form(document: Document, kind: Kind) -> bool:
    names = {plain_name(name) for name, _ in (*document.form_fields, *document.controls)}
    return bool(kind.form) and {plain_name(name) for name in kind.form} <= names


def _title(document: Document) -> str:
    """The largest letters of the first page; a stain that was read as a huge one is no title."""
    first = document.pages[0].number if document.pages else 0
    pages = [page for page in document.pages if page.number == first]
    segments = [each for page in pages for each in page.segments if each.confidence is None or each.confidence >= _SURE]
    largest = max((segment.size for segment in segments), default=0)
    within = 0.95 if not any(page.scanned for page in pages) else 0.8
    return "\n".join(segment.text for segment in segments if segment.size > within * largest).casefold()
