"""Doctor's look at documents: the limited child starts, and every template can be read."""

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
    return Finding("documents", ok=True, detail=f"the limited child answers; templates: {', '.join(names)}")
