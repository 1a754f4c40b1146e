"""Metric math: expressions over time series.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from itertools import pairwise

Series = dict[float, float]  # value by the start of its period, in seconds
Value = float | Series | list[Series]

_WORDS = {"&&": " and ", "||": " or ", "^": "**"}
_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: lambda left, right: bool(left) and bool(right),
    ast.Or: lambda left, right: bool(left) or bool(right),
}
_ACROSS: dict[str, Callable[[list[float]], float]] = {
    "AVG": lambda values: sum(values) / len(values),
    "MAX": max,
    "MIN": min,
    "SUM": sum,
}


class UnsupportedError(ValueError):
    """An expression with something that is not evaluated here."""


def evaluate(expression: str, named: Mapping[str, Value], metrics: list[Series], times: list[float]) -> Value:
    """The value of an expression.

    `named` has the values of the other queries by their ids, `metrics` what METRICS() gives, `times` the
    starts of all periods that are looked at, in order: those that FILL fills.

    Raises:
        UnsupportedError: it has a function or sign that is not known here, or an id that is not given.
    """
    text = re.sub(r"&&|\|\||\^", lambda sign: _WORDS[sign[0]], expression.strip())
    text = re.sub(r"\b(AND|OR)\b", lambda word: word[0].lower(), text)
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise UnsupportedError(expression) from error
    return _Evaluation(named, metrics, times).of(tree.body)


def ids(expression: str) -> set[str]:
    """The ids of other queries that an expression may name: they begin with a small letter."""
    return set(re.findall(r"\b[a-z]\w*", expression))


class _Evaluation:
    def __init__(self, named: Mapping[str, Value], metrics: list[Series], times: list[float]) -> None:
        self._named, self._metrics, self._times = named, metrics, times

    def of(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name) if name in self._named:
                return self._named[name]
            case ast.List(elts=parts):
                return [_series(self.of(part)) for part in parts]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _combined(operator.sub, 0.0, self.of(operand))
            case (
                ast.BinOp(left=left, op=sign, right=right)
                | ast.Compare(left=left, ops=[sign], comparators=[right])
            ) if type(sign) in _OPERATORS:
                return _combined(_OPERATORS[type(sign)], self.of(left), self.of(right))
            case ast.BoolOp(op=sign, values=[first, *rest]):
                value = self.of(first)
                for each in rest:
                    value = _combined(_OPERATORS[type(sign)], value, self.of(each))
                return value
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return self._call(function, arguments)
        raise UnsupportedError(ast.unparse(node))

    def _call(self, function: str, arguments: list[ast.expr]) -> Value:
        if function == "METRICS" and not arguments:
            return self._metrics
        if function == "FILL" and len(arguments) == 2:
            return self._filled(self.of(arguments[0]), arguments[1])
        values = [self.of(each) for each in arguments]
        match function, values:
            case (("AVG" | "MAX" | "MIN" | "SUM"), [value]):
                return _across(_ACROSS[function], value)
            case "IF", [condition, then, *otherwise] if len(otherwise) < 2:
                return self._chosen(condition, then, otherwise[0] if otherwise else {})
            case "DIFF", [dict() as series]:
                return {later: series[later] - series[earlier] for earlier, later in pairwise(sorted(series))}
            case "RATE", [dict() as series]:
                return {
                    later: (series[later] - series[earlier]) / (later - earlier)
                    for earlier, later in pairwise(sorted(series))
                }
            case "ABS", [value]:
                return _combined(lambda left, _: abs(left), value, 0.0)
        raise UnsupportedError(function)

    def _filled(self, value: Value, filling: ast.expr) -> Value:
        if isinstance(value, list):
            return [_series(self._filled(each, filling)) for each in value]
        series = _series(value)
        if isinstance(filling, ast.Name) and filling.id == "REPEAT":
            last, filled = None, {}
            for time in self._times:
                last = series.get(time, last)
                if last is not None:
                    filled[time] = last
            return filled
        given = self.of(filling)
        if not isinstance(given, float):
            raise UnsupportedError("FILL")
        return {time: series.get(time, given) for time in self._times}

    def _chosen(self, condition: Value, then: Value, otherwise: Value) -> Value:
        if isinstance(condition, float):
            return then if condition else otherwise
        chosen = {}
        for time, holds in _series(condition).items():
            value = then if holds else otherwise
            if isinstance(value, float):
                chosen[time] = value
            elif time in (series := _series(value)):
                chosen[time] = series[time]
        return chosen


def _combined(sign: Callable[[float, float], float], left: Value, right: Value) -> Value:
    """One value, or one for each period for which both have one. A division by zero gives none."""
    if isinstance(left, list):
        return [_series(_combined(sign, each, right)) for each in left]
    if isinstance(right, list):
        return [_series(_combined(sign, left, each)) for each in right]
    if isinstance(left, float) and isinstance(right, float):
        try:
            return float(sign(left, right))
        except ZeroDivisionError:
            return {}
    times = [series.keys() for series in (left, right) if isinstance(series, dict)]
    found = {}
    for time in sorted(set.intersection(*map(set, times))):
        one, other = (each if isinstance(each, float) else each[time] for each in (left, right))
        try:
            found[time] = float(sign(one, other))
        except ZeroDivisionError:
            continue
    return found


def _across(function: Callable[[list[float]], float], value: Value) -> Value:
    """Of several series one, of what each period has; of one series one number."""
    if isinstance(value, float):
        return value
    if isinstance(value, dict):
        return float(function([*value.values()])) if value else {}
    times = sorted({time for series in value for time in series})
    return {time: float(function([series[time] for series in value if time in series])) for time in times}


def _series(value: Value) -> Series:
    if not isinstance(value, dict):
        raise UnsupportedError("A time series was expected")
    return value
