"""Every way a value could show itself by accident; every personal value is held against all of them."""

import copy
import json
import pickle
import pprint
import traceback
from dataclasses import asdict, dataclass

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from rich.pretty import pretty_repr

from gevinst.values.hidden import Hidden


@dataclass(frozen=True)
class Held:
    """A value in somebody's dataclass."""

    value: object


def every_showing(value: Hidden) -> list[str]:
    """The value as a careless program would print, format, log, dump or raise it."""
    try:
        raise ValueError(value)  # noqa: TRY301
    except ValueError as error:
        raised = "".join(traceback.format_exception(error))
    return [
        *(repr(value), str(value), format(value), f"{value}", f"{value!r:>40}", f"{value:s}", f"{value!s}"),
        *("%s %r" % (value, value), "{}".format(value), ascii(value)),  # noqa: UP031, UP032
        *(repr([value]), repr({value: value}), repr(Held(value)), pprint.pformat([value]), pretty_repr({"a": value})),
        *(repr(asdict(Held(value))), repr(copy.copy(value)), repr(copy.deepcopy(value))),
        json.dumps({"value": value}, default=str),
        repr(vars(type(value)).get("__dict__", "")),
        raised,
    ]


def assert_hidden(value: Hidden, *secrets: str) -> None:
    """Nothing shows any of the secrets; dumping it to JSON or to a pickle is an error instead."""
    for shown in every_showing(value):
        assert not [secret for secret in secrets if secret in shown], type(value)
    with pytest.raises(TypeError) as refused:
        json.dumps({"value": value})
    with pytest.raises(TypeError) as pickled:
        pickle.dumps(ValueError("failed", value))
    for error in (refused.value, pickled.value):
        assert not [secret for secret in secrets if secret in str(error)]
    assert not hasattr(value, "__dict__")


def assert_errors_hide(model: type[BaseModel], given: dict[str, object], *secrets: str) -> None:
    """What Pydantic says of a value it refuses doesn't hold the value."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(given)
    shown = str(refused.value) + repr(refused.value) + repr(refused.value.errors()) + refused.value.json()
    assert not [secret for secret in secrets if secret in shown]


def through_json(value: Hidden) -> object:
    """The value saved in a checkpoint and read back."""
    adapter: TypeAdapter[object] = TypeAdapter(type(value))
    return adapter.validate_python(json.loads(adapter.dump_json(value)))
