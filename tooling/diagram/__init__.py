"""The architecture of an environment as nodes and edges, from its plan: what there is, and where data flows.

Edges come from deliveries (subscriptions, event sources, targets, permissions) and from grants (what a role
may do, drawn from what runs with the role). `layout` makes text and pictures of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tooling import access
from tooling.errors import PlatformError
from tooling.plan import resources
from tooling.plan.references import References, without_keys
from tooling.plan.resources import Planned, Resource

Zoom = Literal["environment", "service", "network"]
ZOOMS: tuple[Zoom, ...] = ("environment", "service", "network")
CROWDED = 40
"""With more nodes than this, an environment is shown by module."""

# What grants are about data; the rest (logs, keys, traces) would be an edge from everything.
_VERBS = {
    **dict.fromkeys(["batchget", "get", "list", "query", "scan", "select", "executestatement"], "reads"),
    **dict.fromkeys(["batchwrite", "delete", "put", "putrecord", "update"], "writes"),
    **dict.fromkeys(["clientmount", "clientwrite"], "mounts"),
    **dict.fromkeys(["publish", "putevents"], "publishes"),
    "connect": "connects",
    "invoke": "calls",
    "receive": "receives",
    "send": "sends",
    "startexecution": "starts",
}
# What a consumer does besides.
_ASIDE = ("changemessagevisibility", "deletemessage", "getqueue", "gettopic", "listtags", "putmetric")
_OF_DATA = {
    "dax", "dynamodb", "elasticache", "elasticfilesystem", "events", "execute-api", "firehose", "kinesis",
    "lambda", "rds-db", "s3", "sns", "sqs", "states",
}  # fmt: skip
_RUNS_WITH = ("role", "execution_role_arn", "task_role_arn", "role_arn", "iam_instance_profile")


@dataclass(frozen=True)
class Node:
    """Something drawn, for `count` resources. `groups` are the boxes around it, outermost first."""

    id: str
    label: str
    kind: str
    groups: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, order=True)
class Edge:
    """Where data flows. `label` says how."""

    source: str
    target: str
    label: str


@dataclass(frozen=True)
class Picture:
    """What is drawn."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "title": self.title,
            "nodes": [
                {
                    "id": one.id,
                    "label": one.label,
                    "kind": one.kind,
                    "groups": list(one.groups),
                    "count": one.count,
                }
                for one in self.nodes
            ],
            "edges": [{"from": one.source, "to": one.target, "label": one.label} for one in self.edges],
        }


@cache
def _data() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))


def draw(
    plan: Mapping[str, Any], root: Path | None, name: str, zoom: Zoom = "environment", of: str = ""
) -> Picture:
    """The picture of a plan.

    Args:
        root: the folder of the root module.
        zoom: the whole environment, one service with its neighbours, or the network.
        of: of a service: its tag Service, or the module that it is in.

    Raises:
        PlatformError: there is no such zoom or service, or nothing to draw.
    """
    planned = resources.read(plan)
    if zoom == "network":
        found = _network(plan, planned, root, name)
    elif zoom in ("environment", "service"):
        found = _architecture(plan, planned, root, name)
        if zoom == "service":
            found = _service(found, planned, of)
        elif len(found.nodes) > CROWDED:
            found = by_module(found)
    else:
        raise PlatformError(f"there is no zoom '{zoom}'", f"use one of: {', '.join(ZOOMS)}")
    if not found.nodes:
        raise PlatformError(f"the plan of '{name}' has nothing to draw", "./invokew plan --env NAME")
    return found


def by_module(picture: Picture) -> Picture:
    """One node for all of a kind in the same module, and their edges in one."""
    names = {node.id: (*node.groups[:2], node.kind, node.label.split("\n")[-1]) for node in picture.nodes}
    merged: dict[tuple[str, ...], list[Node]] = {}
    for node in picture.nodes:
        merged.setdefault(names[node.id], []).append(node)
    nodes: list[Node] = []
    ids: dict[str, str] = {}
    for same in merged.values():
        first = same[0]
        what = first.label.split("\n")[-1]
        label = first.label if len(same) == 1 else f"{len(same)} of\n{what}"
        nodes.append(Node(first.id, label, first.kind, first.groups[:2], len(same)))
        ids |= {node.id: first.id for node in same}
    edges = {
        Edge(ids[edge.source], ids[edge.target], edge.label)
        for edge in picture.edges
        if ids[edge.source] != ids[edge.target]
    }
    return Picture(picture.title, tuple(nodes), tuple(sorted(edges)))


def _architecture(plan: Mapping[str, Any], planned: Planned, root: Path | None, name: str) -> Picture:
    types = _data()["types"]
    shown = {
        each.address: each for each in planned.resources if each.type in types and each.after is not None
    }
    links = _Links(plan, planned, root, shown)
    edges = {*links.deliveries(), *links.grants(), *links.parts()}
    nodes = tuple(
        Node(address, f"{_name(each)}\n{types[each.type]['name']}", types[each.type]["kind"], _groups(each))
        for address, each in shown.items()
    )
    return Picture(name, nodes, tuple(sorted(_one_each(edges))))


