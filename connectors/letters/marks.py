"""`{{ }}` and `{% %}` in a Word file, by docxtpl and a sandboxed, strict Jinja; what they print is put in by us, last.

docxtpl joins marks that Word split over runs, and knows rows and paragraphs (`{%tr for … %}`, `{%p if … %}`). Its own
rendering isn't used: it renders a note once for each section, so that a value would be run as a template the second
time; it repairs broken XML by leaving text out; and it makes all tables with controls around cells narrower.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Undefined, UndefinedError, meta
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from connectors.letters.stand_ins import StandIns
from connectors.letters.values import Value
from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError

_PROGRAMMING = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
_COLUMNS = re.compile(r"\{%-?\s*(?:tc|hm|colspan)\b")


class Marks:
    """The marks of one letter.

    Raises:
        ConfigurationError: The file is no Word file.
    """

    def __init__(self, path: Path, stand_ins: StandIns) -> None:
        self._template = DocxTemplate(path)
        try:
            self._template.render_init()
        except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
            raise ConfigurationError("the file is damaged, or no Word file (.docx)") from None
        self._stand_ins = stand_ins
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=self._printed)

    @property
    def document(self) -> Word:
        """The file they stand in."""
        word: Word = self._template.docx
        return word

    def variables(self, root: etree._Element) -> frozenset[str]:
        """The names a part's marks ask for.

        Raises:
            ConfigurationError: A mark can't be read.
        """
        try:
            return frozenset(meta.find_undeclared_variables(self._environment.parse(self._source(root))))
        except TemplateError as error:
            raise ConfigurationError(f"a {{{{ }}}} or {{% %}} in it can't be read: {error}") from None

    def render(self, root: etree._Element, values: Mapping[str, Value]) -> etree._Element:
        """A part with its marks carried out, and a stand-in where they print a text.

        Raises:
            ProcessError: A row lacks what a mark asks of it, or a mark prints what is no text.
            ConfigurationError: The marks can't be carried out, or cut through Word's own structure.
        """
        try:
            xml = self._environment.from_string(self._source(root)).render(dict(values))
        except UndefinedError as error:
            raise ProcessError(f"a mark asks for what isn't there: {error}", code=Code.FIELD_MISSING) from None
        except SecurityError as error:
            raise ConfigurationError(f"a mark asks for what no letter needs: {error}") from None
        except (TemplateError, *_PROGRAMMING) as error:  # without its text, which may quote a value
            raise ConfigurationError(f"a mark in it can't be carried out ({type(error).__name__})") from None
        try:
            tree = etree.fromstring(xml)
        except etree.XMLSyntaxError:
            raise ConfigurationError(
                "its {% %} begin and end in different paragraphs or rows: give each one of its own, {%p … %} or {%tr … %}"
            ) from None
        if _COLUMNS.search("".join(node.text or "" for node in root.iter(qn("w:t")))):
            tree = self._template.fix_tables(xml)
        self._template.fix_docpr_ids(tree)
        return tree

    def _source(self, root: etree._Element) -> str:
        source: str = self._template.patch_xml(etree.tostring(root, encoding="unicode"))
        return source

    def _printed(self, value: object) -> object:
        """What Jinja prints: a stand-in for every text. What a filter made markup of is text again."""
        if isinstance(value, Undefined):
            return value
        if isinstance(value, Markup):
            value = self._stand_ins.resolve(value.unescape())
        if isinstance(value, str):
            return Markup(self._stand_ins.put(value))  # noqa: S704 (a number between two code points)
        if isinstance(value, int) and not isinstance(value, bool):  # a row's number
            return value
        raise ProcessError(
            f"a mark prints a {type(value).__name__}: only text is printed, the rest is for {{% if %}} and {{% for %}}",
            code=Code.UNKNOWN_FAILURE,
        )
