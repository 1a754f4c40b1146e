"""The `Condition` element of a policy: condition operators.

The rules are those of the IAM User Guide, pages "IAM JSON policy elements: Condition operators" and "Set
operators for multivalued context keys".
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

from local_aws.authorisation.variables import (
    Context,
    Template,
    Text,
    arn_pattern,
    pattern,
    plain,
    template,
    values_of,
)

Quantifier = Literal["", "forallvalues", "foranyvalue"]


@dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator without its set operator and its `IfExists`.

    Attributes:
        prepare: turns a value of the policy into what `matches` compares with.
        matches: whether a value of the request matches a prepared value of the policy.
        negated: the condition holds when no value of the policy matches.
        variables: values of the policy may have policy variables.
    """

    prepare: Callable[[Text], Any]
    matches: Callable[[Any, str], bool]
    negated: bool = False
    variables: bool = False


def _full_match(wanted: re.Pattern[str], actual: str) -> bool:
    return wanted.fullmatch(actual) is not None


def _same_ignoring_case(wanted: str, actual: str) -> bool:
    return wanted.lower() == actual.lower()


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@lru_cache(maxsize=1024)
def moment(text: str) -> float | None:
    """Seconds since 1970 of a date: epoch time, or one of the W3C forms of ISO 8601."""
    text = text.strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d", text):
        text += "-01"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _binary(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


@lru_cache(maxsize=1024)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _in_network(wanted: ipaddress.IPv4Network | ipaddress.IPv6Network | None, actual: str) -> bool:
    address = _network(actual)
    if wanted is None or address is None:
        return False
    # An address of the other version is never in the network.
    return address.network_address in wanted


def _same_boolean(wanted: str, actual: str) -> bool:
    return wanted.lower() in ("true", "false") and wanted.lower() == actual.lower()


def _comparison(
    read: Callable[[str], Any], compare: Callable[[Any, Any], bool], negated: bool = False
) -> Operator:
    def matches(wanted: Any, actual: str) -> bool:
        value = read(actual)
        return wanted is not None and value is not None and compare(value, wanted)

    return Operator(lambda text: read(plain(text)), matches, negated)


def _comparisons(prefix: str, read: Callable[[str], Any]) -> dict[str, Operator]:
    return {
        f"{prefix}Equals": _comparison(read, operator.eq),
        f"{prefix}NotEquals": _comparison(read, operator.eq, negated=True),
        f"{prefix}LessThan": _comparison(read, operator.lt),
        f"{prefix}LessThanEquals": _comparison(read, operator.le),
        f"{prefix}GreaterThan": _comparison(read, operator.gt),
        f"{prefix}GreaterThanEquals": _comparison(read, operator.ge),
    }


_NAMED = {
    "StringEquals": Operator(plain, operator.eq, variables=True),
    "StringNotEquals": Operator(plain, operator.eq, negated=True, variables=True),
    "StringEqualsIgnoreCase": Operator(plain, _same_ignoring_case, variables=True),
    "StringNotEqualsIgnoreCase": Operator(plain, _same_ignoring_case, negated=True, variables=True),
    "StringLike": Operator(pattern, _full_match, variables=True),
    "StringNotLike": Operator(pattern, _full_match, negated=True, variables=True),
    "ArnEquals": Operator(arn_pattern, _full_match, variables=True),
    "ArnLike": Operator(arn_pattern, _full_match, variables=True),
    "ArnNotEquals": Operator(arn_pattern, _full_match, negated=True, variables=True),
    "ArnNotLike": Operator(arn_pattern, _full_match, negated=True, variables=True),
    **_comparisons("Numeric", _number),
    **_comparisons("Date", moment),
    "Bool": Operator(plain, _same_boolean, variables=True),
    "BinaryEquals": _comparison(_binary, operator.eq),
    "IpAddress": Operator(lambda text: _network(plain(text)), _in_network),
    "NotIpAddress": Operator(lambda text: _network(plain(text)), _in_network, negated=True),
}
_OPERATORS = {name.lower(): known for name, known in _NAMED.items()}
_OPERATOR_NAME = re.compile(r"(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator with one key and its values."""

    key: str
    operator: Operator
    templates: tuple[Template, ...]
    prepared: tuple[Any, ...] | None
    """The values of the policy, ready to compare with; None when one of them has a variable."""
    quantifier: Quantifier
    if_exists: bool

    def holds(self, context: Context) -> bool:
        """Whether the request meets the condition.

        "Condition operators": a missing key meets only negated operators and `...IfExists`. "Set operators":
        it meets `ForAllValues` and never `ForAnyValue`; an empty string counts as missing for both. A key
        with several values needs a set operator; without one, the condition does not hold.
        """
        actual = context.values(self.key)
        if self.quantifier:
            actual = tuple(value for value in actual if value)
        if not actual:
            if self.quantifier:
                return self.quantifier == "forallvalues"
            return self.operator.negated or self.if_exists
        if len(actual) > 1 and not self.quantifier:
            return False
        wanted = self._wanted(context)
        if wanted is None:
            return False
        results = (self._meets(value, wanted) for value in actual)
        return any(results) if self.quantifier == "foranyvalue" else all(results)

    def _meets(self, value: str, wanted: tuple[Any, ...]) -> bool:
        matches = self.operator.matches
        return any(matches(item, value) for item in wanted) is not self.operator.negated

    def _wanted(self, context: Context) -> tuple[Any, ...] | None:
        if self.prepared is not None:
            return self.prepared
        resolved = [item.resolve(context) for item in self.templates]
        # A negated operator would hold because a variable has no value. "Variables and tags": an attempt to
        # match a variable without a value fails.
        if self.operator.negated and None in resolved:
            return None
        return tuple(self.operator.prepare(text) for text in resolved if text is not None)


@dataclass(frozen=True, slots=True)
class Absence:
    """The `Null` operator: "true" asks that the request does not have the key, "false" that it has it."""

    key: str
    wanted: frozenset[str]

    def holds(self, context: Context) -> bool:
        """Whether the key is there, or is not, as the condition asks."""
        return ("false" if context.values(self.key) else "true") in self.wanted


def known_operator(name: str) -> bool:
    """Whether AWS has a condition operator of this name, with its set operator and its `IfExists`."""
    return _parsed(name) is not None


def conditions(
    element: Mapping[str, Mapping[str, object]], variables: bool
) -> tuple[Condition | Absence, ...]:
    """Read a `Condition` element. All of its conditions must hold.

    Raises:
        ValueError: an operator is unknown.
    """
    return tuple(
        _condition(name, key, value, variables)
        for name, keys in element.items()
        for key, value in keys.items()
    )


def _condition(name: str, key: str, value: object, variables: bool) -> Condition | Absence:
    parsed = _parsed(name)
    if parsed is None:
        raise ValueError(f"unknown condition operator {name}")
    quantifier, found, if_exists = parsed
    if found is None:
        return Absence(key.lower(), frozenset(text.lower() for text in values_of(value)))
    templates = tuple(template(text, variables and found.variables) for text in values_of(value))
    fixed = [text for text in (item.fixed for item in templates) if text is not None]
    prepared = tuple(found.prepare(text) for text in fixed) if len(fixed) == len(templates) else None
    return Condition(key.lower(), found, templates, prepared, quantifier, if_exists)


def _parsed(name: str) -> tuple[Quantifier, Operator | None, bool] | None:
    """Set operator, operator (None is `Null`) and `IfExists` of a name; None when AWS has no such one."""
    match = _OPERATOR_NAME.fullmatch(name)
    if match is None:
        return None
    prefix, base, suffix = (match[1] or "").lower(), match[2].lower(), match[3]
    quantifier: Quantifier = "forallvalues" if prefix == "forallvalues" else "foranyvalue" if prefix else ""
    if base == "null":
        return None if suffix else (quantifier, None, False)
    found = _OPERATORS.get(base)
    return None if found is None else (quantifier, found, suffix is not None)
