"""Makes checkov's evaluation of HCL some four times faster, with the same results.

It evaluates the same expressions of the same modules again for every call, and builds a parser for every path
it looks up. Each change is one function; `tests/policy/test_scan.py` compares the results.
"""

from __future__ import annotations

import copy
import gc
import logging
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

_GARBAGE = 2_000_000  # objects made since the last collection: some hundred megabytes


def before_import() -> None:
    """To be called before checkov is imported."""
    # Collecting garbage all the time costs a fifth and frees little. So does forking to parse.
    gc.disable()
    os.environ["CHECKOV_PARALLELIZATION_TYPE"] = "none"
    # Both are optional to those that import them, slow to import, and of no use here.
    sys.modules["git"] = sys.modules["numpy"] = None  # type: ignore[assignment]


def between_roots() -> None:
    """To be called when a root is done, whose graph then goes."""
    if gc.get_count()[0] > _GARBAGE:
        gc.collect()


def after_import() -> None:
    """To be called once, after checkov's Terraform runner is imported."""
    gc.freeze()  # what is imported stays: it need not be looked through for garbage
    _build_each_parser_once()
    _use_interpreters_again()
    _take_each_expression_apart_once()
    _parse_each_text_once()
    _expand_loops_from_what_feeds_them()
    _look_up_each_path_once()
    _compare_edges_as_they_are()
    _run_graph_checks_in_turn()
    _leave_out_validations()


def _build_each_parser_once() -> None:
    from bc_jsonpath_ng import parser

    build = parser.ply.yacc.yacc
    built: dict[tuple[type, str], Any] = {}

    def yacc(*, module: Any, start: str, **options: Any) -> Any:
        key = (type(module), start)
        if key not in built:
            built[key] = build(module=module, start=start, **options)
        return built[key]

    parser.ply.yacc.yacc = yacc


def _use_interpreters_again() -> None:
    """They share one table of functions anyway, and each evaluation begins without errors.

    An evaluation inside another, of an argument of `try`, gets an interpreter of its own.
    """
    from asteval import Interpreter
    from checkov.terraform.graph_builder.variable_rendering import safe_eval_functions

    make: Callable[[], Any] = safe_eval_functions.get_asteval
    idle: list[Any] = []

    class Reused(Interpreter):  # type: ignore[misc]  # asteval has no types
        def __call__(self, expr: Any, **options: Any) -> Any:
            try:
                return super().__call__(expr, **options)
            finally:
                idle.append(self)

    def get_asteval() -> Any:
        if idle:
            return idle.pop()
        made = make()
        made.__class__ = Reused
        return made

    safe_eval_functions.get_asteval = get_asteval


def _take_each_expression_apart_once() -> None:
    from checkov.common.util import parser_utils
    from checkov.terraform.graph_builder import utils
    from checkov.terraform.graph_builder.variable_rendering import evaluate_terraform

    _remember(evaluate_terraform, "evaluate_terraform", copy.deepcopy, {})
    _remember(parser_utils, "find_var_blocks", list, {})
    _remember(evaluate_terraform, "find_brackets_pairs", list, {})
    _remember(utils, "get_referenced_vertices_in_str_value", list, {})


def _remember(module: Any, name: str, copied: Callable[[Any], Any], known: dict[Any, Any]) -> None:
    """Let a function that only depends on its arguments keep its results, wherever it was imported."""
    function: Callable[..., Any] = getattr(module, name)

    def remembering(*arguments: Any, **named: Any) -> Any:
        key = (*map(_as_key, arguments), *map(_as_key, named.values()))
        try:
            value = known[key]
        except KeyError:
            value = known[key] = function(*arguments, **named)
        except TypeError:  # not to be used as a key
            return function(*arguments, **named)
        return copied(value) if isinstance(value, (list, dict)) else value

    for importer in list(sys.modules.values()):
        if importer and importer.__dict__.get(name) is function:
            setattr(importer, name, remembering)


def _as_key(argument: Any) -> Any:
    if isinstance(argument, str):
        return argument
    if isinstance(argument, dict):
        return tuple((key, _as_key(value)) for key, value in argument.items())
    if isinstance(argument, list):
        return tuple(argument)
    return type(argument), argument  # 1, 1.0 and True are equal, but not the same


_parsed: dict[str, bytes] = {}


