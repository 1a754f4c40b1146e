"""MemoryDB: access control lists and parameter groups. moto answers for the rest.

https://docs.aws.amazon.com/memorydb/latest/APIReference/Welcome.html
"""

from local_aws.double.hints import Kind, Record, Ref, RefusedError, Service, Values

_ARN = "arn:aws:memorydb:{region}:{account}"


def _change_users(acl: Record, request: Values) -> None:
    """An update names who comes and who goes."""
    users = [
        one for one in acl.values.get("UserNames", ()) if one not in request.get("UserNamesToRemove", ())
    ]
    acl.values["UserNames"] = [*users, *request.get("UserNamesToAdd", ())]


def _set_parameters(group: Record, request: Values) -> None:
    given = {each["ParameterName"]: each["ParameterValue"] for each in request.get("ParameterNameValues", ())}
    kept = group.of[""].values["Parameters"]
    kept[group.name] = {**kept.get(group.name, {}), **given}


def _forget_parameters(group: Record, _: Values) -> None:
    group.of[""].values["Parameters"].pop(group.name, None)


def _reset_parameters(group: Record, request: Values) -> Values:
    kept = group.of[""].values["Parameters"].get(group.name, {})
    for name in list(kept) if request.get("AllParameters") else request.get("ParameterNames", ()):
        kept.pop(name, None)
    return {"ParameterGroup": {name: group.values[name] for name in ("Name", "Family", "ARN")}}


def _parameters(region: Record, request: Values) -> Values:
    """Parameters that were set; AWS's own groups (`default.memorydb-redis7`) have none here."""
    name, kept = request["ParameterGroupName"], region.values["Parameters"]
    if name not in kept and not name.startswith("default."):
        raise RefusedError("ParameterGroupNotFoundFault", f"ParameterGroup {name} not found", "", name)
    return {"Parameters": [{"Name": each, "Value": value} for each, value in kept.get(name, {}).items()]}


SERVICE = Service(
    "memorydb",
    kinds=(
        Kind(
            "ACL",
            members=("ACLName",),
            names=("Name",),
            plural="ACLs",
            missing="ACLNotFoundFault",
            made={
                "Name": "{ACLName}",
                "ARN": f"{_ARN}:acl/{{ACLName}}",
                "Clusters": [],
                "MinimumEngineVersion": "6.2",
                "Status": "active",
                "UserNames": [],
            },
            rules={"update": _change_users},
        ),
        Kind(
            "ParameterGroup",
            members=("ParameterGroupName",),
            names=("Name",),
            missing="ParameterGroupNotFoundFault",
            made={"Name": "{ParameterGroupName}", "ARN": f"{_ARN}:parametergroup/{{ParameterGroupName}}"},
            refs=(Ref("", ("Region",)),),
            rules={"create": _set_parameters, "delete": _forget_parameters, "update": _set_parameters},
        ),
        Kind("Region", theirs=True, alone=True, made={"Parameters": {}}),
    ),
    acts={
        "DescribeParameters": ("Region", _parameters),
        "ResetParameterGroup": ("ParameterGroup", _reset_parameters),
    },
    rest_elsewhere=True,
)
