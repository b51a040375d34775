"""E-invoices: every value at its path in each standard, and whatever a stranger's XML tries, one reason and no harm."""

import base64
import json
import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from connectors.documents.einvoice import is_einvoice, read_einvoice_bytes
from gevinst.codes import Code
from tests.connectors.documents.bills import (
    ACCOUNT,
    BILL,
    CREDIT,
    CREDITOR,
    CVR,
    GLN,
    IBAN,
    PAYMENT_ID,
    REGISTRATION,
    TWO_RATES,
    Bill,
)
from tests.connectors.documents.einvoices import cii, oioubl, peppol
from tests.connectors.documents.reading_einvoices import enclosing, nodes_of, problem_of, values_of, with_inner


def ubl_values(bill: Bill, line: str, quantity: str) -> dict[str, str]:
    """What stands at the same path in OIOUBL and Peppol."""
    found = {
        "ID": bill.number,
        "IssueDate": f"{bill.issued:%Y-%m-%d}",
        "DocumentCurrencyCode": "DKK",
        "AccountingCost": bill.cost,
        "OrderReference/ID": bill.order,
        "AccountingSupplierParty/Party/PartyName/Name": bill.supplier,
        "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName": bill.supplier,
        "AccountingCustomerParty/Party/EndpointID": GLN,
        "AccountingCustomerParty/Party/PartyName/Name": bill.buyer,
        "TaxTotal/TaxAmount": str(bill.vat),
        "LegalMonetaryTotal/LineExtensionAmount": str(bill.line_total),
        "LegalMonetaryTotal/TaxInclusiveAmount": str(bill.total),
        "LegalMonetaryTotal/PayableAmount": str(bill.payable),
    }
    for number, each in enumerate(bill.lines, 1):
        found |= {
            f"{line}[{number}]/ID": str(number),
            f"{line}[{number}]/Item/Name": each.name,
            f"{line}[{number}]/{quantity}": str(each.quantity),
            f"{line}[{number}]/Price/PriceAmount": str(each.price),
            f"{line}[{number}]/LineExtensionAmount": str(each.net),
            f"{line}[{number}]/Item/ClassifiedTaxCategory/Percent": str(each.vat_percent),
        }
    return found


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.1"])
def test_an_oioubl_invoice_is_read_whole(version: str) -> None:
    """Number, days, parties, totals, lines and the payment line's parts, each at its path."""
    content = oioubl(version=version)
    assert read_einvoice_bytes(content)["xml_type"] == "oioubl"
    found = values_of(content)
    assert found | ubl_values(BILL, "InvoiceLine", "InvoicedQuantity") == found
    assert found[""] == "Invoice"
    assert found["InvoiceTypeCode"] == "380"
    assert found["AccountingSupplierParty/Party/PartyLegalEntity/CompanyID"] == f"DK{CVR}"
    assert found["AccountingCustomerParty/Party/Contact/ID"] == BILL.reference
    assert found["LegalMonetaryTotal/TaxExclusiveAmount"] == str(BILL.vat)  # so it is called in OIOUBL
    assert found["PaymentMeans[1]/PaymentDueDate"] == f"{BILL.due:%Y-%m-%d}"
    assert found["PaymentMeans[1]/PaymentMeansCode"] == "93"
    assert found["PaymentMeans[1]/PaymentID"] == "71"
    assert found["PaymentMeans[1]/InstructionID"] == PAYMENT_ID
    assert found["PaymentMeans[1]/CreditAccount/AccountID"] == CREDITOR


def test_a_credit_note_says_that_it_is_one() -> None:
    """By its root and its type; its lines and quantities have names of their own, its amounts no minus."""
    found = values_of(oioubl(CREDIT))
    assert found | ubl_values(CREDIT, "CreditNoteLine", "CreditedQuantity") == found
    assert found[""] == "CreditNote"
    assert found["CreditNoteTypeCode"] == "381"
    assert "CreditNoteLine[2]/ID" not in found


def test_an_invoice_that_is_a_credit_note_says_so_too() -> None:
    """Type 381 below the root `Invoice`, and in CII, which has no other way."""
    found = values_of(oioubl().replace(b">380<", b">381<"))
    assert (found[""], found["InvoiceTypeCode"]) == ("Invoice", "381")
    found = values_of(cii(CREDIT))
    assert (found[""], found["ExchangedDocument/TypeCode"]) == ("CrossIndustryInvoice", "381")


