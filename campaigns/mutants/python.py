"""What can be broken in the policy pack, which is Python: conditions, constants, what counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from campaigns.mutants.mutations import Mutant

PACK = "tooling/policy"
_OTHER: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


def mutants(file: str, source: str) -> list[Mutant]:
    """Every mutant of a file of the pack."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def place(line: int, column: int) -> int:
        start = lines[line - 1]
        of_line = source[start : lines[line]].encode()
        return start + len(of_line[:column].decode())

    found = []
    for node in ast.walk(ast.parse(source)):
        for where, text, what in _edits(node):
            start = place(where.lineno, where.col_offset)
            end = place(where.end_lineno or 0, where.end_col_offset or 0)
            found.append(
                Mutant(
                    PACK, file, where.lineno, "policy", f"{what}: {source[start:end][:60]}", start, end, text
                )
            )
    return found


def _edits(node: ast.AST) -> Iterator[tuple[ast.expr, str, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = _OTHER[type(node.ops[0])]
        text = f"{ast.unparse(node.left)} {other} {ast.unparse(node.comparators[0])}"
        yield node, f"({text})", f"{other} in a comparison"
    if isinstance(node, ast.BoolOp):
        operator = " or " if isinstance(node.op, ast.And) else " and "
        yield (
            node,
            f"({operator.join(f'({ast.unparse(each)})' for each in node.values)})",
            f"{operator.strip()} instead",
        )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"bool({ast.unparse(node.operand)})", "without not"
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
        yield node.value, str(not node.value.value), "another answer"
    if isinstance(node, ast.Set | ast.Tuple | ast.List) and len(node.elts) > 1:
        for each in node.elts:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                rest = [ast.unparse(other) for other in node.elts if other is not each]
                opening, closing = (
                    ("{", "}")
                    if isinstance(node, ast.Set)
                    else ("(", ")")
                    if isinstance(node, ast.Tuple)
                    else "[]"
                )
                comma = "," if isinstance(node, ast.Tuple) else ""
                yield node, f"{opening}{', '.join(rest)}{comma}{closing}", f"without {each.value}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("any", "all"):
        other = "all" if node.func.id == "any" else "any"
        yield node.func, other, f"{other} instead"
