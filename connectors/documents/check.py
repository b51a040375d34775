"""Doctor's look at documents: the limited child starts, every template can be read, and whether scanned pages can."""

from connectors.documents.ocr import can_read
from connectors.documents.template_files import load_template, template_names
from gevinst.child import ChildFailed, LimitExceeded, call_limited
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError


def check_documents() -> Finding:
    """Whether documents can be read."""
    names = template_names()
    try:
        for name in names:
            load_template(name)
        call_limited("connectors.documents.pdf:ready")
    except ConfigurationError as error:
        return Finding("documents", ok=False, detail="a template is wrong", remedy=error.detail)
    except (ChildFailed, LimitExceeded) as error:
        return Finding("documents", ok=False, detail=f"the limited child: {error}", remedy="run `make setup`")
    detail = f"the limited child answers; templates: {', '.join(names)}"
    if not can_read():
        remedy = "for scanned pages install the packages tesseract-ocr and tesseract-ocr-dan, and run `make setup`"
        return Finding("documents", ok=True, detail=f"{detail}; scanned pages go to a person", remedy=remedy)
    return Finding("documents", ok=True, detail=f"{detail}; scanned pages are read")