def test_a_peppol_invoice_with_an_allowance_and_two_rates_is_read_whole() -> None:
    """Each rate's own amounts, what was taken off, what was paid before, and what is left."""
    content = peppol(TWO_RATES)
    assert read_einvoice_bytes(content)["xml_type"] == "peppol"
    found = values_of(content)
    assert found | ubl_values(TWO_RATES, "InvoiceLine", "InvoicedQuantity") == found
    assert found["BuyerReference"] == TWO_RATES.reference
    assert found["DueDate"] == f"{TWO_RATES.due:%Y-%m-%d}"
    assert found["LegalMonetaryTotal/TaxExclusiveAmount"] == str(TWO_RATES.net)
    assert found["LegalMonetaryTotal/AllowanceTotalAmount"] == "250.00"
    assert found["LegalMonetaryTotal/PrepaidAmount"] == "1000.00"
    assert found["AllowanceCharge[1]/ChargeIndicator"] == "false"
    assert found["AllowanceCharge[1]/Amount"] == "250.00"
    rates = [
        (
            found[f"TaxTotal/TaxSubtotal[{number}]/TaxCategory/Percent"],
            found[f"TaxTotal/TaxSubtotal[{number}]/TaxableAmount"],
        )
        for number in (1, 2)
    ]
    assert {Decimal(rate): Decimal(amount) for rate, amount in rates} == TWO_RATES.taxable
    assert found["PaymentMeans[1]/PaymentID"] == f"71#{PAYMENT_ID}"
    assert found["PaymentMeans[1]/PayeeFinancialAccount/ID"] == CREDITOR


def test_a_cross_industry_invoice_is_read_whole() -> None:
    """The same bill in the standard that is hidden in PDFs."""
    content = cii(TWO_RATES)
    assert read_einvoice_bytes(content)["xml_type"] == "cii"
    found = values_of(content)
    trade = "SupplyChainTradeTransaction"
    settlement = f"{trade}/ApplicableHeaderTradeSettlement"
    seller = f"{trade}/ApplicableHeaderTradeAgreement/SellerTradeParty"
    sums = f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation"
    expected = {
        "": "CrossIndustryInvoice",
        "ExchangedDocument/ID": TWO_RATES.number,
        "ExchangedDocument/TypeCode": "380",
        "ExchangedDocument/IssueDateTime/DateTimeString": f"{TWO_RATES.issued:%Y%m%d}",
        f"{seller}/Name": TWO_RATES.supplier,
        f"{seller}/SpecifiedLegalOrganization/ID": CVR,
        f"{trade}/ApplicableHeaderTradeAgreement/BuyerTradeParty/GlobalID": GLN,
        f"{trade}/ApplicableHeaderTradeAgreement/BuyerOrderReferencedDocument/IssuerAssignedID": TWO_RATES.order,
        f"{settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString": f"{TWO_RATES.due:%Y%m%d}",
        f"{settlement}/SpecifiedTradeSettlementPaymentMeans[1]/TypeCode": "93",
        f"{settlement}/ApplicableTradeTax[2]/BasisAmount": str(TWO_RATES.taxable[Decimal(0)]),
        f"{sums}/TaxBasisTotalAmount": str(TWO_RATES.net),
        f"{sums}/TaxTotalAmount": str(TWO_RATES.vat),
        f"{sums}/TotalPrepaidAmount": str(TWO_RATES.prepaid),
        f"{sums}/DuePayableAmount": str(TWO_RATES.payable),
    }
    for number, line in enumerate(TWO_RATES.lines, 1):
        item = f"{trade}/IncludedSupplyChainTradeLineItem[{number}]"
        expected[f"{item}/SpecifiedTradeProduct/Name"] = line.name
        expected[f"{item}/SpecifiedLineTradeDelivery/BilledQuantity"] = str(line.quantity)
        expected[f"{item}/SpecifiedLineTradeSettlement/ApplicableTradeTax[1]/RateApplicablePercent"] = str(
            line.vat_percent
        )
    assert found | expected == found


def test_attributes_say_what_a_number_is() -> None:
    """Whose scheme an id is of, a currency, a unit, how a day is written: by their names, none of the parser's own."""
    attributes = {path: given for path, _, given in nodes_of(oioubl())}
    assert attributes["AccountingCustomerParty/Party/EndpointID"] == {"schemeID": "GLN"}
    assert attributes["LegalMonetaryTotal/PayableAmount"] == {"currencyID": "DKK"}
    assert attributes["InvoiceLine[2]/InvoicedQuantity"] == {"unitCode": "HUR"}
    assert attributes[""] == {}
    days = {path: given for path, _, given in nodes_of(cii())}
    assert days["ExchangedDocument/IssueDateTime/DateTimeString"] == {"format": "102"}
    foreign = oioubl().replace(b'currencyID="DKK"', b'x:currencyID="EUR" currencyID=" DKK " xmlns:x="urn:x"')
    assert nodes_of(foreign) == nodes_of(oioubl())


