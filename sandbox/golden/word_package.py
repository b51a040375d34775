"""A Word file around its XML, with the parts and the Danish styles that Word puts there."""

import io
import zipfile

from sandbox.post.stilled import still_zip

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _RELATIONSHIPS,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{real}"/>'
    f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    for name, real, size in (("Titel", "Title", 40), ("Overskrift1", "heading 1", 32), ("Overskrift2", "heading 2", 26))
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(body: str, *, header: str = "", footer: str = "", font: str = "Liberation Sans") -> bytes:
    """The file: its body's XML, and what stands at the head and the foot of each page."""
    parts = {"header": header, "footer": footer}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind, inner in parts.items() if inner
    )
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/>'
    default = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/><w:sz w:val="21"/>'
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{default}</w:rPr></w:rPrDefault></w:docDefaults>{_STYLES}"
    members = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations({"document": ("officeDocument", "word/document.xml")}),
        "word/document.xml": _part("document", f"<w:body>{body}<w:sectPr>{references}{page}</w:sectPr></w:body>"),
        "word/styles.xml": _part("styles", styles),
        "word/_rels/document.xml.rels": _relations(
            {"styles": ("styles", "styles.xml")}
            | {kind: (kind, f"{kind}1.xml") for kind, inner in parts.items() if inner}
        ),
    } | {
        f"word/{kind}1.xml": _part("hdr" if kind == "header" else "ftr", inner)
        for kind, inner in parts.items()
        if inner
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return still_zip(out.getvalue())


def _part(root: str, inner: str) -> str:
    return f"{_XML}<w:{root} {_NAMESPACES}>{inner}</w:{root}>"


def _types(parts: dict[str, str]) -> str:
    known = {"/word/document.xml": "document.main", "/word/styles.xml": "styles"}
    known |= {f"/word/{kind}1.xml": kind for kind, inner in parts.items() if inner}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in known.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    default = f'{rels}<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{default}{overrides}</Types>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
