"""What PENSYS shows of a citizen in other ways than pages: frames within frames, and letters in PDF."""

import io
import time
from collections.abc import Iterator
from sqlite3 import Row

from werkzeug.wrappers import Request, Response

from sandbox.legacy.forms import Posted
from sandbox.legacy.pages import Pages
from sandbox.legacy.seeds import YEARS
from sandbox.legacy.state import select
from sandbox.web.faults import Fault

PIECES, PIECE_SECONDS = 20, 0.1
"""How a slow download drips: two seconds in all."""
_LETTER = "SELECT l.*, c.name FROM letters l JOIN citizens c ON c.cpr = l.cpr WHERE l.id = ?"


class Overviews(Pages):
    """*Ydelsesoversigt* and *Breve*."""

    def _benefits(self, _request: Request, posted: Posted, rest: list[str]) -> Response:
        """The page; in it a frame with the citizen and the years; in that one a frame with the year's payments."""
        match rest:
            case [key, year]:
                citizen = self._one("SELECT * FROM citizens WHERE rowid = ?", key)
                paid = "SELECT * FROM payments WHERE cpr = ? AND year = ? ORDER BY month"
                rows = select(self.database, paid, citizen["cpr"], year)
                return self._page("benefits_year.html", year=year, rows=rows)
            case [key]:
                citizen = self._one("SELECT * FROM citizens WHERE rowid = ?", key)
                return self._page("benefits_citizen.html", citizen=citizen, key=key, years=YEARS)
            case _:
                return self._page("benefits.html", fields=posted.fields, found=self._asked_for(posted))

    def _letters(self, _request: Request, posted: Posted, _rest: list[str]) -> Response:
        found = self._asked_for(posted)
        cpr = str(found[0]["cpr"]) if found else ""
        rows = select(self.database, "SELECT * FROM letters WHERE cpr = ? ORDER BY id", cpr)
        return self._page("letters.html", fields=posted.fields, found=found, rows=rows)

    def _letter(self, _request: Request, posted: Posted, rest: list[str]) -> Response:
        """`/brev/7` is shown in the browser, `/brev/7/hent` is saved as a file; either may drip."""
        number, *how = rest
        content = _pdf(self._one(_LETTER, number))
        disposition = "attachment" if how else "inline"
        response = Response(
            _drip(content) if self.strikes(Fault.SLOW_DOWNLOAD, posted) else content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'{disposition}; filename="brev-{number}.pdf"'},
        )
        response.content_length = len(content)
        return response

    def _asked_for(self, posted: Posted) -> list[Row]:
        """The citizen whose CPR number was typed; none before that, and none when nobody has it."""
        cpr = posted.fields.get("cpr", "").replace("-", "").strip()
        return select(self.database, "SELECT rowid AS key, * FROM citizens WHERE cpr = ?", cpr)


def _pdf(letter: Row) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, invariant=True)
    lines = (
        "OPDIGTET BREV - ingen rigtig borger",
        letter["name"],
        f"{letter['cpr'][:6]}-{letter['cpr'][6:]}",
        letter["subject"],
        "Du har fået bevilget helbredstillæg.",
    )
    for place, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * place, line)
    canvas.save()
    return written.getvalue()


def _drip(content: bytes) -> Iterator[bytes]:
    """Piece by piece."""
    size = -(-len(content) // PIECES)
    for start in range(0, len(content), size):
        time.sleep(PIECE_SECONDS)
        yield content[start : start + size]
