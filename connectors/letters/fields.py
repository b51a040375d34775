"""What a template may not hold, because it would be printed as it stands: fields nobody fills, corrections nobody settled."""

import re

from docx.oxml.ns import qn
from lxml import etree

from gevinst.errors import ConfigurationError

_UNFILLED = re.compile(r"\b(?:MERGEFIELD|MACROBUTTON|FORMTEXT|FORMDROPDOWN|ASK|FILLIN)\b[^\\]*")
_CHANGES = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))


def refuse_unfinished(root: etree._Element) -> None:
    """See that a part holds no merge field, click-here field or tracked change.

    Raises:
        ConfigurationError: It does; says which.
    """
    for paragraph in root.iter(qn("w:p")):
        code = "".join(node.text or "" for node in paragraph.iter(qn("w:instrText")))
        codes = [code, *(str(field.get(qn("w:instr"), "")) for field in paragraph.iter(qn("w:fldSimple")))]
        for found in filter(None, map(_UNFILLED.search, codes)):
            raise ConfigurationError(
                f"it has the field '{' '.join(found[0].split())}', which nobody fills: write a [placeholder] in its place"
            )
    if next(root.iter(*_CHANGES), None) is not None:
        raise ConfigurationError("it has changes that are neither accepted nor refused")
