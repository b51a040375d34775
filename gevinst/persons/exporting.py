"""The right of access (GDPR articles 15 and 20): one private folder with a page, the same as JSON, and the files.

The page is for the person who answers the citizen to look through first: a document that came in may tell of others too.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from sqlalchemy import Connection, select

from gevinst.errors import Refused
from gevinst.items.files import stored_path
from gevinst.persons import words
from gevinst.persons.about import hash_of
from gevinst.persons.finding import LookUp, View, items_about, look_ups, views_of
from gevinst.persons.holdings import Held, HeldFile, held_of
from gevinst.persons.restricting import restricted_since
from gevinst.private_files import make_private_folder, write_private
from gevinst.profile import load_profile
from gevinst.redaction import redact
from gevinst.reports import danish
from gevinst.reports.templating import TEMPLATES as SHARED
from gevinst.reports.templating import environment
from gevinst.store.clock import now_us, to_datetime
from gevinst.values.cpr import Cpr

PAGE, DATA, FILES = "indsigt.html", "indsigt.json", "filer"
_LONGEST_SUFFIX = 6
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Exported:
    """What was written, by numbers only.

    Attributes:
        items: How many items there are about the citizen.
        files: How many files were copied.
        named: How many files are named and not copied, since others' data may be in them.
        missing: How many files should be in the store and aren't.
    """

    items: int
    files: int
    named: int
    missing: int


@dataclass(frozen=True)
class _Whole:
    """All of it, as it is told."""

    cpr: Cpr
    made_at: int
    restricted_at: int | None
    held: tuple[Held, ...]
    look_ups: tuple[LookUp, ...]
    views: tuple[View, ...]


def export(connection: Connection, cpr: Cpr, folder: Path) -> Exported:
    """Write everything that is held about a citizen into a folder of its own, whole or not at all.

    Raises:
        Refused: The folder isn't empty, can't be written, or is called by a CPR number; nothing is left of it. The folder
            isn't repeated: whoever named it may have used the citizen's name.
        ConfigurationError: The profile can't be read.
    """
    if redact(str(folder)) != str(folder):
        raise Refused("mappen må ikke hedde et CPR-nummer: kald den for eksempel sagens nummer i ESDH")
    whole = _gather(connection, cpr)
    try:
        return _written_whole(folder, lambda coming: _write(whole, coming))
    except OSError as error:
        raise Refused(f"mappen kan ikke skrives: {error.strerror}") from None


def _gather(connection: Connection, cpr: Cpr) -> _Whole:
    cpr_hash = hash_of(cpr)
    found = items_about(connection, cpr_hash)
    return _Whole(
        cpr=cpr,
        made_at=connection.execute(select(now_us())).scalar_one(),
        restricted_at=restricted_since(connection, cpr_hash),
        held=tuple(held_of(connection, each, cpr) for each in found),
        look_ups=tuple(look_ups(connection, cpr_hash)),
        views=tuple(views_of(connection, [each.item_id for each in found])),
    )


def _written_whole(folder: Path, write: Callable[[Path], Exported]) -> Exported:
    """Let a new private folder be filled beside it, and give it its name at the end."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("mappen findes og er ikke tom; vælg en ny")
    make_private_folder(folder.absolute().parent)
    coming = Path(tempfile.mkdtemp(prefix=".indsigt-", dir=folder.absolute().parent))
    try:
        done = write(coming)
        if folder.exists():
            folder.rmdir()
        coming.rename(folder)
    except BaseException:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    return done


def _write(whole: _Whole, folder: Path) -> Exported:
    copied: dict[tuple[int, HeldFile], str] = {}
    named = missing = 0
    for held in whole.held:
        for file in held.files:
            if held.is_shared:
                named += 1
            elif not stored_path(file.sha256).is_file():
                missing += 1
            else:
                copied[held.found.item_id, file] = _copy(held, file, folder)

    def place_of(held: Held, file: HeldFile) -> str | None:
        return copied.get((held.found.item_id, file))

    write_private(folder / DATA, json.dumps(_as_json(whole, place_of), ensure_ascii=False, indent=2) + "\n")
    write_private(folder / PAGE, _as_page(whole, place_of))
    return Exported(len(whole.held), len(copied), named, missing)


def _copy(held: Held, file: HeldFile, folder: Path) -> str:
    """The file under a neutral name, below its item's number; returns where, from the folder."""
    suffix = Path(file.name).suffix.lower()
    if not suffix[1:].isalnum() or len(suffix) > _LONGEST_SUFFIX:
        suffix = ""
    place = f"{FILES}/{held.found.item}/{file.role}-{file.position}{suffix}"
    write_private(folder / place, stored_path(file.sha256).read_bytes())
    return place


PlaceOf = Callable[[Held, HeldFile], str | None]


def _as_page(whole: _Whole, place_of: PlaceOf) -> str:
    made = environment()
    made.loader = FileSystemLoader([TEMPLATES, SHARED])
    made.filters |= {"tid": danish.moment, "felt": words.field, "ord": words.value}
    return made.get_template("insight.html").render(
        whole=whole,
        profile=load_profile(),
        place_of=place_of,
        parts=[(held, _by_part(held)) for held in whole.held],
        words=words,
        data=DATA,
    )


def _by_part(held: Held) -> list[tuple[str, list[Any]]]:
    return [(words.PARTS[part], list(records)) for part, records in groupby(held.records, lambda each: each.part)]


def _as_json(whole: _Whole, place_of: PlaceOf) -> dict[str, Any]:
    return {
        "made_at": _moment(whole.made_at),
        "cpr": whole.cpr.digits,
        "restricted_since": _moment(whole.restricted_at),
        "items": [_item_json(held, place_of) for held in whole.held],
        "look_ups": [
            {
                "at": _moment(each.recorded_at),
                "account": "staff" if each.by_staff else each.who,
                "system": each.system,
                "purpose": each.purpose,
                "item_id": each.item_id,
            }
            for each in whole.look_ups
        ],
        "views": [
            {
                "at": _moment(each.recorded_at),
                "role": each.role,
                "route": each.route,
                "item_id": each.item_id,
                "status": each.status,
            }
            for each in whole.views
        ],
    }


def _item_json(held: Held, place_of: PlaceOf) -> dict[str, Any]:
    found = held.found
    return {
        "item": found.item,
        "queue": found.queue,
        "state": found.state,
        "outcome": found.outcome,
        "reason": found.code.sentence if found.code else None,
        "created_at": _moment(found.created_at),
        "finished_at": _moment(held.finished_at),
        "retention_days": held.retention_days,
        "neutralised": found.is_neutralised,
        "about_others_too": held.is_shared,
        "records": [{"part": each.part, "at": _moment(each.at), "data": each.data} for each in held.records],
        "records_left_out": held.left_out,
        "files": [vars(each) | {"copied_to": place_of(held, each)} for each in held.files],
        "evidence_not_copied": held.has_evidence,
    }


def _moment(instant_us: int | None) -> str | None:
    return None if instant_us is None else to_datetime(instant_us).isoformat(timespec="seconds")
