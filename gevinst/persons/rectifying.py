"""Rectification (GDPR article 16): ask for it on every item about a citizen, and say where each is put right.

What came in is evidence and is never changed. What the robot read of it is corrected by the answer on the case's page while
a question about it is open; of a finished one the registration in the other system is what counts, and is corrected there.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from gevinst.errors import Refused
from gevinst.items.act import act_in_danish
from gevinst.items.model import State
from gevinst.items.notes import LONGEST_NOTE, add_note
from gevinst.persons.finding import Found, items_about
from gevinst.store.tables import journal, receipts

WISH = "Berigtigelse ønsket: "
MOST = LONGEST_NOTE - len(WISH)


@dataclass(frozen=True)
class Wish:
    """One item to put right.

    Attributes:
        found: The item.
        done: What was registered outside: the act in Danish, and the other system's number where the receipt has one.
    """

    found: Found
    done: tuple[tuple[str, str], ...]

    @property
    def where(self) -> str:
        """What is to be done about it, in Danish."""
        if self.found.is_neutralised:
            return f"oplysningerne er slettet her; søg på {self.found.item} i fagsystemet, og ret der"
        if self.found.state is State.PENDING:
            return f"afventer et svar; ret det læste i svaret på sagens side, {self.address}"
        if self.found.state is State.FAILED:
            return "driften har den; spørg igen, når den afventer sagsbehandler eller er afsluttet"
        if self.found.is_open:
            return "robotten har den; spørg igen, når den afventer sagsbehandler eller er afsluttet"
        numbers = [f"{act}: {number}" for act, number in self.done if number]
        told = "; ".join(numbers) or f"søg på {self.found.item}"
        return f"afsluttet; ret i fagsystemet ({told})"

    @property
    def address(self) -> str:
        """Where caseworkers open the case, below the address of our pages."""
        return f"/sager/{self.found.item}"

    @property
    def is_noted(self) -> bool:
        """Whether the wish was left on it."""
        return not self.found.is_neutralised


def ask_for_rectification(connection: Connection, cpr_hash: str, note: str, *, initials: str) -> list[Wish]:
    """Leave the wish on each item that still has its data, so that it is seen there; returns all of them.

    Raises:
        Refused: There is no item; the note is empty, too long, or holds a CPR number. Nothing is changed.
    """
    wishes = [Wish(each, _done(connection, each.item_id)) for each in items_about(connection, cpr_hash)]
    if not wishes:
        raise Refused("der er ingen sager om borgeren her; intet er noteret")
    if not note.strip() or len(" ".join(note.split())) > MOST:
        raise Refused(f"--note siger på 1-{MOST} tegn, hvad der skal rettes, uden CPR-nummer")
    for each in wishes:
        if each.is_noted:
            add_note(connection, each.found.item_id, WISH + note, initials=initials)
    return wishes


def _done(connection: Connection, item_id: int) -> tuple[tuple[str, str], ...]:
    """What the item's receipts prove, each once."""
    rows = connection.execute(
        select(journal.c.act, receipts.c.data)
        .join(receipts, receipts.c.journal_id == journal.c.id)
        .where(journal.c.item_id == item_id)
        .order_by(journal.c.id)
    )
    return tuple(dict.fromkeys((act_in_danish(row.act), str(row.data.get("number") or "")) for row in rows))
