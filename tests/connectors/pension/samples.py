"""What the tests of the pension connector share: one citizen, one form, one file, and a visit that nobody logs."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from connectors.pension.acts import RegisterDocument
from connectors.pension.model import RegistrationForm, Upload
from connectors.pension.session import Pension, open_pension
from gevinst.values.amount import format_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import format_date_short
from sandbox.people import ORDINARY

CPR = Cpr.parse(ORDINARY[0].cpr)
FORM = RegistrationForm(
    cpr=CPR,
    kind="regning",
    treatment="Briller, æøåÆØÅ",
    treatment_date=date(2026, 9, 3),
    amount=Decimal("1234.50"),
    provider="Optik Sandkassen",
    cvr="20000013",
    received=date(2026, 9, 5),
    sender="behandler",
    reference="GEV-7",
)


def allow() -> None:
    """The item is still ours."""


@contextmanager
def visit(*, read_only: bool = False) -> Iterator[Pension]:
    """A visit whose look-ups nobody logs."""
    with open_pension(log_access=lambda _cpr: None, read_only=read_only) as pension:
        yield pension


def register(form: RegistrationForm = FORM) -> str:
    """Look, prepare, write and read back, as the guarded write does."""
    with visit() as pension:
        act = RegisterDocument(pension, form)
        assert act.look().ours == ()
        act.prepare()
        act.write(allow)
        (receipt,) = act.look().ours
        return receipt.number


def file_of(content: bytes) -> Upload:
    """A file with these bytes, under a neutral name."""
    return Upload("dokument-1.pdf", "application/pdf", content, hashlib.sha256(content).hexdigest())


def as_saved(form: RegistrationForm = FORM) -> dict[str, str]:
    """The form as the system keeps it, to put there beforehand."""
    return {
        "cpr": form.cpr.digits,
        "kind": form.kind.capitalize(),
        "treatment": form.treatment,
        "treatment_date": format_date_short(form.treatment_date),
        "amount": "" if form.amount is None else format_amount(form.amount),
        "provider": form.provider,
        "cvr": form.cvr,
        "received": format_date_short(form.received),
        "sender": form.sender,
        "reference": form.reference,
    }
