"""`gevinst extract FILE …`: what a template reads of documents, with its evidence, or the one reason why not."""

from pathlib import Path

from connectors.documents.document import Document
from connectors.documents.extracted import Extraction
from connectors.documents.extraction import extract as extract_fields
from connectors.documents.picture import draw
from connectors.documents.reading import read_document
from connectors.documents.recognition import recognise
from connectors.documents.showing import Shown
from connectors.documents.template_files import load_template, template_names
from connectors.documents.templates import Template
from gevinst.cli.output import AsJson, print_json, say
from gevinst.codes import Code
from gevinst.errors import Refused

AUTO = "auto"


def extract(
    *files: Path,
    template: str = "helbredstillaeg",
    json: AsJson = False,
    explain: bool = False,
    picture: Path | None = None,
    show_personal: bool = False,
) -> int:
    """Read PDF, Word or e-invoice files by a template and show each field with where it was read.

    Args:
        files: The documents.
        template: The family of documents they belong to; `auto` for the one that recognises each.
        json: Answer with JSON; a list where there are several files.
        explain: Show every place that was looked at and what became of it.
        picture: Draw the page with boxes over what was read, CPR numbers painted over; for one file.
        show_personal: Show names and CPR numbers too; only for your own screen.

    Returns:
        0 when every field was read, 1 when a document needs a person.
    """
    _check(files, picture)
    answers = [_read(file, template) for file in files]
    shown = [Shown(found, chosen, show_personal=show_personal) for _, chosen, found in answers]
    if json:
        said = [each.as_json() for each in shown]
        print_json(said if len(files) > 1 else said[0])
    else:
        for each in shown:
            each.print()
            if explain:
                each.explain()
    if picture is not None:
        document, chosen, found = answers[0]
        if chosen is None:
            raise Refused("no template recognises the document, so there is nothing to draw upon it")
        for drawn in draw(files[0], document, found, chosen, picture):
            say(f"Tegnet: {drawn}")
    return 1 if any(found.problem for _, _, found in answers) else 0


def _check(files: tuple[Path, ...], picture: Path | None) -> None:
    if not files:
        raise Refused("name a file: gevinst extract FILE")
    for file in files:
        if not file.is_file():
            raise Refused(f"there is no file {file}")
    if picture is not None and len(files) > 1:
        raise Refused("--picture draws one file; name one")


def _read(file: Path, name: str) -> tuple[Document, Template | None, Extraction]:
    document = read_document(file)
    if name != AUTO:
        template = load_template(name)
        return document, template, extract_fields(document, template)
    found = [(template, extract_fields(document, template)) for template in recognise(document, _all_templates())]
    # A clinic's bill and a supplier's may both be called "faktura": the one that reads it whole is meant, if it is one.
    whole = [each for each in found if each[1].problem is None]
    if len(found) == 1 or len(whole) == 1:
        template, extraction = (whole or found)[0]
        return document, template, extraction
    problem = document.problem or (Code.DOCUMENT_AMBIGUOUS if found else Code.DOCUMENT_UNKNOWN)
    return document, None, Extraction(file=document.name, sha256=document.sha256, problem=problem)


def _all_templates() -> list[Template]:
    return [load_template(each) for each in template_names()]
