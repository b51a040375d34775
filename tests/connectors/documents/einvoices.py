"""E-invoices in each standard, built from what they say: what a supplier's finance system sends, down to its habits.

They satisfy the standards' own schemas, the OIOUBL schematron and Factur-X' EN 16931 schema (checked by hand, 2026-11).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import escape

from tests.connectors.documents.bills import (
    ACCOUNT,
    BIC,
    BILL,
    CREDITOR,
    CVR,
    GLN,
    IBAN,
    PAYMENT_ID,
    REGISTRATION,
    TWO_RATES,
    Bill,
    vat,
)


def oioubl(bill: Bill = BILL, *, version: str = "2.1") -> bytes:
    """OIOUBL: schemes by name, VAT as `TaxExclusiveAmount`, the payment line in three elements."""
    supplier = _tag(
        "cac:Party",
        _tag("cbc:EndpointID", f"DK{CVR}", schemeID="DK:CVR"),
        _tag("cac:PartyIdentification", _tag("cbc:ID", f"DK{CVR}", schemeID="DK:CVR")),
        _name(bill.supplier),
        _address("Prøvevej", "1", oio=True),
        _tag("cac:PartyTaxScheme", _tag("cbc:CompanyID", f"DK{CVR}", schemeID="DK:SE"), _scheme(oio=True)),
        _legal(bill.supplier, f"DK{CVR}", "DK:CVR"),
    )
    buyer = _tag(
        "cac:Party",
        _tag("cbc:EndpointID", GLN, schemeID="GLN"),
        _tag("cac:PartyIdentification", _tag("cbc:ID", GLN, schemeID="GLN")),
        _name(bill.buyer),
        _address("Rådhuspladsen", "2", oio=True),
        _tag("cac:Contact", _tag("cbc:ID", bill.reference)),
    )
    means = {
        "fik": _means(
            bill,
            "93",
            _code("cbc:PaymentChannelCode", "DK:FIK", "paymentchannelcode-1.1"),
            _tag("cbc:InstructionID", PAYMENT_ID),
            _id("cbc:PaymentID", "71", "paymentid-1.1"),
            _tag("cac:CreditAccount", _tag("cbc:AccountID", CREDITOR)),
        ),
        "iban": _means(
            bill, "31", _code("cbc:PaymentChannelCode", "IBAN", "paymentchannelcode-1.1"), _account(IBAN, bic=BIC)
        ),
        "bank": _means(
            bill,
            "42",
            _code("cbc:PaymentChannelCode", "DK:BANK", "paymentchannelcode-1.1"),
            _account(ACCOUNT, REGISTRATION),
        ),
    }
    return _ubl(
        bill,
        _tag("cbc:UBLVersionID", "2.1" if version == "2.1" else "2.0"),
        _tag("cbc:CustomizationID", f"OIOUBL-{version}"),
        _id("cbc:ProfileID", "urn:www.nesubl.eu:profiles:profile5:ver2.0", "profileid-1.4"),
        _tag("cbc:ID", bill.number),
        _tag("cbc:IssueDate", bill.issued),
        _code(f"cbc:{_root(bill)}TypeCode", _type(bill), "invoicetypecode-1.1"),
        _tag("cbc:DocumentCurrencyCode", "DKK"),
        _tag("cbc:AccountingCost", bill.cost),
        _order(bill),
        _tag("cac:AccountingSupplierParty", supplier),
        _tag("cac:AccountingCustomerParty", buyer),
        "" if bill.is_credit else means[bill.payment],
        _tag("cac:PrepaidPayment", _money("cbc:PaidAmount", bill.prepaid)) if bill.prepaid else "",
        *_totals(bill, bill.vat, oio=True),
        *_lines(bill, oio=True),
    )


def peppol(bill: Bill = TWO_RATES) -> bytes:
    """Peppol BIS 3: schemes by number, net as `TaxExclusiveAmount`, the payment line in two elements."""
    supplier = _tag(
        "cac:Party",
        _tag("cbc:EndpointID", CVR, schemeID="0184"),
        _name(bill.supplier),
        _address("Prøvevej", "1"),
        _tag("cac:PartyTaxScheme", _tag("cbc:CompanyID", f"DK{CVR}"), _scheme()),
        _legal(bill.supplier, CVR, "0184"),
    )
    buyer = _tag(
        "cac:Party",
        _tag("cbc:EndpointID", GLN, schemeID="0088"),
        _tag("cac:PartyIdentification", _tag("cbc:ID", GLN, schemeID="0088")),
        _name(bill.buyer),
        _address("Rådhuspladsen", "2"),
        _tag("cac:PartyLegalEntity", _tag("cbc:RegistrationName", bill.buyer)),
    )
    means = {
        "fik": _means(bill, "93", _tag("cbc:PaymentID", f"71#{PAYMENT_ID}"), _account(CREDITOR)),
        "iban": _means(bill, "58", _tag("cbc:PaymentID", bill.number), _account(IBAN)),
        "bank": _means(bill, "42", _tag("cbc:PaymentID", bill.number), _account(ACCOUNT, REGISTRATION)),
    }
    return _ubl(
        bill,
        _tag("cbc:CustomizationID", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
        _tag("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
        _tag("cbc:ID", bill.number),
        _tag("cbc:IssueDate", bill.issued),
        "" if bill.is_credit else _tag("cbc:DueDate", bill.due),
        _tag(f"cbc:{_root(bill)}TypeCode", _type(bill)),
        _tag("cbc:DocumentCurrencyCode", "DKK"),
        _tag("cbc:AccountingCost", bill.cost),
        _tag("cbc:BuyerReference", bill.reference),
        _order(bill),
        _tag("cac:AccountingSupplierParty", supplier),
        _tag("cac:AccountingCustomerParty", buyer),
        means[bill.payment],
        *_totals(bill, bill.net),
        *_lines(bill),
    )


def cii(bill: Bill = BILL) -> bytes:
    """Cross Industry Invoice, as Factur-X and ZUGFeRD 2 enclose it: days without dashes, one element for all the trade."""
    seller = _tag(
        "ram:SellerTradeParty",
        _tag("ram:Name", bill.supplier),
        _tag("ram:SpecifiedLegalOrganization", _tag("ram:ID", CVR, schemeID="0184")),
        _tag("ram:PostalTradeAddress", _tag("ram:CityName", "Prøveby"), _tag("ram:CountryID", "DK")),
        _tag("ram:URIUniversalCommunication", _tag("ram:URIID", CVR, schemeID="0184")),
        _tag("ram:SpecifiedTaxRegistration", _tag("ram:ID", f"DK{CVR}", schemeID="VA")),
    )
    buyer = _tag(
        "ram:BuyerTradeParty",
        _tag("ram:GlobalID", GLN, schemeID="0088"),
        _tag("ram:Name", bill.buyer),
        _tag("ram:URIUniversalCommunication", _tag("ram:URIID", GLN, schemeID="0088")),
    )
    agreement = _tag(
        "ram:ApplicableHeaderTradeAgreement",
        _tag("ram:BuyerReference", bill.reference),
        seller,
        buyer,
        _tag("ram:BuyerOrderReferencedDocument", _tag("ram:IssuerAssignedID", bill.order)),
    )
    guideline = _tag("ram:GuidelineSpecifiedDocumentContextParameter", _tag("ram:ID", "urn:cen.eu:en16931:2017"))
    document = _tag(
        "rsm:ExchangedDocument",
        _tag("ram:ID", bill.number),
        _tag("ram:TypeCode", _type(bill)),
        _tag("ram:IssueDateTime", _day(bill.issued)),
    )
    delivery = _tag("ram:ApplicableHeaderTradeDelivery")
    namespace = "urn:un:unece:uncefact:data:standard"
    return _document(
        "rsm:CrossIndustryInvoice",
        {
            "rsm": f"{namespace}:CrossIndustryInvoice:100",
            "ram": f"{namespace}:ReusableAggregateBusinessInformationEntity:100",
            "udt": f"{namespace}:UnqualifiedDataType:100",
        },
        _tag("rsm:ExchangedDocumentContext", guideline),
        document,
        _tag("rsm:SupplyChainTradeTransaction", *_trade_lines(bill), agreement, delivery, _settlement(bill)),
    )


def _root(bill: Bill) -> str:
    return "CreditNote" if bill.is_credit else "Invoice"


def _type(bill: Bill) -> int:
    return 381 if bill.is_credit else 380


def _ubl(bill: Bill, *inner: str) -> bytes:
    schema = "urn:oasis:names:specification:ubl:schema:xsd"
    namespaces = {
        "": f"{schema}:{_root(bill)}-2",
        "cac": f"{schema}:CommonAggregateComponents-2",
        "cbc": f"{schema}:CommonBasicComponents-2",
    }
    return _document(_root(bill), namespaces, *inner)


def _totals(bill: Bill, without_tax: Decimal, *, oio: bool = False) -> Iterable[str]:
    if bill.allowance:
        yield _tag(
            "cac:AllowanceCharge",
            _tag("cbc:ChargeIndicator", "false"),
            _tag("cbc:AllowanceChargeReason", "Mængderabat"),
            _money("cbc:Amount", bill.allowance),
            _category("cac:TaxCategory", Decimal(25), oio=oio),
        )
    yield _tax_total(bill.vat, bill.taxable, oio=oio)
    yield _tag(
        "cac:LegalMonetaryTotal",
        _money("cbc:LineExtensionAmount", bill.line_total),
        _money("cbc:TaxExclusiveAmount", without_tax),
        _money("cbc:TaxInclusiveAmount", bill.total),
        _money("cbc:AllowanceTotalAmount", bill.allowance) if bill.allowance else "",
        _money("cbc:PrepaidAmount", bill.prepaid) if bill.prepaid else "",
        _money("cbc:PayableAmount", bill.payable),
    )


def _tax_total(tax: Decimal, taxable: dict[Decimal, Decimal], *, oio: bool) -> str:
    subtotals = (
        _tag(
            "cac:TaxSubtotal",
            _money("cbc:TaxableAmount", amount),
            _money("cbc:TaxAmount", vat(amount, rate)),
            _category("cac:TaxCategory", rate, oio=oio),
        )
        for rate, amount in taxable.items()
    )
    return _tag("cac:TaxTotal", _money("cbc:TaxAmount", tax), *subtotals)


def _lines(bill: Bill, *, oio: bool = False) -> Iterable[str]:
    kind, quantity = ("CreditNote", "Credited") if bill.is_credit else ("Invoice", "Invoiced")
    for number, line in enumerate(bill.lines, 1):
        tax = _tax_total(vat(line.net, line.vat_percent), {line.vat_percent: line.net}, oio=oio)
        yield _tag(
            f"cac:{kind}Line",
            _tag("cbc:ID", number),
            _tag(f"cbc:{quantity}Quantity", line.quantity, unitCode=line.unit),
            _money("cbc:LineExtensionAmount", line.net),
            tax if oio else "",
            _tag(
                "cac:Item",
                _tag("cbc:Name", line.name),
                _category("cac:ClassifiedTaxCategory", line.vat_percent, oio=oio),
            ),
            _tag("cac:Price", _money("cbc:PriceAmount", line.price)),
        )


def _means(bill: Bill, code: str, *inner: str) -> str:
    due = _tag("cbc:PaymentDueDate", bill.due)
    return _tag("cac:PaymentMeans", _tag("cbc:PaymentMeansCode", code), due, *inner)


def _account(number: str, registration: str = "", *, bic: str = "") -> str:
    bank = _tag("cbc:ID", registration) if registration else _tag("cac:FinancialInstitution", _tag("cbc:ID", bic))
    branch = _tag("cac:FinancialInstitutionBranch", bank) if registration or bic else ""
    return _tag("cac:PayeeFinancialAccount", _tag("cbc:ID", number), branch)


def _category(name: str, rate: Decimal, *, oio: bool) -> str:
    if oio:
        category = _id("cbc:ID", "StandardRated" if rate else "ZeroRated", "taxcategoryid-1.1")
    else:
        category = _tag("cbc:ID", "S" if rate else "Z")
    return _tag(name, category, _tag("cbc:Percent", rate), _scheme(oio=oio))


def _scheme(*, oio: bool = False) -> str:
    if oio:
        return _tag("cac:TaxScheme", _id("cbc:ID", "63", "taxschemeid-1.1"), _tag("cbc:Name", "Moms"))
    return _tag("cac:TaxScheme", _tag("cbc:ID", "VAT"))


def _order(bill: Bill) -> str:
    return _tag("cac:OrderReference", _tag("cbc:ID", bill.order))


def _name(name: str) -> str:
    return _tag("cac:PartyName", _tag("cbc:Name", name))


def _legal(name: str, number: str, scheme: str) -> str:
    company = _tag("cbc:CompanyID", number, schemeID=scheme)
    return _tag("cac:PartyLegalEntity", _tag("cbc:RegistrationName", name), company)


def _address(street: str, number: str, *, oio: bool = False) -> str:
    country = _tag("cac:Country", _tag("cbc:IdentificationCode", "DK"))
    place = (_tag("cbc:CityName", "Prøveby"), _tag("cbc:PostalZone", "9999"), country)
    if oio:
        form = _code("cbc:AddressFormatCode", "StructuredDK", "addressformatcode-1.1")
        house = _tag("cbc:BuildingNumber", number)
        return _tag("cac:PostalAddress", form, _tag("cbc:StreetName", street), house, *place)
    return _tag("cac:PostalAddress", _tag("cbc:StreetName", f"{street} {number}"), *place)


def _trade_lines(bill: Bill) -> Iterable[str]:
    for number, line in enumerate(bill.lines, 1):
        price = _tag("ram:NetPriceProductTradePrice", _tag("ram:ChargeAmount", line.price))
        net = _tag("ram:SpecifiedTradeSettlementLineMonetarySummation", _tag("ram:LineTotalAmount", line.net))
        yield _tag(
            "ram:IncludedSupplyChainTradeLineItem",
            _tag("ram:AssociatedDocumentLineDocument", _tag("ram:LineID", number)),
            _tag("ram:SpecifiedTradeProduct", _tag("ram:Name", line.name)),
            _tag("ram:SpecifiedLineTradeAgreement", price),
            _tag("ram:SpecifiedLineTradeDelivery", _tag("ram:BilledQuantity", line.quantity, unitCode=line.unit)),
            _tag("ram:SpecifiedLineTradeSettlement", _trade_tax(line.vat_percent), net),
        )


def _settlement(bill: Bill) -> str:
    code, account = {
        "fik": ("93", _tag("ram:ProprietaryID", CREDITOR)),
        "iban": ("58", _tag("ram:IBANID", IBAN)),
        "bank": ("42", _tag("ram:ProprietaryID", REGISTRATION + ACCOUNT)),
    }[bill.payment]
    return _tag(
        "ram:ApplicableHeaderTradeSettlement",
        _tag("ram:PaymentReference", f"71#{PAYMENT_ID}" if bill.payment == "fik" else bill.number),
        _tag("ram:InvoiceCurrencyCode", "DKK"),
        _tag(
            "ram:SpecifiedTradeSettlementPaymentMeans",
            _tag("ram:TypeCode", code),
            _tag("ram:PayeePartyCreditorFinancialAccount", account),
        ),
        *(_trade_tax(rate, amount) for rate, amount in bill.taxable.items()),
        _tag("ram:SpecifiedTradePaymentTerms", _tag("ram:DueDateDateTime", _day(bill.due))),
        _tag(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            _tag("ram:LineTotalAmount", bill.line_total),
            _tag("ram:AllowanceTotalAmount", bill.allowance),
            _tag("ram:TaxBasisTotalAmount", bill.net),
            _tag("ram:TaxTotalAmount", bill.vat, currencyID="DKK"),
            _tag("ram:GrandTotalAmount", bill.total),
            _tag("ram:TotalPrepaidAmount", bill.prepaid),
            _tag("ram:DuePayableAmount", bill.payable),
        ),
        _tag("ram:ReceivableSpecifiedTradeAccountingAccount", _tag("ram:ID", bill.cost)),
    )


def _trade_tax(rate: Decimal, amount: Decimal | None = None) -> str:
    return _tag(
        "ram:ApplicableTradeTax",
        "" if amount is None else _tag("ram:CalculatedAmount", vat(amount, rate)),
        _tag("ram:TypeCode", "VAT"),
        "" if amount is None else _tag("ram:BasisAmount", amount),
        _tag("ram:CategoryCode", "S" if rate else "Z"),
        _tag("ram:RateApplicablePercent", rate),
    )


def _day(day: date) -> str:
    return _tag("udt:DateTimeString", f"{day:%Y%m%d}", format="102")


def _money(name: str, amount: Decimal) -> str:
    return _tag(name, amount, currencyID="DKK")


def _id(name: str, number: str, scheme: str) -> str:
    return _tag(name, number, schemeAgencyID="320", schemeID=f"urn:oioubl:id:{scheme}")


def _code(name: str, code: object, source: str) -> str:
    return _tag(name, code, listAgencyID="320", listID=f"urn:oioubl:codelist:{source}")


def _tag(name: str, *inner: object, **attributes: str) -> str:
    """An element around others, or around one text."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    held = "".join(each if isinstance(each, str) and each.startswith("<") else escape(str(each)) for each in inner)
    return f"<{name}{given}>{held}</{name}>"


def _document(root: str, namespaces: dict[str, str], *inner: str) -> bytes:
    declared = "".join(f' xmlns{prefix and ":"}{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{declared}>{"".join(inner)}</{root}>'.encode()