def _service(picture: Picture, planned: Planned, of: str) -> Picture:
    tags = {
        each.address: str((each.values.get("tags_all") or {}).get("Service") or "")
        for each in planned.resources
    }
    services = sorted({tags.get(node.id, "") for node in picture.nodes} - {""})
    modules = sorted({group for node in picture.nodes for group in node.groups})
    own = {node.id for node in picture.nodes if of and (tags.get(node.id) == of or of in node.groups)}
    if not own:
        raise PlatformError(
            f"no service or module is called '{of}'" if of else "it does not say which service",
            f"add --of, one of: {', '.join(services or modules)}",
        )
    edges = tuple(edge for edge in picture.edges if own & {edge.source, edge.target})
    near = own | {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(node for node in picture.nodes if node.id in near)
    return Picture(f"{picture.title}: {of}", nodes, edges)


def _network(plan: Mapping[str, Any], planned: Planned, root: Path | None, name: str) -> Picture:
    """The VPCs with their tiers and zones, what leads out of them, and what stands in which tier."""
    types = _data()["network"] | _data()["types"]
    references = References(plan, root)
    nodes: list[Node] = []
    edges: set[Edge] = set()
    subnets: dict[str, str] = {}
    for each in planned.of_type("aws_subnet"):
        if each.after is None:
            continue
        tier = _tier(each)
        label = f"{each.after.get('cidr_block') or 'addresses'}\n{each.after.get('availability_zone') or ''}"
        nodes.append(Node(each.address, label.strip(), "place", (_vpc(each), tier)))
        subnets.setdefault(f"{each.module} {tier}", each.address)
    for each in planned.resources:
        if each.after is None or each.type == "aws_subnet" or each.type not in types:
            continue
        leads = references.of(each.address)
        beside = sorted(leads & {without_keys(one) for one in subnets.values()})
        if each.type in ("aws_internet_gateway", "aws_nat_gateway", "aws_vpc_endpoint"):
            tier = "public" if each.type == "aws_nat_gateway" else "ways out"
            nodes.append(
                Node(each.address, f"{_name(each)}\n{types[each.type]['name']}", "door", (_vpc(each), tier))
            )
        elif beside and each.type not in ("aws_eip",):
            module = next(one for key, one in subnets.items() if without_keys(one) == beside[0])
            vpc = _vpc(next(one for one in planned.resources if one.address == module))
            tier = _tier_of(each)
            kind = types[each.type]["kind"]
            nodes.append(Node(each.address, f"{_name(each)}\n{types[each.type]['name']}", kind, (vpc, tier)))
    by_id = {node.id: node for node in nodes}
    nats = {each.address for each in planned.of_type("aws_nat_gateway")} & set(by_id)
    gateways = {each.address for each in planned.of_type("aws_internet_gateway")} & set(by_id)
    for nat in nats:
        key = nat[nat.rfind("[") :] if nat.endswith("]") else ""
        for address in gateways:
            if by_id[address].groups[0] == by_id[nat].groups[0]:
                edges.add(Edge(nat, address, ""))
        for subnet in by_id.values():
            own = subnet.kind == "place" and subnet.groups == (by_id[nat].groups[0], "private")
            if own and (len(nats) == 1 or key.strip('[]"') == subnet.id.rstrip('"]').rpartition("-")[2]):
                edges.add(Edge(subnet.id, nat, "out"))
    return Picture(f"{name}: network", tuple(nodes), tuple(sorted(edges)))


class _Links:
    """Finds the edges of a plan."""

    def __init__(
        self, plan: Mapping[str, Any], planned: Planned, root: Path | None, shown: Mapping[str, Resource]
    ) -> None:
        self._planned, self._shown = planned, shown
        self._references = References(plan, root)
        self._access = access.read(plan, root)
        self._by_config: dict[str, list[str]] = {}
        for each in planned.resources:
            self._by_config.setdefault(without_keys(each.address), []).append(each.address)
        self._arns = {arn: address for address, arn in self._access.arns.items() if address in shown}

    def deliveries(self) -> Iterator[Edge]:
        table = _data()["deliveries"]
        for each in self._planned.resources:
            if each.type not in table or each.after is None:
                continue
            rule = table[each.type]
            sources, targets = self._ends(each, rule["from"]), self._ends(each, rule["to"])
            if each.type in self._shown_types():  # a pipe stands between its ends
                yield from (Edge(source, each.address, rule["label"]) for source in sources)
                yield from (Edge(each.address, target, rule["label"]) for target in targets)
                continue
            for source in sources:
                for target in targets:
                    if source != target:
                        yield Edge(source, target, rule["label"])

    def grants(self) -> Iterator[Edge]:
        """From what runs with a role to what the role may read, write, call."""
        runs: dict[str, list[str]] = {}
        for address, each in self._shown.items():
            beside = [each, *self._planned.beside(each, "aws_ecs_task_definition", "aws_launch_template")]
            for holder in beside:
                for role in self._references.of(holder.address, *_RUNS_WITH):
                    if ".aws_iam_role." in f".{role}":
                        runs.setdefault(role, []).append(address)
        for right in self._access.rights():
            service, _, name = right.action.partition(":")
            verb = _verb(name)
            if right.effect != "Allow" or not verb or service not in _OF_DATA:
                continue
            role = without_keys(right.who.removeprefix("role "))
            target = self._target(right.resource)
            # Before the apply, a grant on a queue may look like one on its dead letters, too.
            if not target or ("dead_letter" in target and verb == "receives"):
                continue
            yield from (Edge(runner, target, verb) for runner in runs.get(role, []) if runner != target)

    def parts(self) -> Iterator[Edge]:
        """Load balancers to what is registered with them, proxies to their databases."""
        for address, each in self._shown.items():
            if each.type in ("aws_ecs_service", "aws_autoscaling_group"):
                groups = self._references.of(address, "load_balancer", "target_group_arns", "traffic_source")
                for listener in self._planned.of_type("aws_lb_listener", "aws_lb_listener_rule"):
                    if groups & self._references.of(listener.address):
                        yield from (
                            Edge(balancer, address, "requests")
                            for balancer in self._ends(listener, ["load_balancer_arn", "listener_arn"])
                            if self._shown[balancer].type == "aws_lb"
                        )
            elif each.type == "aws_db_proxy":
                for part in self._planned.beside(each, "aws_db_proxy_target"):
                    yield from (
                        Edge(address, end, "connects")
                        for end in self._ends(part, ["db_instance_identifier", "db_cluster_identifier"])
                    )

    def _shown_types(self) -> set[str]:
        return set(_data()["types"])

    def _ends(self, resource: Resource, attributes: list[str]) -> list[str]:
        """What is shown and named by attributes: by their values, or by what the code refers to."""
        values = resource.after or {}
        known = [
            address
            for attribute in attributes
            for text in _texts(values.get(attribute))
            for arn, address in self._arns.items()
            if text == arn or f'"{arn}"' in text
        ]
        if known:
            return list(dict.fromkeys(known))
        for attribute in attributes:
            named = self._references.of(resource.address, attribute)
            # What is not drawn, such as a rule, may lead on to what is.
            further = (self._references.of(one) for one in named if ".data." not in f".{one}")
            found = self._instances(resource, named) or self._instances(
                resource, frozenset().union(*further, frozenset())
            )
            if found:
                return found
        return []

    def _instances(self, resource: Resource, targets: frozenset[str]) -> list[str]:
        key = resource.address[resource.address.rfind("[") :] if resource.address.endswith("]") else ""
        found: list[str] = []
        for target in sorted(targets):
            instances = [each for each in self._by_config.get(target, []) if each in self._shown]
            same = [each for each in instances if key and each.endswith(key)]
            found += same or instances
        # A module refers to all that it makes; what the reference means is the main thing in it.
        main = [each for each in found if "dead_letter" not in each]
        return main or found

    def _target(self, arn: str) -> str:
        if arn in self._arns:
            return self._arns[arn]
        return next((address for known, address in self._arns.items() if arn.startswith(f"{known}/")), "")


def _verb(action: str) -> str:
    lowered = action.lower()
    fitting = [start for start in _VERBS if lowered.startswith(start)]
    return _VERBS[max(fitting, key=len)] if fitting and not lowered.startswith(_ASIDE) else ""


def _one_each(edges: set[Edge]) -> Iterator[Edge]:
    """An edge for each pair, with all that it is; what is delivered is not also granted."""
    labels: dict[tuple[str, str], set[str]] = {}
    for edge in edges:
        labels.setdefault((edge.source, edge.target), set()).add(edge.label)
    for (source, target), found in labels.items():
        back = labels.get((target, source), set())
        if found <= {"receives", "reads"} and back & {"messages", "events", "records"}:
            continue  # it polls: the delivery is drawn
        yield Edge(source, target, ", ".join(sorted(found)))


def _groups(resource: Resource) -> tuple[str, ...]:
    return tuple(part for part in without_keys(resource.module).replace("module.", "").split(".") if part)


def _name(resource: Resource) -> str:
    values = resource.values
    for attribute in ("name", "function_name", "bucket", "identifier", "cluster_identifier", "broker_name"):
        if isinstance(values.get(attribute), str) and values[attribute]:
            return str(values[attribute])
    key = (
        resource.address[resource.address.rfind("[") + 1 :].strip('"]')
        if resource.address.endswith("]")
        else ""
    )
    return key or (_groups(resource)[-1] if resource.module else resource.name)


def _vpc(resource: Resource) -> str:
    return ".".join(_groups(resource)) or "network"


def _tier(resource: Resource) -> str:
    values = resource.values
    name = f"{resource.address} {(values.get('tags') or {}).get('Name', '')}".lower()
    return next((tier for tier in ("public", "database", "private") if tier in name), "private")


def _tier_of(resource: Resource) -> str:
    if resource.type == "aws_lb":
        return "private" if resource.values.get("internal") else "public"
    return "database" if _data()["types"][resource.type]["kind"] == "data" else "private"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
