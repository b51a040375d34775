"""What the pension system's pages say and are told, as frozen values. Nothing personal shows in a `repr`."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from connectors.pension.charset import typeable
from gevinst.values.amount import format_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import format_date_short
from gevinst.values.personal import Personal

SYSTEM = "pension"


@dataclass(frozen=True)
class Citizen:
    """One citizen as the system knows them."""

    cpr: Cpr
    name: Personal
    protected: bool
    deceased: bool
    has_grant: bool


@dataclass(frozen=True)
class FoundCitizen:
    """One row of a search for citizens."""

    cpr: Cpr
    name: Personal


@dataclass(frozen=True)
class Registration:
    """One row of a citizen's registrations."""

    number: str
    kind: str
    treatment: str = field(repr=False)
    treatment_date: date = field(repr=False)
    amount: Decimal | None = field(repr=False)
    cvr: str
    reference: str


@dataclass(frozen=True)
class RegistrationForm:
    """What is typed into *Registrér bilag*; `reference` is our item's number."""

    cpr: Cpr
    kind: str
    treatment: str = field(repr=False)
    treatment_date: date = field(repr=False)
    amount: Decimal | None = field(repr=False)
    provider: str = field(repr=False)
    cvr: str
    received: date
    sender: str
    reference: str

    def as_typed(self) -> dict[str, str]:
        """Each field's label and the text for it, in the system's own forms."""
        return {
            "Behandling": typeable(self.treatment),
            "Dato": format_date_short(self.treatment_date),
            "Beløb": "" if self.amount is None else format_amount(self.amount),
            "Behandler": typeable(self.provider),
            "CVR": self.cvr,
            "Modtaget": format_date_short(self.received),
            "Afsender": typeable(self.sender),
            "Ekstern reference": self.reference,
        }

    def is_same_document(self, other: Registration) -> bool:
        """The business key: kind, treatment date and provider."""
        return (self.kind.casefold(), self.treatment_date, self.cvr) == (
            other.kind.casefold(),
            other.treatment_date,
            other.cvr,
        )

    def has_same_content(self, other: Registration) -> bool:
        """Whether everything that is registered of the same document agrees; case and spaces don't count."""
        treatment = typeable(self.treatment).casefold()
        return (treatment, self.amount) == (typeable(other.treatment).casefold(), other.amount)


@dataclass(frozen=True)
class FiledDocument:
    """One row of a registration's files."""

    name: str
    remark: str
    size_bytes: int


@dataclass(frozen=True)
class Upload:
    """A file to put on a registration, from memory, under a neutral name."""

    file_name: str
    media_type: str
    content: bytes = field(repr=False)
    sha256: str
