"""The two guarded writes: register a document, and file the originals on it."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from connectors.pension.model import SYSTEM, Registration, RegistrationForm, Upload
from connectors.pension.pages import RegisterPage, RegistrationPage
from connectors.pension.session import Pension
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, SetAside
from gevinst.items.act import Look, Ownership
from gevinst.values.cpr import Cpr


class RegistrationReceipt(BaseModel):
    """The system's own number, read back on a fresh page."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str


class FileReceipt(BaseModel):
    """The remark that carries our number, read back on a fresh page."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str
    remark: str = ""


@dataclass
class RegisterDocument:
    """Register one document on a citizen, under our item's number."""

    pension: Pension
    form: RegistrationForm
    name: str = "register"
    key: str = "document"
    system: str = SYSTEM
    deadline: timedelta = timedelta(seconds=60)
    receipt_type: type[RegistrationReceipt] = RegistrationReceipt
    _page: RegisterPage | None = None

    def look(self) -> Look[RegistrationReceipt]:
        """Rows with our number are ours; the same document under another number is a duplicate or a conflict.

        Our number is also searched for by itself: on another citizen's case it is a mistake that a person must mend.
        """
        rows = self.pension.registrations(self.form.cpr)
        ours = tuple(RegistrationReceipt(number=row.number) for row in rows if row.reference == self.form.reference)
        holders = self.pension.citizens_with(self.form.reference)
        if set(holders) - {self.form.cpr}:
            raise BusinessError(Code.ALREADY_REGISTERED, f"{self.form.reference} stands on another citizen's case")
        if bool(ours) != bool(holders):
            raise ProcessError(f"{SYSTEM}: the search by reference and the citizen's page disagree")
        if not ours:
            self._refuse_conflict(rows)
        return Look(ours=ours)

    def _refuse_conflict(self, rows: tuple[Registration, ...]) -> None:
        same = [row for row in rows if self.form.is_same_document(row)]
        for row in same:
            if self.form.has_same_content(row):
                raise SetAside(Code.DUPLICATE_DOCUMENT, row.number)
        if same:
            raise BusinessError(Code.ALREADY_REGISTERED, same[0].number, candidates=tuple(row.number for row in same))

    def prepare(self) -> None:
        """Open the form and fill it."""
        self._page = self.pension.registration_form(self.form.cpr)
        self._page.fill(self.form)

    def write(self, ownership: Ownership) -> None:
        """The one click."""
        self.pension.must_be_writable()
        if self._page is None:
            raise ProcessError("the form was not prepared")
        self._page.commit(ownership)


@dataclass
class FileDocument:
    """File one original on a registration; the remark is our item's number and the file's short hash."""

    pension: Pension
    cpr: Cpr
    number: str
    upload: Upload
    item_label: str
    name: str = "file"
    system: str = SYSTEM
    deadline: timedelta = timedelta(seconds=120)
    receipt_type: type[FileReceipt] = FileReceipt
    _page: RegistrationPage | None = None

    @property
    def key(self) -> str:
        """The file's short hash: each file is an act of its own."""
        return self.upload.sha256[:12]

    @property
    def remark(self) -> str:
        """What carries our number in the system."""
        return f"{self.item_label} {self.key}"

    def look(self) -> Look[FileReceipt]:
        """Files whose remark carries our number and this file's hash, and whose size is the file's."""
        rows = [row for row in self.pension.files(self.cpr, self.number) if row.remark == self.remark]
        if any(row.size_bytes != len(self.upload.content) for row in rows):
            raise ProcessError(f"{SYSTEM}: the file on {self.number} has another size than the one we filed")
        return Look(ours=tuple(FileReceipt(number=self.number, remark=row.remark) for row in rows))

    def prepare(self) -> None:
        """Open the registration and choose the file."""
        self._page = self.pension.registration_page(self.cpr, self.number)
        self._page.fill(self.upload, self.remark)

    def write(self, ownership: Ownership) -> None:
        """The one click."""
        self.pension.must_be_writable()
        if self._page is None:
            raise ProcessError("the upload was not prepared")
        self._page.commit(ownership)
