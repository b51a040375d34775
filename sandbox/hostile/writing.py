"""The whole set, and a folder of it."""

import json
from pathlib import Path

from gevinst.codes import Code
from sandbox.hostile.case import Hostile, Lure
from sandbox.hostile.invoices import INVOICES
from sandbox.hostile.pdf_bombs import PDF_BOMBS
from sandbox.hostile.pdf_broken import PDF_BROKEN
from sandbox.hostile.pdf_cycles import PDF_CYCLES
from sandbox.hostile.word_archive import WORD_ARCHIVE
from sandbox.hostile.word_bombs import WORD_BOMBS
from sandbox.hostile.word_relations import word_relations
from sandbox.hostile.word_xml import word_xml

REASONS = "reasons.json"


def hostile_files(lure: Lure | None = None) -> list[Hostile]:
    """Every file; what leads out of one leads to the lure."""
    lure = lure or Lure()
    led_out = [*word_xml(lure), *word_relations(lure)]
    return [*PDF_BOMBS, *PDF_CYCLES, *PDF_BROKEN, *WORD_BOMBS, *WORD_ARCHIVE, *led_out, *INVOICES]


def write_hostile(into: Path, lure: Lure | None = None) -> dict[str, Code | None]:
    """Write them all, and beside them which reason each must end in; null for one that must be read."""
    into.mkdir(parents=True, exist_ok=True)
    reasons = {}
    for file in hostile_files(lure):
        (into / file.name).write_bytes(file.make())
        reasons[file.name] = file.reason
    (into / REASONS).write_text(json.dumps(reasons, indent=2) + "\n", encoding="utf-8")
    return reasons
