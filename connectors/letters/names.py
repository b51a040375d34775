"""How the name an author wrote in a template finds the value a process gives."""

import re
import unicodedata

from gevinst.values.characters import in_basic_letters

_BETWEEN = re.compile(r"[\W_]+")


def normal_form(name: str) -> str:
    """The one spelling under which names of content controls, placeholders and values are compared.

    The rule: only letters and digits count. Small and capital letters are the same; any run of spaces, dashes, dots and
    underscores is one underscore, and none at the ends; æ, ø and å are ae, oe and aa. So `[Borgerens navn]`, a control
    with the tag `borgerens-navn` and the value `borgerens_navn` are one name, and `[Beløb]` is the value `beloeb`.
    """
    plain = in_basic_letters(unicodedata.normalize("NFKC", name))
    return _BETWEEN.sub("_", plain).strip("_")
