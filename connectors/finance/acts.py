"""The guarded write: book one invoice by its account coding."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from connectors.finance.model import SYSTEM, Coding, Voucher
from connectors.finance.pages import InvoicePage
from connectors.finance.session import Finance
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, SetAside
from gevinst.items.act import Look, Ownership


class VoucherReceipt(BaseModel):
    """The voucher's number, read back on a fresh page."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str


@dataclass
class BookInvoice:
    """Book one invoice under our item's number."""

    finance: Finance
    coding: Coding
    name: str = "book"
    key: str = "voucher"
    system: str = SYSTEM
    deadline: timedelta = timedelta(seconds=60)
    receipt_type: type[VoucherReceipt] = VoucherReceipt
    _page: InvoicePage | None = None

    def look(self) -> Look[VoucherReceipt]:
        """Vouchers with our number are ours; the same invoice under another text was booked by a colleague."""
        ours = self.finance.vouchers_with(self.coding.text)
        if any(not self._is_for(voucher) for voucher in ours):
            raise BusinessError(Code.ALREADY_REGISTERED, f"{self.coding.text} stands on another invoice's voucher")
        if not ours:
            self._refuse_what_is_booked()
        return Look(ours=tuple(VoucherReceipt(number=voucher.number) for voucher in ours))

    def prepare(self) -> None:
        """Open the invoice and type its coding."""
        page = self.finance.invoice_page(self.coding.invoice, self.coding.cvr)
        if page is None:
            raise BusinessError(Code.FIELD_MISSING, f"{SYSTEM}: no such invoice waits for its coding")
        page.fill(self.coding)
        self._page = page

    def write(self, ownership: Ownership) -> None:
        """The one click."""
        self.finance.must_be_writable()
        if self._page is None:
            raise ProcessError("the invoice was not prepared")
        self._page.commit(ownership)

    def _refuse_what_is_booked(self) -> None:
        booked = [voucher for voucher in self.finance.vouchers_of(self.coding.invoice) if self._is_for(voucher)]
        if booked:
            raise SetAside(Code.DUPLICATE_DOCUMENT, booked[0].number)

    def _is_for(self, voucher: Voucher) -> bool:
        return (voucher.invoice, voucher.cvr) == (self.coding.invoice, self.coding.cvr)
