"""The peer's own test: invoice2data's eleven PDFs with the fields it expects of each, read by Gevinst and by itself.

Aim: more fields equal than invoice2data's, by pypdf alone, and none accepted that is wrong. The PDFs are not ours and are
never committed; the folder (invoice2data's `tests/compare`) is given. The templates in `benchmarks/invoices/` are our own. In
them only what no invoice of an issuer changes is a constant: its name, its country, its website, its VAT number, and the
sentence made of its name (`desc`). What the expected file holds though the page doesn't say it stays unread.

A field is equal by the rule in `benchmarks.equality`; all the lines of an invoice are one field, as they are there.
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accepted import accepted_fields, accepted_lines
from benchmarks.equality import are_lines
from benchmarks.results import Lines, Measured
from benchmarks.scores import Score, scored, total
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.recognition import recognise
from connectors.documents.template_files import load_template, template_names
from connectors.documents.templates import Template

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".venv-bench/bin/python"
TEMPLATES = Path(__file__).parent / "invoices"
_BASES = "base"


@dataclass(frozen=True)
class Comparison:
    """Both counts on the same files.

    Attributes:
        ours: Gevinst's.
        theirs: invoice2data's; None where it isn't installed.
        backends: What invoice2data read text by, in the order asked.
    """

    ours: Score
    theirs: Score | None = None
    backends: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """More than the peer, and nothing accepted that is wrong."""
        return self.theirs is not None and self.ours.equal > self.theirs.equal and not self.ours.wrong

    def __str__(self) -> str:
        ours = self.ours
        said = f"Gevinst (pypdf) {ours.equal} of {ours.count}, to a person {len(ours.missed)}"
        said += f", wrong and accepted {len(ours.wrong)}"
        if self.theirs is None:
            return f"invoice2data's own PDFs: {said}; invoice2data isn't installed: run `make bench`"
        theirs = f"{self.theirs.equal} of {self.theirs.count}, wrong and accepted {len(self.theirs.wrong)}"
        return f"invoice2data's own PDFs: {said}; invoice2data ({', '.join(self.backends)}) {theirs}"


def run(*, quick: bool, folder: Path | None) -> Lines:
    """The counts; without the folder nothing."""
    if folder is None:
        yield Measured(
            "left out: `--invoices FOLDER` names invoice2data's tests/compare, which is not ours to commit", ""
        )
        return
    found = compare(folder)
    yield Measured(str(found), "", "more equal than invoice2data, none wrong", found.holds)
    for name in found.ours.wrong:
        yield Measured(f"wrong and accepted: {name}", "")


def compare(folder: Path) -> Comparison:
    """Read all PDFs of the folder that have a JSON file beside them, by both."""
    expected = {path.with_suffix(".pdf").name: json.loads(path.read_text("utf-8"))[0] for path in folder.glob("*.json")}
    expected = {name: fields for name, fields in sorted(expected.items()) if (folder / name).exists()}
    templates = [
        load_template(name, folder=TEMPLATES) for name in template_names(TEMPLATES) if not name.startswith(_BASES)
    ]
    ours = total(scored(name, fields, _read(folder / name, templates, fields)) for name, fields in expected.items())
    if not PEER.exists():
        return Comparison(ours)
    command = [str(PEER), "-m", "benchmarks.peer_processes.with_invoice2data", str(folder.resolve())]
    told = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    theirs = total(scored(name, fields, told["found"][name]) for name, fields in expected.items())
    return Comparison(ours, theirs, tuple(told["backends"]))


def _read(path: Path, templates: list[Template], expected: Mapping[str, object]) -> dict[str, object]:
    """The accepted values of one PDF, by the names the expected file has for them; nothing where no one template knows it."""
    document = read_document(path)
    known = recognise(document, templates)
    if len(known) != 1:
        return {}
    found = extract(document, known[0])
    lines = accepted_lines(found)
    return accepted_fields(found) | {name: lines for name, value in expected.items() if are_lines(value)}
