"""Templates written in a test, and what they read of a document made there."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from connectors.documents.extracted import Extraction
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.templates import Template
from tests.connectors.documents.samples import Line, pdf

KIND = {"name": "brev", "any_of": ["brev"]}


def template(folder: Path, fields: dict[str, Any], **more: Any) -> Template:
    """A template with one kind, `brev`, unless told otherwise."""
    said = {"name": "skrevet", "kinds": [KIND], "fields": fields} | more
    (folder / "skrevet.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return load_template("skrevet", folder=folder)


def read(folder: Path, fields: dict[str, Any], lines: Iterable[Line], **more: Any) -> Extraction:
    """What such a template reads of a page with the title "Brev" and these lines of text."""
    path = folder / "brev.pdf"
    path.write_bytes(pdf([(60, 770, "Brev", 18), *lines]))
    return extract(read_document(path), template(folder, fields, **more))