def parse(text: str) -> Any:
    """What checkov's parser makes of the text. Each text is parsed once."""
    import hcl2

    known = _parsed.get(text)
    if known is None:
        known = _parsed[text] = pickle.dumps(hcl2.loads(text))
    return pickle.loads(known)


def _parse_each_text_once() -> None:
    import hcl2

    def load(file: Any) -> Any:
        return parse(file.read())

    hcl2.load = load  # type: ignore[assignment]  # of checkov's own hcl2, not the harness's


def _expand_loops_from_what_feeds_them() -> None:
    """To expand `for_each` and `count`, checkov renders the whole graph once for each level of modules."""
    from checkov.common.graph.graph_builder.variable_rendering.renderer import VariableRenderer

    evaluate: Callable[..., None] = VariableRenderer._evaluate_edge_groups

    def evaluate_edge_groups(renderer: Any, groups: list[list[Any]]) -> None:
        loops = renderer.vertices_index_to_render
        if loops:
            out_edges = renderer.local_graph.out_edges
            if not hasattr(renderer, "feeding"):
                renderer.feeding = _feeding(loops, out_edges)
            groups = [group for group in groups if (group[0].origin, group[0].label) in renderer.feeding]
        evaluate(renderer, groups)

    VariableRenderer._evaluate_edge_groups = evaluate_edge_groups


def _feeding(loops: Iterable[int], out_edges: Mapping[int, Iterable[Any]]) -> set[tuple[int, str]]:
    """The attributes, as vertex and name, that the loops' `for_each` and `count` are made from."""
    found: set[tuple[int, str]] = set()
    todo = [
        edge
        for loop in loops
        for edge in out_edges.get(loop, ())
        if edge.label.split(".")[0] in ("for_each", "count")
    ]
    visited: set[int] = set()
    while todo:
        edge = todo.pop()
        found.add((edge.origin, edge.label))
        if edge.dest not in visited:
            visited.add(edge.dest)
            todo += out_edges.get(edge.dest, ())
    return found


def _look_up_each_path_once() -> None:
    # The scanned folder is a copy made for this process: no link in it changes.
    os.path.realpath = cache(os.path.realpath)  # type: ignore[assignment]


def _compare_edges_as_they_are() -> None:
    from checkov.common.graph.graph_builder.graph_components.edge import Edge

    key = attrgetter("origin", "dest", "label")
    Edge.__hash__ = lambda edge: hash(key(edge))
    Edge.__eq__ = lambda edge, other: isinstance(other, Edge) and key(edge) == key(other)


def _run_graph_checks_in_turn() -> None:
    """Only those about kinds that are there. In turn, since threads swallow a check that fails."""
    from checkov.common.graph.checks_infra.registry import BaseRegistry

    def run_checks(registry: Any, graph: Any, runner_filter: Any, report_type: str) -> dict[Any, Any]:
        results: dict[Any, Any] = {}
        present = {attributes.get("resource_type") for _, attributes in graph.nodes()}
        for check in registry.checks:
            about = _kinds(check)
            if about and "all" not in about and about.isdisjoint(present):
                continue
            if runner_filter.should_run_check(check, report_type=report_type):
                try:
                    registry.run_check_parallel(check, results, graph)
                except Exception:
                    logging.exception("Failed to run check %s", check.id)
        return results

    BaseRegistry.run_checks = run_checks


def _kinds(check: Any) -> set[str]:
    """Every kind of resource that a graph check names."""
    inner = (kind for sub_check in check.sub_checks for kind in _kinds(sub_check))
    return {*check.resource_types, *check.connected_resources_types, *inner}


def _leave_out_validations() -> None:
    """No rule looks at validations and descriptions, and they are half of what is evaluated."""
    from checkov.terraform import parser_utils, tf_parser
    from checkov.terraform.module_loading import module_finder

    load: Callable[..., Any] = parser_utils.load_or_die_quietly

    def load_or_die_quietly(file: Any, parsing_errors: Any, clean_definitions: bool = True) -> Any:
        parsed = load(file, parsing_errors, clean_definitions)
        if str(file).endswith(".tf"):
            for kind in ("variable", "output"):
                for block in (parsed or {}).get(kind, []):
                    for body in block.values():
                        body.pop("validation", None)
                        body.pop("description", None)
        return parsed

    tf_parser.load_or_die_quietly = load_or_die_quietly
    module_finder.load_or_die_quietly = load_or_die_quietly
