"""A signed-in visit to the finance system: a fresh browser context, and a sign-in by redirect."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.browser.errors import answered, speaking_to
from connectors.browser.session import browser
from connectors.browser.signing_in import sign_in
from connectors.browser.visit import Visit, with_evidence
from connectors.finance.model import SYSTEM, Voucher, WaitingInvoice
from connectors.finance.pages import InvoiceList, InvoicePage, VoucherList
from gevinst.errors import ConfigurationError
from gevinst.items.model import label
from gevinst.settings import settings

_NO_ITEM = 0
"""No item has this number: a search for it must give nothing, else the search doesn't filter."""


class Finance(Visit):
    """One visit. Every read begins with the window loaded afresh, so what it shows is what the system holds now."""

    system = SYSTEM

    def sign_in(self) -> None:
        """On the identity page; the system's profile says whose it is and who we are."""
        self._go()
        sign_in(SYSTEM, self.case, arrived=self.case.page.locator(".titel"))

    def waiting(self) -> list[WaitingInvoice]:
        """Every invoice that waits for its coding."""

        def read() -> list[WaitingInvoice]:
            return self._invoices().table.rows()

        return self.in_session(read)

    def vouchers_of(self, invoice: str) -> list[Voucher]:
        """What was booked of an invoice number, whoever's it is and whoever booked it."""

        def read() -> list[Voucher]:
            return self._vouchers().search(invoice=invoice)

        return self.in_session(read)

    def vouchers_with(self, text: str) -> list[Voucher]:
        """What was booked under exactly this text; the system's own search takes any part of it."""

        def read() -> list[Voucher]:
            return [voucher for voucher in self._vouchers().search(text=text) if voucher.text == text]

        return self.in_session(read)

    def invoice_page(self, number: str, cvr: str) -> InvoicePage | None:
        """An invoice to code; None where none of this number and supplier waits."""
        return self.in_session(lambda: self._invoices().open(number, cvr))

    def _vouchers(self) -> VoucherList:
        """The list of vouchers, once it is proven that it can be searched."""
        page = self._invoices().to_vouchers()
        self.prove_filter(lambda: page.search(text=label(_NO_ITEM)))
        return page

    @speaking_to(SYSTEM)
    def _invoices(self) -> InvoiceList:
        self._go()
        return InvoiceList(self.case).shown()

    @speaking_to(SYSTEM)
    def _go(self) -> None:
        """The address alone wouldn't load it again: only what stands after `#` changes from view to view."""
        url = settings().finance_url
        if not url:
            raise ConfigurationError("the address of the finance system is missing: set GEVINST_FINANCE_URL")
        self.case.page.goto("about:blank")
        answered(SYSTEM, self.case.page.goto(url))


@contextmanager
def open_finance(*, evidence: Path | None = None, read_only: bool = False) -> Iterator[Finance]:
    """A visit in a fresh context.

    Args:
        evidence: The folder for masked evidence of a failure that operations must see.
        read_only: Every write raises `Refused` (a dry run).
    """
    with browser(SYSTEM).case() as case, with_evidence(Finance(case, read_only=read_only), evidence) as finance:
        yield finance
