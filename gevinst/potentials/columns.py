"""The office's own headings: a small YAML file says what they call our columns, and what holds for a column they haven't got.

kolonner:
Titel: Forslag
Enhed: Afdeling
faste:
Art: softwarerobot
"""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gevinst.errors import Refused


class Columns(BaseModel):
    """How a list's headings are read; nothing said, they are ours.

    Attributes:
        theirs: What they call a column, by our heading.
        fixed: What stands in a column that is missing or empty, by our heading.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    theirs: Mapping[str, str] = Field(default_factory=dict, alias="kolonner")
    fixed: Mapping[str, str] = Field(default_factory=dict, alias="faste")

    def ours(self, heading: str) -> str:
        """Our name of one of their headings."""
        return next((ours for ours, theirs in self.theirs.items() if theirs == heading), heading)


def read_columns(path: Path, known: frozenset[str]) -> Columns:
    """Read the file.

    Args:
        path: Where it lies.
        known: Every heading of ours.

    Raises:
        Refused: In Danish: it can't be read, is no such file, or names a heading that we haven't got.
    """
    try:
        columns = Columns.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"kolonnefilen {path} kan ikke læses") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise Refused(f"{path.name} er ingen kolonnefil: den skal have `kolonner:` og eventuelt `faste:`") from error
    if strange := sorted({*columns.theirs, *columns.fixed} - known):
        raise Refused(f"{path.name} nævner kolonner, som listen ikke har: {', '.join(strange)}")
    return columns
