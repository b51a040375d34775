"""Invoices as XML: OIOUBL 2.1, Peppol BIS 3 and the Cross Industry Invoice of Factur-X, no more of each than is read."""

import random
from collections.abc import Callable
from datetime import date
from html import escape

from sandbox.golden.invoices import Bill, enclosing, in_xml, make_bill, on_paper
from sandbox.golden.sheet import Sheet

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CII = "urn:un:unece:uncefact:data:standard"
_PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def oioubl(bill: Bill) -> Sheet:
    """The Danish standard: the payment line in three elements, the reference with the contact."""
    means = _tag(
        "cac:PaymentMeans",
        _tag("cbc:PaymentMeansCode", "93"),
        _tag("cbc:PaymentDueDate", bill.due),
        _tag("cbc:InstructionID", bill.payment.payment_id),
        _tag("cbc:PaymentID", bill.payment.kind),
        _tag("cac:CreditAccount", _tag("cbc:AccountID", bill.payment.creditor)),
    )
    contact = _tag("cac:Contact", _tag("cbc:ID", bill.reference))
    content = _ubl(bill, "OIOUBL-2.1", "", means, schemes=("DK:CVR", "GLN"), cvr=f"DK{bill.cvr}", contact=contact)
    kind, creditor = bill.payment.kind, bill.payment.creditor
    payment = {"payment_kind": kind, "payment_id": bill.payment.payment_id or "", "creditor": creditor}
    return in_xml(bill, content, payment=payment)


def peppol(bill: Bill) -> Sheet:
    """The European one: the payment line in two elements."""
    kind = f"{bill.payment.kind}#{bill.payment.payment_id}"
    account = _tag("cac:PayeeFinancialAccount", _tag("cbc:ID", bill.payment.creditor))
    means = _tag("cac:PaymentMeans", _tag("cbc:PaymentMeansCode", "93"), _tag("cbc:PaymentID", kind), account)
    head = _tag("cbc:DueDate", bill.due)
    reference = _tag("cbc:BuyerReference", bill.reference)
    content = _ubl(bill, _PEPPOL, head, means, schemes=("0184", "0088"), cvr=bill.cvr, reference=reference)
    return in_xml(bill, content, payment={"payment_kind": kind, "account": bill.payment.creditor})


def _ubl(
    bill: Bill,
    customization: str,
    due: str,
    means: str,
    *,
    schemes: tuple[str, str],
    cvr: str,
    contact: str = "",
    reference: str = "",
) -> bytes:
    of_cvr, of_gln = schemes
    legal = _tag(
        "cac:PartyLegalEntity",
        _tag("cbc:RegistrationName", bill.supplier),
        _tag("cbc:CompanyID", cvr, schemeID=of_cvr),
    )
    buyer = _tag("cac:PartyName", _tag("cbc:Name", bill.buyer))
    endpoint = _tag("cbc:EndpointID", bill.gln, schemeID=of_gln)
    # In OIOUBL, this amount is the tax itself.
    without_tax = bill.vat if contact else bill.net
    totals = {
        "LineExtension": bill.net,
        "TaxExclusive": without_tax,
        "TaxInclusive": bill.total,
        "Payable": bill.total,
    }
    inner = (
        _tag("cbc:CustomizationID", customization),
        _tag("cbc:ID", bill.number),
        _tag("cbc:IssueDate", bill.issued),
        due,
        _tag("cbc:DocumentCurrencyCode", "DKK"),
        reference,
        _tag("cac:OrderReference", _tag("cbc:ID", bill.order)),
        _tag("cac:AccountingSupplierParty", _tag("cac:Party", legal)),
        _tag("cac:AccountingCustomerParty", _tag("cac:Party", endpoint, buyer, contact)),
        means,
        _tag("cac:TaxTotal", _tag("cbc:TaxAmount", bill.vat, currencyID="DKK")),
        _tag(
            "cac:LegalMonetaryTotal",
            *(_tag(f"cbc:{name}Amount", value, currencyID="DKK") for name, value in totals.items()),
        ),
        *(
            _tag(
                "cac:InvoiceLine",
                _tag("cbc:ID", number),
                _tag("cbc:InvoicedQuantity", line.quantity, unitCode=line.unit_code),
                _tag("cbc:LineExtensionAmount", line.amount, currencyID="DKK"),
                _tag("cac:Item", _tag("cbc:Name", line.name)),
                _tag("cac:Price", _tag("cbc:PriceAmount", line.price, currencyID="DKK")),
            )
            for number, line in enumerate(bill.lines, 1)
        ),
    )
    spaces = {"": f"{_UBL}:Invoice-2"}
    spaces |= {f"c{kind[0].lower()}c": f"{_UBL}:Common{kind}Components-2" for kind in ("Aggregate", "Basic")}
    return _document("Invoice", spaces, inner)


