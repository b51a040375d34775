"""What the e-invoice reader says of a document, in the forms that tests compare."""

from connectors.documents.einvoice import read_einvoice_bytes
from gevinst.codes import Code
from tests.connectors.documents.einvoices import oioubl

Nodes = list[tuple[str, str, dict[str, str]]]


def nodes_of(content: bytes) -> Nodes:
    """The nodes of a document that is read."""
    answer = read_einvoice_bytes(content)
    assert "problem" not in answer
    nodes: Nodes = answer["nodes"]
    return nodes


def values_of(content: bytes) -> dict[str, str]:
    """Value by path; no path is there twice."""
    nodes = nodes_of(content)
    values = {path: value for path, value, _ in nodes}
    assert len(values) == len(nodes)
    return values


def problem_of(content: bytes) -> Code | None:
    """Why a document isn't read; nothing of it is then told."""
    answer = read_einvoice_bytes(content)
    assert "problem" not in answer or set(answer) == {"problem"}
    problem: Code | None = answer.get("problem")
    return problem


def with_inner(inner: str, *, before: bytes = b"<cbc:UBLVersionID>") -> bytes:
    """The OIOUBL invoice with other XML in it."""
    content = oioubl()
    assert content.count(before) >= 1
    return content.replace(before, inner.encode() + before, 1)


def enclosing(base64_text: str) -> bytes:
    """The invoice with a file in it."""
    inner = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="faktura.pdf">'
        f"{base64_text}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
    )
    return with_inner(inner, before=b"<cac:AccountingSupplierParty>")
