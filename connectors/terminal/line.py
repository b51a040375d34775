"""Where a terminal connects to, and how long the host may take."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Line(BaseModel):
    """What a connector takes from its settings and hands to `terminal`. The password is a secret, and none of this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str = Field(description="the outside system's name, as queues name it")
    host: str
    port: int = Field(ge=1, le=65535)
    tls: bool = Field(default=True, description="off only where a tunnel encrypts: the password passes this line")
    ca_file: Path | None = Field(None, description="the authority of the host's certificate; empty means the machine's")
    code_page: str = Field("cp277", description="cp277 is Danish and Norwegian; cp1142 is the same with the euro sign")
    action_seconds: float = Field(30, gt=0, description="how long the host may take over one key")
    case_seconds: float = Field(300, gt=0, description="how long one case may take, all its connections together")