@pytest.mark.parametrize("payment", ["fik", "iban", "bank"])
@pytest.mark.parametrize("standard", [oioubl, peppol, cii])
def test_each_way_to_pay_is_read(standard: Callable[[Bill], bytes], payment: str) -> None:
    """By payment line, IBAN or account: all its numbers are among the values of one way to pay."""
    bill = Bill(BILL.lines, payment=payment)
    texts = [value for path, value, _ in nodes_of(standard(bill)) if "Payment" in path]
    wanted = {"fik": (CREDITOR, PAYMENT_ID), "iban": (IBAN,), "bank": (ACCOUNT, REGISTRATION)}[payment]
    assert all(any(number in text for text in texts) for number in wanted)


def test_what_comes_several_times_is_numbered() -> None:
    """From 1, among siblings of its name; lines and the like also where there is one only, so that they look alike."""
    one, two = "<cbc:Note>a</cbc:Note>", "<cbc:Note>b</cbc:Note>"
    assert values_of(with_inner(one))["Note"] == "a"
    assert values_of(with_inner(one + two)) | {"Note[1]": "a", "Note[2]": "b"} == values_of(with_inner(one + two))
    apart = values_of(with_inner(one).replace(b"<cac:TaxTotal>", two.encode() + b"<cac:TaxTotal>", 1))
    assert (apart["Note[1]"], apart["Note[2]"]) == ("a", "b")
    found = values_of(oioubl(CREDIT))
    assert "CreditNoteLine[1]/TaxTotal/TaxSubtotal[1]/TaxCategory/Percent" in found
    assert not [path for path in found if "[1][" in path or "[0]" in path]


def test_paths_come_in_the_document_s_order() -> None:
    """The root first; a list can be read from top to bottom."""
    paths = [path for path, _, _ in nodes_of(oioubl())]
    assert paths[:3] == ["", "UBLVersionID", "CustomizationID"]
    assert paths.index("InvoiceLine[1]/ID") < paths.index("InvoiceLine[2]/ID")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<cbc:Note>\n  to\t ord \u00a0</cbc:Note>", "to ord"),
        ("<cbc:Note>a<!-- b -->c<?d e?>f</cbc:Note>", "acf"),
        ("<cbc:Note>a <![CDATA[<b> & c]]></cbc:Note>", "a <b> & c"),
        ("<cbc:Note>S&#248;n &amp; S&#xF8;n</cbc:Note>", "Søn & Søn"),
        ("<cbc:Note><!-- 1 --></cbc:Note>", None),
        ("<cbc:Note>  </cbc:Note>", None),
        ("<cbc:Note/>", None),
        ('<cbc:Note xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">a</cbc:Note>', None),
        ('<cbc:Note xsi:nil="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>', None),
        ('<cbc:Note xsi:nil="false" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">a</cbc:Note>', "a"),
        ("<cbc:Note>1<cbc:ID>2</cbc:ID>3</cbc:Note>", None),
        ("<cbc:Note>1<x:b xmlns:x='urn:x'>2</x:b>3</cbc:Note>", None),
    ],
)
def test_a_text_is_what_stands_there_and_nothing_around_it(inner: str, expected: str | None) -> None:
    """Blanks made single, CDATA as text, no comment; nothing of an element that is nil, or has others inside."""
    assert values_of(with_inner(inner)).get("Note") == expected


@pytest.mark.parametrize(
    "inner",
    [
        "<x:ID xmlns:x='urn:x'>F-999</x:ID>",
        "<ID>F-999</ID>",
        "<ext:UBLExtensions xmlns:ext='urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2'>"
        "<ext:UBLExtension><ext:ExtensionContent><cbc:ID>F-999</cbc:ID></ext:ExtensionContent></ext:UBLExtension>"
        "</ext:UBLExtensions>",
        f"<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>{'QUJD' * 9000}</ds:Signature>",
    ],
)
def test_nothing_beside_the_invoice_passes_for_a_part_of_it(inner: str) -> None:
    """Extensions, signatures and strangers' elements are left out, number no sibling, and may be of any size."""
    assert nodes_of(with_inner(inner)) == nodes_of(oioubl())


def test_an_enclosed_file_is_named_and_not_read() -> None:
    """Its type and name are there, its megabytes are not, in one line or in many."""
    content = base64.encodebytes(random.Random(1).randbytes(8 << 20)).decode()
    for inner in (content, content.replace("\n", "")):
        nodes = nodes_of(enclosing(inner))
        path = "AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject"
        assert [node for node in nodes if node[0] == path] == [
            (path, "", {"mimeCode": "application/pdf", "filename": "faktura.pdf"})
        ]
        assert len(json.dumps(nodes)) < 20_000


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"])
def test_danish_letters_come_in_any_encoding(encoding: str, mark: bytes) -> None:
    """As the declaration says, or the byte order mark."""
    text = oioubl().decode().replace("UTF-8", encoding, 1)
    content = (mark if encoding == "UTF-8" else b"") + text.encode(encoding)
    assert values_of(content)["AccountingSupplierParty/Party/PartyName/Name"] == BILL.supplier
    assert is_einvoice(content[:1024])


