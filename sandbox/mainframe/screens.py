"""SAGSYS' screens: where each text and field stands. Danish, and old: capitals, leader dots, a message row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.mainframe.datastream import Input, Piece, Text

PAGE_ROWS = 5
FORM = (  # row, label, name, length
    (6, "CPR-nummer", "cpr", 11),
    (8, "Art", "kind", 10),
    (9, "Beskrivelse", "text", 30),
    (10, "Dato", "date", 10),
    (11, "Beløb", "amount", 12),
    (13, "Ekstern reference", "reference", 10),
)
_MESSAGE_ROW, _KEYS_ROW = 22, 24
_LEADER = 20
_CUT = 16
_HEADER = f"{'Nummer':<16}{'Art':<10}{'Beskrivelse':<18}{'Beløb':>10}  {'CPR-nummer':<12}{'Reference':<10}"


def login(message: str = "") -> list[Piece]:
    """*LOG PÅ*."""
    return [
        *_frame("SAG00", "LOG PÅ", message, "ENTER=Log på"),
        *_labelled(8, "Bruger"),
        Input(8, 26, "user", 8),
        *_labelled(9, "Adgangskode"),
        Input(9, 26, "password", 20, hidden=True),
        Text(12, 2, "Opdigtet system: det tilhører ingen og rummer ingens oplysninger."),
    ]


def menu(message: str = "") -> list[Piece]:
    """*HOVEDMENU*."""
    return [
        *_frame("SAG01", "HOVEDMENU", message, "ENTER=Vælg  PF12=Log af"),
        Text(7, 8, "1  Søg registreringer"),
        Text(8, 8, "2  Registrér bilag"),
        *_labelled(11, "Valg"),
        Input(11, 26, "choice", 1),
    ]


def search(message: str = "") -> list[Piece]:
    """*SØG REGISTRERINGER*."""
    return [
        *_frame("SAG02", "SØG REGISTRERINGER", message, "ENTER=Søg  PF3=Menu"),
        *_labelled(6, "CPR-nummer"),
        Input(6, 26, "cpr", 11),
        *_labelled(7, "Ekstern reference"),
        Input(7, 26, "reference", 10),
    ]


def listing(asked: Mapping[str, str], found: Sequence[Any], page: int) -> list[Piece]:
    """*REGISTRERINGER*: one page of what was found, and what was asked for. Each row is one text, columns by blanks."""
    pages = max(1, -(-len(found) // PAGE_ROWS))
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return [
        *_frame("SAG03", "REGISTRERINGER", "", "PF7=Tilbage  PF8=Frem  PF3=Menu"),
        *_labelled(3, "Søgt CPR-nummer"),
        Text(3, 26, asked.get("cpr", "")),
        *_labelled(4, "Søgt reference"),
        Text(4, 26, asked.get("reference", "")),
        Text(6, 2, _HEADER, bright=True),
        Text(7, 2, "-" * len(_HEADER.rstrip())),
        *(Text(row, 2, _line(each)) for row, each in enumerate(shown, 8)),
        Text(20, 2, f"Side {page} af {pages} - {len(found)} i alt"),
    ]


def form(values: Mapping[str, str], message: str = "", *, changed: bool = False, doubled: bool = False) -> list[Piece]:
    """*REGISTRÉR BILAG*."""
    pieces = _frame("SAG04", "REGISTRÉR BILAG", message, "ENTER=Kontrollér  PF3=Menu")
    for row, label, name, length in FORM:
        pieces += _labelled(row, "Bevilget sum" if changed and name == "amount" else label)
        pieces.append(Input(row, 26, name, length, values.get(name, "")))
    if doubled:
        pieces += [Text(11, 44, "Beløb:"), Input(11, 52, "second", 12)]
    return pieces


def confirm(values: Mapping[str, str], name: str) -> list[Piece]:
    """*BEKRÆFT REGISTRERING*: nothing to type; PF5 saves what is shown."""
    pieces = _frame("SAG05", "BEKRÆFT REGISTRERING", "Gem registreringen med PF5.", "PF5=Gem  PF3=Fortryd")
    pieces += [*_labelled(5, "Navn"), Text(5, 26, name)]
    for row, label, field, _ in FORM:
        pieces += [*_labelled(row, label), Text(row, 26, values.get(field, ""))]
    return pieces


def receipt(number: str) -> list[Piece]:
    """*KVITTERING*."""
    pieces = _frame("SAG06", "KVITTERING", "Registreringen er gemt.", "PF3=Menu")
    return [*pieces, Text(8, 2, f"Nummer . . . . : {number}")]


def closed() -> list[Piece]:
    """*SYSTEMMEDDELELSE*."""
    return [
        *_frame("SAG99", "SYSTEMMEDDELELSE", "", "PF3=Menu"),
        Text(10, 2, "Systemet er lukket for opdatering. Prøv igen senere."),
    ]


def _frame(number: str, title: str, message: str, keys: str) -> list[Piece]:
    return [
        Text(1, 2, "SAGSYS - OPDIGTET"),
        Text(1, 30, title, bright=True),
        Text(1, 70, number),
        Text(_MESSAGE_ROW, 2, message, bright=True),
        Text(_KEYS_ROW, 2, keys),
    ]


def _labelled(row: int, label: str) -> list[Piece]:
    dots = label + " ." * ((_LEADER - len(label)) // 2)
    return [Text(row, 2, f"{dots:<{_LEADER}} :")]


def _line(row: Any) -> str:  # noqa: ANN401 (a row of the database)
    """One registration; a long text is cut by its column, as such systems do."""
    cells = (f"{row['number']:<16}", f"{row['kind']:<10}", f"{row['text'][:_CUT]:<18}", f"{row['amount']:>10}  ")
    cpr = f"{row['cpr'][:6]}-{row['cpr'][6:]}"
    return "".join(cells) + f"{cpr:<12}{row['reference']:<10}"
