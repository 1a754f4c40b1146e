"""Event patterns: what EventBridge, and services that filter as it does, accept as one.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
from collections.abc import Callable
from typing import Any

_NUMERIC = ("=", "<", "<=", ">", ">=")
_WITHIN_ANYTHING_BUT = ("prefix", "suffix", "equals-ignore-case", "wildcard")


class PatternError(ValueError):
    """What is wrong with a pattern, in the words of the service."""


def check(text: str) -> None:
    """See whether a text is a pattern.

    Raises:
        PatternError: it is none.
    """
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise PatternError(f"Invalid JSON: {error}") from error
    if not isinstance(pattern, dict):
        raise PatternError("Filter is not an object")
    if not pattern:
        raise PatternError("Empty patterns are not allowed")
    _check_object(pattern)


def _check_object(pattern: dict[str, Any]) -> None:
    for name, value in pattern.items():
        if name == "$or" and isinstance(value, list):
            _check_alternatives(value)
        elif isinstance(value, dict):
            if not value:
                raise PatternError("Empty objects are not allowed")
            _check_object(value)
        elif isinstance(value, list):
            if not value:
                raise PatternError("Empty arrays are not allowed")
            for each in value:
                _check_value(each)
        else:
            raise PatternError(f'"{name}" must be an object or an array')


def _check_alternatives(alternatives: list[Any]) -> None:
    if len(alternatives) < 2 or not all(isinstance(each, dict) and each for each in alternatives):
        raise PatternError("There must have at least 2 Objects in $or relationship.")
    for each in alternatives:
        _check_object(each)


def _check_value(value: Any) -> None:
    if isinstance(value, list):
        raise PatternError("Match value must be String, number, true, false, or null")
    if not isinstance(value, dict):
        return
    if len(value) != 1:
        raise PatternError("Only one key allowed in match expression")
    [(keyword, operand)] = value.items()
    if keyword not in _OPERANDS:
        raise PatternError(f"Unrecognized match type {keyword}")
    _OPERANDS[keyword](operand)


def _is_text(keyword: str) -> Callable[[Any], None]:
    def check(operand: Any) -> None:
        ignoring = isinstance(operand, dict) and list(operand) == ["equals-ignore-case"]
        text = operand["equals-ignore-case"] if ignoring and keyword in ("prefix", "suffix") else operand
        if not isinstance(text, str):
            raise PatternError(f"{keyword} match pattern must be a string")

    return check


def _is_wildcard(operand: Any) -> None:
    _is_text("wildcard")(operand)
    if "**" in operand:
        raise PatternError(f"Consecutive wildcard characters at pos {operand.index('**')}")


def _exists(operand: Any) -> None:
    if not isinstance(operand, bool):
        raise PatternError("exists match pattern must be either true or false.")


def _is_network(operand: Any) -> None:
    try:
        ipaddress.ip_network(operand, strict=False)
    except ValueError as error:
        raise PatternError(f"Malformed CIDR, one '/' required: {operand}") from error


def _is_numeric(operand: Any) -> None:
    if not isinstance(operand, list) or not operand:
        raise PatternError("Value of numeric must be an array.")
    for sign, number in zip(operand[::2], operand[1::2], strict=False):
        if sign not in _NUMERIC:
            raise PatternError(f"Unrecognized numeric range operator: {sign}")
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise PatternError(f"Value of {sign} must be numeric")
    if len(operand) % 2:
        raise PatternError("Value of numeric must be pairs of an operator and a number")


def _anything_but(operand: Any) -> None:
    if isinstance(operand, dict):
        if len(operand) != 1 or next(iter(operand)) not in _WITHIN_ANYTHING_BUT:
            raise PatternError(f"Unsupported anything-but pattern: {next(iter(operand), '')}")
    elif operand == [] or operand is None or isinstance(operand, bool):
        raise PatternError("Value of anything-but must be an array or single string/number value.")


_OPERANDS: dict[str, Callable[[Any], None]] = {
    "anything-but": _anything_but,
    "cidr": _is_network,
    "equals-ignore-case": _is_text("equals-ignore-case"),
    "exists": _exists,
    "numeric": _is_numeric,
    "prefix": _is_text("prefix"),
    "suffix": _is_text("suffix"),
    "wildcard": _is_wildcard,
}
