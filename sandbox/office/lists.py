"""The files the project office keeps: it corrects its list where a cell is named, and writes down a month of self-service."""

import csv
import re
from pathlib import Path

from openpyxl import load_workbook

_NAMED = re.compile(r"^(?P<sheet>[^,]+), række (?P<row>\d+), (?P<heading>[^:]+): ", re.MULTILINE)


def correct(path: Path, complaints: str, right: Path) -> list[str]:
    """Put right the cells that the complaints name, and no others, from a list that is right; says which.

    So what corrects the list is what the complaints say, as when a person reads them.
    """
    book, source = load_workbook(path), load_workbook(right)
    corrected = []
    for named in _NAMED.finditer(complaints):
        sheet, row = book[named["sheet"]], int(named["row"])
        headings = {cell.value: cell.column for line in sheet.iter_rows(max_row=15) for cell in line if cell.value}
        column = headings[named["heading"]]
        sheet.cell(row, column).value = source[named["sheet"]].cell(row, column).value
        corrected.append(f"{named['sheet']}, række {row}, {named['heading']}")
    book.save(path)
    return corrected


def write_savings(path: Path, potential: str, activity: str, month: str, units: int) -> None:
    """A month of self-service, as the system that counts it writes it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Nøgle", "Potentiale", "Aktivitet", "Måned", "Antal", "Dokumentation", "Ansvarlig"))
        evidence = f"udtræk af selvbetjeningens egen tæller for {month}"
        writer.writerow((f"selvbetjening-{month}", potential, activity, month, units, evidence, "ABC"))