def test_a_name_in_the_wrong_encoding_is_damaged() -> None:
    """Latin-1 that claims nothing, or UTF-8: a letter is never guessed."""
    assert problem_of(oioubl().decode().encode("latin-1")) is Code.DOCUMENT_DAMAGED


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (b"<Invoice ", b"<Order "),
        (b"xsd:Invoice-2", b"xsd:Invoice-1"),
        (b'"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"', b'"http://rep.oio.dk/ubl/xml/schemas/0p71/pie/"'),
        (b'"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"', b'""'),
        (b">OIOUBL-2.1<", b">OIOUBL-3.0<"),
        (b">OIOUBL-2.1<", b">OIOUBL-2.10<"),
        (b">OIOUBL-2.1<", b">urn:www.cenbii.eu:transaction:biitrns010:ver2.0<"),
        (b">OIOUBL-2.1<", b">urn:cen.eu:en16931:20170<"),
        (b">OIOUBL-2.1<", b"><"),
        (b"<cbc:CustomizationID>", b"<cbc:CustomizationID>OIOUBL-2.1</cbc:CustomizationID><cbc:CustomizationID>"),
    ],
)
def test_any_other_document_is_unknown(known: bytes, other: bytes) -> None:
    """Orders, older standards, another country's, one that says nothing or says two things: none is read as if it were ours."""
    content = oioubl()
    changed = content.replace(known, other).replace(b"</Invoice>", b"</Order>" if b"Order" in other else b"</Invoice>")
    assert changed != content
    assert problem_of(changed) is Code.DOCUMENT_UNKNOWN


@pytest.mark.parametrize(
    "content", [b"<html><body>Faktura</body></html>", b"<CrossIndustryInvoice/>", b"<a:b xmlns:a='c'/>"]
)
def test_any_other_xml_is_unknown(content: bytes) -> None:
    """A web page, or a name without its namespace."""
    assert problem_of(content) is Code.DOCUMENT_UNKNOWN


def test_xrechnung_in_ubl_is_read_as_peppol() -> None:
    """Another country's rules on the same European standard: the paths are the same."""
    content = peppol().replace(b"#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", b"#compliant#urn:xeinkauf.de:x")
    assert read_einvoice_bytes(content)["xml_type"] == "peppol"


BEGINNINGS = {
    "OIOUBL": (oioubl(), True),
    "a credit note": (oioubl(CREDIT), True),
    "Peppol": (peppol(), True),
    "CII": (cii(), True),
    "no declaration": (oioubl().partition(b"\n")[2], True),
    "a byte order mark": (b"\xef\xbb\xbf" + oioubl(), True),
    "blank lines and remarks": (
        b"\n <!-- <Order> --> <?xml-stylesheet href='a'?>\n" + oioubl().partition(b"\n")[2],
        True,
    ),
    "a prefix": (b"<ubl:Invoice xmlns:ubl='urn:x'>", True),
    "UTF-16 without a mark": ("<?xml version='1.0'?><Invoice>".encode("utf-16-be"), True),
    "a head that ends in the root": (b"<Invoice xmlns='" + b"a" * 2000, True),
    "nothing": (b"", False),
    "PDF": (b"%PDF-1.7\n<Invoice>", False),
    "a web page": (b"<!DOCTYPE html><html>", False),
    "an order": (b"<?xml version='1.0'?><Order xmlns='Invoice'>", False),
    "a longer name": (b"<InvoiceResponse >", False),
    "text": (b"Hej, hermed <Invoice>", False),
    "a document type": (b"<!DOCTYPE Invoice [<!ENTITY a 'b'>]><Invoice>", False),
    "a remark that doesn't end": (b"<!-- " + b"a" * 2000 + b"--><Invoice>", False),
    "a page with a remark": (b"<!-- a --><html>", False),
    "another XML with a remark": (b"<?xml version='1.0'?><!-- a --><Order/>", False),
}


@pytest.mark.parametrize("case", BEGINNINGS)
def test_the_first_kilobyte_tells_an_e_invoice(case: str) -> None:
    """By its root alone, whatever may stand before it; anything else is none."""
    head, expected = BEGINNINGS[case]
    assert is_einvoice(head[:1024]) is expected
    assert is_einvoice(head) is expected


@pytest.mark.parametrize(
    "head", [b"<!---->" * 999, b"<?" * 999, b"<!--" * 999, b" " * 9999, b"<!-- --" * 999, b"<a" * 999]
)
def test_a_beginning_made_to_be_looked_at_again_and_again_is_none(head: bytes) -> None:
    """Each ends at once; the suite's own limit ends one that doesn't."""
    assert not is_einvoice(head)
