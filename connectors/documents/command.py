"""`gevinst extract FILE`: what a template reads of a document, with its evidence, or the one reason why not."""

import json as json_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from connectors.documents.extraction import Extraction, Value
from connectors.documents.extraction import extract as extract_fields
from connectors.documents.reading import read_document
from connectors.documents.templates import load_template
from gevinst.errors import Refused
from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal

_HIDDEN = "(skjult)"


def extract(
    file: Path, /, *, template: str = "helbredstillaeg", json: bool = False, show_personal: bool = False
) -> int:
    """Read a PDF or Word file by a template and show each field with where it was read.

    Args:
        file: The document.
        template: The family of documents it belongs to.
        json: Answer with JSON.
        show_personal: Show names and CPR numbers too; only for your own screen.

    Returns:
        0 when every field was read, 1 when the document needs a person.
    """
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    extraction = extract_fields(read_document(file), load_template(template))
    if json:
        print(json_module.dumps(_as_json(extraction, show_personal=show_personal), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        _show(extraction, show_personal=show_personal)
    return 0 if extraction.problem is None else 1


def _as_json(extraction: Extraction, *, show_personal: bool) -> dict[str, Any]:
    problem = extraction.problem
    return {
        "file": extraction.file,
        "sha256": extraction.sha256,
        "kind": extraction.kind or None,
        "problem": None if problem is None else {"code": problem.value, "sentence": problem.sentence},
        "power_of_attorney": extraction.power_of_attorney,
        "fields": {
            name: {
                "value": _text(field.value, show_personal=show_personal),
                "problem": field.problem,
                "evidence": [evidence.model_dump() for evidence in field.evidence],
            }
            for name, field in extraction.fields.items()
        },
    }


def _show(extraction: Extraction, *, show_personal: bool) -> None:
    console = Console()
    if extraction.problem is not None:
        console.print(f"[bold]Til en sagsbehandler:[/] {extraction.problem.sentence} ({extraction.problem})")
    if not extraction.fields:
        return
    table = Table("Felt", "Værdi", "Læst", title=f"{extraction.file}: {extraction.kind}")
    for name, field in extraction.fields.items():
        where = "; ".join(f"side {e.page}, {e.rule} »{e.source}«" for e in field.evidence)
        table.add_row(name, _text(field.value, show_personal=show_personal) or "", where or (field.problem or ""))
    console.print(table)


def _text(value: Value | None, *, show_personal: bool) -> str | None:
    match value:
        case None:
            return None
        case Cpr():
            return value.formatted if show_personal else _HIDDEN
        case Personal():
            return value.reveal() if show_personal else _HIDDEN
        case _:
            return str(value)