def cii(bill: Bill) -> Sheet:
    """What Factur-X encloses: days without dashes, all the trade in one element."""
    seller = _tag("ram:SpecifiedLegalOrganization", _tag("ram:ID", bill.cvr, schemeID="0184"))
    gln = _tag("ram:GlobalID", bill.gln, schemeID="0088")
    agreement = _tag(
        "ram:ApplicableHeaderTradeAgreement",
        _tag("ram:BuyerReference", bill.reference),
        _tag("ram:SellerTradeParty", _tag("ram:Name", bill.supplier), seller),
        _tag("ram:BuyerTradeParty", gln, _tag("ram:Name", bill.buyer)),
        _tag("ram:BuyerOrderReferencedDocument", _tag("ram:IssuerAssignedID", bill.order)),
    )
    sums = {
        "LineTotalAmount": bill.net,
        "TaxBasisTotalAmount": bill.net,
        "TaxTotalAmount": bill.vat,
        "GrandTotalAmount": bill.total,
        "DuePayableAmount": bill.total,
    }
    summation = (_tag(f"ram:{name}", value) for name, value in sums.items())
    settlement = _tag(
        "ram:ApplicableHeaderTradeSettlement",
        _tag("ram:InvoiceCurrencyCode", "DKK"),
        _tag("ram:SpecifiedTradePaymentTerms", _tag("ram:DueDateDateTime", _day(bill.due))),
        _tag("ram:SpecifiedTradeSettlementHeaderMonetarySummation", *summation),
    )
    lines = (
        _tag(
            "ram:IncludedSupplyChainTradeLineItem",
            _tag("ram:SpecifiedTradeProduct", _tag("ram:Name", line.name)),
            _tag(
                "ram:SpecifiedLineTradeAgreement",
                _tag("ram:NetPriceProductTradePrice", _tag("ram:ChargeAmount", line.price)),
            ),
            _tag("ram:SpecifiedLineTradeDelivery", _tag("ram:BilledQuantity", line.quantity, unitCode=line.unit_code)),
            _tag(
                "ram:SpecifiedLineTradeSettlement",
                _tag("ram:SpecifiedTradeSettlementLineMonetarySummation", _tag("ram:LineTotalAmount", line.amount)),
            ),
        )
        for line in bill.lines
    )
    inner = (
        _tag("rsm:ExchangedDocument", _tag("ram:ID", bill.number), _tag("ram:IssueDateTime", _day(bill.issued))),
        _tag("rsm:SupplyChainTradeTransaction", *lines, agreement, settlement),
    )
    spaces = {
        "rsm": "CrossIndustryInvoice",
        "ram": "ReusableAggregateBusinessInformationEntity",
        "udt": "UnqualifiedDataType",
    }
    named = {prefix: f"{_CII}:{name}:100" for prefix, name in spaces.items()}
    return in_xml(bill, _document("rsm:CrossIndustryInvoice", named, inner), payment={})


def _day(value: date) -> str:
    return _tag("udt:DateTimeString", f"{value:%Y%m%d}", format="102")


STANDARDS: dict[str, Callable[[Bill], Sheet]] = {"oioubl": oioubl, "peppol": peppol, "cii": cii}


def sheet(chance: random.Random, standard: str) -> Sheet:
    """An ordinary invoice in a standard."""
    return STANDARDS[standard](make_bill(chance))


def enclosed(chance: random.Random) -> Sheet:
    """An ordinary invoice on paper, with itself as XML inside: Factur-X."""
    bill = make_bill(chance)
    return enclosing(on_paper(chance, bill), cii(bill))


def _tag(name: str, *inner: object, **attributes: str) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    held = "".join(each if isinstance(each, str) and each.startswith("<") else escape(str(each)) for each in inner)
    return f"<{name}{given}>{held}</{name}>"


def _document(root: str, namespaces: dict[str, str], inner: tuple[str, ...]) -> bytes:
    declared = "".join(f' xmlns{prefix and ":"}{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{declared}>{"".join(inner)}</{root}>'.encode()
