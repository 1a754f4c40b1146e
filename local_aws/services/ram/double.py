"""Resource Access Manager: shares, with their resources and principals. Nothing is shared with anybody here.

https://docs.aws.amazon.com/ram/latest/APIReference/Welcome.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values

_SORTS = {"resourceArns": "RESOURCE", "principals": "PRINCIPAL"}


def _associate(share: Record, request: Values) -> Values:
    kept: list[Values] = share.values["associations"]
    made = []
    for member, sort in _SORTS.items():
        for entity in request.get(member) or ():
            one: Values = {
                "associatedEntity": entity,
                "associationType": sort,
                "creationTime": share.made,
                "external": sort == "PRINCIPAL" and not entity.startswith("arn:aws:organizations:"),
                "lastUpdatedTime": share.made,
                "resourceShareArn": share.values["resourceShareArn"],
                "resourceShareName": share.values["name"],
                "status": "ASSOCIATED",
            }
            kept[:] = [other for other in kept if not _same(one, other)] + [one]
            made.append(one)
    return {"resourceShareAssociations": made}


def _same(one: Values, other: Values) -> bool:
    return all(one[name] == other[name] for name in ("associatedEntity", "associationType"))


def _disassociate(share: Record, request: Values) -> Values:
    kept: list[Values] = share.values["associations"]
    entities = [entity for member in _SORTS for entity in request.get(member) or ()]
    gone = [one for one in kept if one["associatedEntity"] in entities]
    if not gone:
        raise RefusedError("UnknownResourceException", f"{', '.join(entities)} is not part of the share")
    share.values["associations"] = [one for one in kept if one not in gone]
    return {"resourceShareAssociations": [{**one, "status": "DISASSOCIATED"} for one in gone]}


def _begin(share: Record, request: Values) -> None:
    permissions = request.get("permissionArns") or ()
    share.values["permissions"] = dict.fromkeys(permissions, 1)
    _associate(share, request)


def _shares(account: Record) -> list[Record]:
    from local_aws import double  # which imports this

    place = account.values["account"], account.values["region"]
    return [one for one in double.records("ram", *place) if one.kind.name == "ResourceShare"]


def _associations(account: Record, request: Values) -> Values:
    asked = {
        "associatedEntity": request.get("resourceArn") or request.get("principal"),
        "associationType": request["associationType"],
        "status": request.get("associationStatus"),
    }
    shares = request.get("resourceShareArns")
    found = [
        one
        for share in _shares(account)
        for one in share.values["associations"]
        if (not shares or one["resourceShareArn"] in shares)
        and all(value in (None, one[name]) for name, value in asked.items())
    ]
    return {"resourceShareAssociations": found}


def _resources(account: Record, request: Values) -> Values:
    shares, arns = request.get("resourceShareArns"), request.get("resourceArns")
    found = [
        {"arn": one["associatedEntity"], "resourceShareArn": one["resourceShareArn"], "status": "AVAILABLE"}
        for share in _shares(account)
        for one in share.values["associations"]
        if one["associationType"] == "RESOURCE"
        and (not shares or one["resourceShareArn"] in shares)
        and (not arns or one["associatedEntity"] in arns)
    ]
    return {"resources": found}


def _principals(account: Record, request: Values) -> Values:
    shares = request.get("resourceShareArns")
    found = [
        {"id": one["associatedEntity"], "resourceShareArn": one["resourceShareArn"], "external": True}
        for share in _shares(account)
        for one in share.values["associations"]
        if one["associationType"] == "PRINCIPAL" and (not shares or one["resourceShareArn"] in shares)
    ]
    return {"principals": found}


def _permissions(share: Record, _: Values) -> Values:
    return {
        "permissions": [
            {"arn": arn, "version": str(version), "defaultVersion": True, "name": arn.rpartition("/")[2]}
            for arn, version in share.values["permissions"].items()
        ]
    }


def _permit(share: Record, request: Values) -> Values:
    share.values["permissions"][request["permissionArn"]] = request.get("permissionVersion", 1)
    return {"returnValue": True}


def _forbid(share: Record, request: Values) -> Values:
    share.values["permissions"].pop(request["permissionArn"], None)
    return {"returnValue": True}


def _on_account(act: Any) -> tuple[str, Any]:
    return "Account", act


SERVICE = Service(
    "ram",
    kinds=(
        Kind(
            "Account",
            theirs=True,
            alone=True,
            made={"account": "{account}", "region": "{region}"},
        ),
        Kind(
            "ResourceShare",
            members=("resourceShareArn",),
            missing="UnknownResourceException",
            made={
                "resourceShareArn": "arn:aws:ram:{region}:{account}:resource-share/{uuid}",
                "allowExternalPrincipals": True,
                "associations": [],
                "featureSet": "STANDARD",
                "owningAccountId": "{account}",
                "returnValue": True,
                "status": "ACTIVE",
            },
            rules={"create": _begin},
        ),
    ),
    acts={
        "AssociateResourceShare": ("ResourceShare", _associate),
        "AssociateResourceSharePermission": ("ResourceShare", _permit),
        "DisassociateResourceShare": ("ResourceShare", _disassociate),
        "DisassociateResourceSharePermission": ("ResourceShare", _forbid),
        "EnableSharingWithAwsOrganization": _on_account(lambda *_: {"returnValue": True}),
        "GetResourceShareAssociations": _on_account(_associations),
        "GetResourceShareInvitations": _on_account(lambda *_: {"resourceShareInvitations": []}),
        "ListPrincipals": _on_account(_principals),
        "ListResourceSharePermissions": ("ResourceShare", _permissions),
        "ListResources": _on_account(_resources),
    },
)
