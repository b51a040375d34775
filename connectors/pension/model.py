"""What the pension system's pages say, as frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gevinst.values.cpr import Cpr
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
class Registration:
    """One row of a citizen's registrations."""

    number: str
    kind: str
    treatment: str
    treatment_date: date
    amount: Decimal | None
    cvr: str
    reference: str


@dataclass(frozen=True)
class RegistrationForm:
    """What is typed into *Registrér bilag*; `reference` is our item's number."""

    cpr: Cpr
    kind: str
    treatment: str
    treatment_date: date
    amount: Decimal | None
    provider: str
    cvr: str
    received: date
    sender: str
    reference: str

    def is_same_document(self, other: Registration) -> bool:
        """The business key: kind, treatment date and provider."""
        return (self.kind.casefold(), self.treatment_date, self.cvr) == (
            other.kind.casefold(),
            other.treatment_date,
            other.cvr,
        )

    def has_same_content(self, other: Registration) -> bool:
        """Whether everything that is registered of the same document agrees."""
        return (self.treatment, self.amount) == (other.treatment, other.amount)


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
    content: bytes
    sha256: str
