"""State files (format 4) and the resources in plan JSON, as values.

https://developer.hashicorp.com/terraform/internals/json-format describes the latter; the former is what
`terraform state pull` gives and `terraform state push` takes.
"""

import copy
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tooling.terraform import binary

State = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """One resource instance with its attributes, as far as they are known."""

    address: str
    module: str
    kind: str
    name: str
    index: str | int | None
    provider: str
    schema_version: int
    values: Mapping[str, Any]


def attributes(state: State) -> dict[str, dict[str, Any]]:
    """The attributes of everything in a state, by address (as `terraform state list` writes it)."""
    return {address: instance.get("attributes") or {} for address, instance in _instances(state)}


def planned(plan: Mapping[str, Any]) -> dict[str, Resource]:
    """What a plan wants every managed resource to be, by address."""
    return {each.address: each for each in _resources(plan.get("planned_values", {}))}


def refreshed(plan: Mapping[str, Any]) -> dict[str, Resource]:
    """What a plan found every managed resource to be, by address."""
    return {each.address: each for each in _resources(plan.get("prior_state", {}).get("values", {}))}


def recorded(state: State, made: Iterable[tuple[Resource, str | None]]) -> State:
    """A state, one serial on, that also has these objects, each with its id where its attributes lack it."""
    result: State = copy.deepcopy(state) or {
        "version": 4,
        "terraform_version": binary.PINNED,
        "serial": 0,
        "lineage": str(uuid.uuid4()),
        "outputs": {},
        "resources": [],
    }
    result["serial"] += 1
    for resource, identifier in made:
        entry = _entry(result["resources"], resource)
        for instance in entry["instances"]:
            if instance.get("index_key") == resource.index:
                # Its predecessor: to be destroyed, if it is still there.
                instance.setdefault("deposed", uuid.uuid4().hex[:8])
        key = {} if resource.index is None else {"index_key": resource.index}
        values = dict(resource.values) if identifier is None else {**resource.values, "id": identifier}
        entry["instances"].append({**key, "schema_version": resource.schema_version, "attributes": values})
    return result


def untainted(state: State, addresses: Iterable[str]) -> State:
    """A state, one serial on, in which these are not marked for replacement; the same one if none was."""
    result: State = copy.deepcopy(state)
    wanted = set(addresses)
    marked = [each for address, each in _instances(result) if address in wanted and "status" in each]
    if not marked:
        return state
    for instance in marked:
        del instance["status"]
    result["serial"] += 1
    return result


def _entry(resources: list[dict[str, Any]], resource: Resource) -> dict[str, Any]:
    """The entry of a resource's block, made when there is none."""
    place = {"module": resource.module} if resource.module else {}
    wanted = place | {"mode": "managed", "type": resource.kind, "name": resource.name}
    for entry in resources:
        if entry.get("module", "") == resource.module and wanted.items() <= entry.items():
            return entry
    entry = wanted | {"provider": f'provider["{resource.provider}"]', "instances": []}
    resources.append(entry)
    return entry


def _resources(values: Mapping[str, Any]) -> Iterator[Resource]:
    def of(module: Mapping[str, Any]) -> Iterator[Resource]:
        for each in module.get("resources", []):
            if each["mode"] == "managed":
                yield Resource(
                    address=each["address"],
                    module=module.get("address", ""),
                    kind=each["type"],
                    name=each["name"],
                    index=each.get("index"),
                    provider=each["provider_name"],
                    schema_version=each["schema_version"],
                    values=each.get("values", {}),
                )
        for child in module.get("child_modules", []):
            yield from of(child)

    return of(values.get("root_module", {}))


def _instances(state: State) -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in state.get("resources", []):
        module = f"{resource['module']}." if resource.get("module") else ""
        data = "data." if resource["mode"] == "data" else ""
        block = f"{module}{data}{resource['type']}.{resource['name']}"
        for instance in resource["instances"]:
            if not instance.get("deposed"):
                key = instance.get("index_key")
                yield block if key is None else f"{block}[{json.dumps(key)}]", instance
