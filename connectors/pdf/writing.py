"""Write PDFs: fill a form, bind, take apart, stamp. The files are strangers', so only the limited child opens them.

What is written appears under its name whole or not at all, and never in place of what it was made from.
"""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from connectors.pdf.answers import Answer
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, RetryLater
from gevinst.values.dates import format_date

MAX_BYTES = 50 << 20
LIMITS = Limits(seconds=60, memory_bytes=1 << 30)
"""For one call, also where it binds many files; what is written may have 512 MB (`gevinst.child_server`)."""


def fill_form(pdf: Path, values: Mapping[str, str | bool], into: Path, *, flat: bool = False) -> None:
    """Fill a form's fields; the others stay as they are. What the form works out by a script isn't worked out.

    Args:
        pdf: The form.
        values: By full name (the field `navn` in the group `borger` is `borger.navn`): a text; for a list or radio
            buttons the word that is shown, or the value behind it; for a check box True or False.
        into: The filled form.
        flat: Make the fields part of the page, so that nobody writes over them.

    Raises:
        ProcessError: There is no such field, or it doesn't take that value; names the field and what it takes.
        BusinessError: The form can't be written anew: encrypted, signed, damaged, too large, only for Adobe Reader.
        RetryLater: It couldn't be written just now.
    """
    _write("filling:fill_pdf", [pdf], [into], path=_name(pdf), values=dict(values), flat=flat)


def merge(pdfs: Sequence[tuple[str, Path]], into: Path) -> None:
    """Bind files into one, in this order, with a bookmark for each; forms are drawn, attachments come along.

    Args:
        pdfs: The bookmark's text and the file, for each.
        into: The bundle.

    Raises:
        BusinessError: One of them can't be bound (see `fill_form`); `detail` says which. A signed one is handed over by
            itself: in a bundle its signature would be void.
        RetryLater: It couldn't be written just now.
    """
    titles, paths = [title for title, _ in pdfs], [path for _, path in pdfs]
    _write("bundling:merge_pdfs", paths, [into], paths=[_name(path) for path in paths], titles=titles)


def split(pdf: Path, ranges: Sequence[tuple[int, int]], into: Path) -> tuple[Path, ...]:
    """Take a file apart: a file for each range, with nothing in it of the other pages. Attachments stay behind.

    Args:
        pdf: The file.
        ranges: First and last page of each, from 1, both included.
        into: The folder for `del-1.pdf`, `del-2.pdf` …

    Returns:
        The files, in the order of the ranges.

    Raises:
        ProcessError: A range leads beyond the file.
        BusinessError: The file can't be taken apart (see `fill_form`).
        RetryLater: It couldn't be written just now.
    """
    parts = tuple(into / f"del-{number}.pdf" for number in range(1, len(ranges) + 1))
    _write("bundling:split_pdf", [pdf], parts, path=_name(pdf), ranges=list(ranges))
    return parts


def stamp(pdf: Path, lines: Sequence[str], into: Path) -> None:
    """Stamp the first page top right, as it is seen. The stamp covers nothing, and the original is still in the file.

    Args:
        pdf: The file.
        lines: What the stamp says (`received`); letters of Western Europe.
        into: The stamped file.

    Raises:
        ProcessError: The font has not every character of the lines.
        BusinessError: The file can't be stamped (see `fill_form`).
        RetryLater: It couldn't be written just now.
    """
    _write("stamping:stamp_pdf", [pdf], [into], path=_name(pdf), lines=list(lines))


def received(day: date, label: str) -> tuple[str, str]:
    """What the stamp of a received document says: the day, and our number."""
    return f"Modtaget {format_date(day)}", label


def _write(function: str, pdfs: Sequence[Path], targets: Sequence[Path], **arguments: Any) -> None:  # noqa: ANN401 (JSON)
    """Have the child write into a folder of its own beside the first target, then give the files their names."""
    if any(target.exists() and target.samefile(pdf) for target in targets for pdf in pdfs):
        raise ProcessError("a PDF would be written over what it is made from", code=Code.UNKNOWN_FAILURE)
    if any(pdf.stat().st_size > MAX_BYTES for pdf in pdfs):
        raise BusinessError(Code.LIMIT_EXCEEDED)
    if not targets:
        return
    with tempfile.TemporaryDirectory(dir=targets[0].parent, prefix=".gevinst-pdf-") as folder:
        _raise_for(_answer(function, into=folder, **arguments))
        for number, target in enumerate(targets, 1):
            part = Path(folder) / f"{number}.pdf"
            if part.is_symlink() or not part.is_file():  # the child isn't trusted
                raise BusinessError(Code.DOCUMENT_DAMAGED)
            part.replace(target)


def _answer(function: str, **arguments: Any) -> Answer:  # noqa: ANN401 (JSON)
    try:
        return Answer(**call_limited(f"connectors.pdf.{function}", limits=LIMITS, **arguments))
    except LimitExceeded:
        return Answer(problem=Code.LIMIT_EXCEEDED)
    except (ChildFailed, ValidationError, TypeError) as error:
        return Answer(problem=Code.DOCUMENT_DAMAGED, name=str(error) if isinstance(error, ChildFailed) else "")


def _raise_for(answer: Answer) -> None:
    if answer.problem is None:
        return
    if answer.sentence:
        raise ProcessError(answer.sentence, code=answer.problem)
    if answer.problem is Code.TRY_LATER:
        raise RetryLater("a PDF couldn't be written")
    raise BusinessError(answer.problem, f"file {answer.number}" if answer.number else answer.name)


def _name(path: Path) -> str:
    return str(path.resolve())
