"""What is wrong with a value that was set or sent, in plain words: pydantic's errors as a line that says the mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import ErrorDetails, PydanticCustomError, ValidationError

# by pydantic's name of an error; what is in braces stands in its context
_MENDS = {
    "missing": "it is missing: add it",
    "extra_forbidden": "there is no such field: mend its name, or leave it out",
    "string_type": "write a text in quotes",
    "string_too_long": "at most {max_length:,} characters fit: shorten it",
    "string_pattern_mismatch": "it has not the form that is expected here",
    "literal_error": "write {expected}",
    "greater_than_equal": "write {ge} or more",
    "greater_than": "write more than {gt}",
    "less_than_equal": "write {le} or less",
    "less_than": "write less than {lt}",
    "too_long": "at most {max_length} fit here: leave some out",
    "too_short": "at least {min_length} is needed",
    "json_invalid": "it is not JSON ({error}): mend it",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "write a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "write a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "write true or false"),
    **dict.fromkeys(("list_type", "tuple_type"), "write a list, [...]"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "write an object, {{...}}"),
}
_NAME_CHARACTERS = 50  # of an unknown name that is repeated: no known one has half as many
_NUMBERS = re.compile(r"(?:int|float|greater|less|finite)_")


def say_mend(error: ErrorDetails, limits: Iterable[object] = ()) -> str:
    """Return what to write instead of a wrong value; ``limits`` bound it, in the words of annotated-types."""
    kind = error["type"]
    bounds = {name: getattr(one, name) for one in limits for name in ("ge", "gt", "le") if hasattr(one, name)}
    if _NUMBERS.match(kind) and bounds:
        whole = "a whole number" if kind.startswith("int") else "a number"
        least = f"above {bounds['gt']:g}" if "gt" in bounds else f"of {bounds.get('ge', 0):g}"
        if "le" not in bounds:
            return f"write {whole} {least}{'' if 'gt' in bounds else ' or more'}"
        return f"write {whole} from {bounds.get('ge', 0)} to {bounds['le']}"
    if kind in _MENDS:
        return _MENDS[kind].format_map(error.get("ctx", {}))
    return re.sub(r"^(?:Input should be|Value error,) ", "write ", error["msg"])


def say_unknown(name: str, known: Collection[str], *, kind: str) -> str:
    """Return what to write instead of a name that nobody knows: the one that was meant, or those that there are."""
    name = name[:_NAME_CHARACTERS]
    near = get_close_matches(name, known, n=1)
    named = f"there are {', '.join(known)}" if known else "leave it out"
    return f"{name}: there is no such {kind}: {f'write {near[0]}' if near else named}"


def saying(mend: str) -> WrapValidator:
    """Return what makes a type say this one line, whatever is wrong with its value."""

    def check(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - of the type that it is put on
        try:
            return validate(value)
        except ValidationError:
            raise PydanticCustomError("told", mend) from None

    return WrapValidator(check)
