"""Whatever a stranger's XML tries: one reason and no harm, in the limited child too."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.documents import einvoice
from connectors.documents.einvoice import MAX_NODES, read_einvoice, read_einvoice_bytes
from connectors.documents.einvoice_xml import MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT
from gevinst.child import Limits, call_limited
from gevinst.codes import Code
from tests.connectors.documents.bills import CREDIT
from tests.connectors.documents.einvoices import cii, oioubl, peppol
from tests.connectors.documents.reading_einvoices import enclosing, nodes_of, problem_of, values_of, with_inner


def entities(depth: int) -> bytes:
    """Each entity is ten of the one before."""
    declared = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, depth)
    )
    return f"<!DOCTYPE Invoice [{declared}]>".encode()


def hostile(doctype: bytes, *, entity: str = "") -> bytes:
    """The invoice with a document type, and an entity as its note."""
    inner = f"<cbc:Note>{entity}</cbc:Note>" if entity else ""
    return with_inner(inner).replace(b"<Invoice ", doctype + b"<Invoice ", 1)


def test_no_document_type_is_accepted(tmp_path: Path) -> None:
    """Entity bombs, other files of the machine, other machines: refused before any of it is looked at."""
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelig")
    cases = [
        hostile(entities(12), entity="&a11;"),
        hostile(b'<!DOCTYPE Invoice [<!ENTITY a "' + b"x" * 90_000 + b'">]>', entity="&a;" * 3000),
        hostile(f'<!DOCTYPE Invoice [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'.encode(), entity="&a;"),
        hostile(b'<!DOCTYPE Invoice [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>', entity="&a;"),
        hostile(b'<!DOCTYPE Invoice [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>'),
        hostile(f'<!DOCTYPE Invoice SYSTEM "{secret.as_uri()}">'.encode()),
        hostile(b"<!DOCTYPE Invoice>"),
        hostile(b'<!DOCTYPE Invoice [<!ATTLIST Invoice a CDATA "b">]>'),
        hostile(b"<!DOCTYPE html>"),
    ]
    assert {problem_of(case) for case in cases} == {Code.DOCUMENT_DAMAGED}


def test_an_inclusion_includes_nothing(tmp_path: Path) -> None:
    """XInclude is an element like any other that isn't the invoice's."""
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelig")
    inner = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    assert nodes_of(with_inner(inner)) == nodes_of(oioubl())


def many(count: int, each: str = "<cbc:Note>a</cbc:Note>") -> bytes:
    """The invoice with so many notes."""
    return with_inner(each * count)


def deep(levels: int) -> bytes:
    """The invoice with elements in elements."""
    return with_inner("<cac:Party>" * levels + "</cac:Party>" * levels)


LONG_NAME = "N" * 9_000

TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "a million siblings": lambda: many(400_000, "<cbc:Note/>").replace(b"<cbc:Note/>", b"<x/><x/><x/>"),
    "one element too many": lambda: many(MAX_ELEMENTS, "<x/>"),
    "one node too many": lambda: many(MAX_NODES),
    "one level too deep": lambda: deep(MAX_DEPTH),
    "thousands of levels": lambda: deep(40_000),
    "levels that never close": lambda: (
        b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>" * 99_999
    ),
    "levels of what is left out": lambda: with_inner("<x>" * 100 + "</x>" * 100),
    "a long text": lambda: with_inner(f"<cbc:Note>{'a' * (MAX_TEXT + 1)}</cbc:Note>"),
    "a text of 19 MB": lambda: with_inner(f"<cbc:Note>{'a' * (19 << 20)}</cbc:Note>"),
    "a text in pieces": lambda: with_inner(f"<cbc:Note>{'a<!-- -->' * (MAX_TEXT + 1)}</cbc:Note>"),
    "a long attribute": lambda: with_inner(f'<cbc:Note a="{"a" * (MAX_TEXT + 1)}">a</cbc:Note>'),
    "an attribute of 15 MB": lambda: with_inner(f'<cbc:Note a="{"a" * (15 << 20)}">a</cbc:Note>'),
    "a name of 15 MB": lambda: with_inner(f"<cbc:{'a' * (15 << 20)}/>"),
    "long names above many": lambda: with_inner(
        f"<cac:{LONG_NAME}>{'<cbc:Note>a</cbc:Note>' * 2000}</cac:{LONG_NAME}>"
    ),
    "21 MB, of which one enclosed file is 20": lambda: enclosing("QUJD" * (5 << 20)),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_what_is_too_much_is_refused_at_once(case: str) -> None:
    """Elements, depth, lengths and bytes have a bound each."""
    content = TOO_MUCH[case]()
    assert problem_of(content) is Code.LIMIT_EXCEEDED


def test_what_is_just_not_too_much_is_read() -> None:
    """An invoice of many lines, a deep one, a long text."""
    content = oioubl()
    lines = content[content.index(b"<cac:InvoiceLine>") : content.index(b"</Invoice>")]
    found = nodes_of(content.replace(lines, lines * 1000))
    assert found[-1][0] == "InvoiceLine[2000]/Price/PriceAmount"
    assert nodes_of(deep(MAX_DEPTH - 1)) == nodes_of(content)
    assert values_of(with_inner(f"<cbc:Note>{'a' * MAX_TEXT}</cbc:Note>"))["Note"] == "a" * MAX_TEXT


def test_a_file_over_20_mb_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of 200 MB, of which only the size is looked at."""
    path = tmp_path / "a.xml"
    with path.open("wb") as out:
        out.write(oioubl()[:-30])
        out.truncate(200 << 20)
    monkeypatch.setattr(einvoice, "read_einvoice_bytes", None)
    assert read_einvoice(str(path)) == {"problem": Code.LIMIT_EXCEEDED}


def test_a_truncated_invoice_is_damaged() -> None:
    """Wherever it ends; never an invoice with fewer lines."""
    content = oioubl()
    begins = content.index(b"<cbc:UBLVersionID>")
    assert {problem_of(content[:end]) for end in range(begins, len(content), 37)} == {Code.DOCUMENT_DAMAGED}
    for wrong in (b"", b" ", content + b"<a/>", content.replace(b"</cac:Price>", b"", 1), content[1:], b"<" * 99):
        assert problem_of(wrong) is Code.DOCUMENT_DAMAGED


def test_whatever_is_broken_nothing_is_raised() -> None:
    """Four hundred damaged invoices: each is read or has a reason, as JSON either way."""
    chance = random.Random(331)
    sources = (oioubl(), oioubl(CREDIT), peppol(), cii(), oioubl().decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    for number in range(400):
        content = bytearray(sources[number % len(sources)])
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randrange(40)]
                case _:
                    content[place:place] = content[place : place + chance.randrange(40)]
        answer = read_einvoice_bytes(bytes(content))
        assert set(answer) in ({"problem"}, {"xml_type", "nodes"})
        json.dumps(answer)


def test_the_child_answers_in_json(tmp_path: Path) -> None:
    """As the documents kit calls it: by its name, with a path, within the child's memory; the heaviest cases too."""
    path = tmp_path / "a.xml"

    def ask(content: bytes) -> dict[str, Any]:
        path.write_bytes(content)
        limits = Limits(seconds=30, memory_bytes=1 << 30)
        answer: dict[str, Any] = call_limited(
            "connectors.documents.einvoice:read_einvoice", limits=limits, path=str(path)
        )
        return answer

    content = peppol()
    assert ask(content) == json.loads(json.dumps(read_einvoice_bytes(content)))
    for case in ("a million siblings", "a text of 19 MB", "long names above many"):
        assert ask(TOO_MUCH[case]()) == {"problem": "limit-exceeded"}
