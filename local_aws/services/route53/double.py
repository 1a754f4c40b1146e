"""Route 53: signing of zones, networks of others that may join them, CIDR blocks. moto answers for the rest.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values


def _change() -> Values:
    from datetime import UTC, datetime

    return {"Id": "/change/C2682N5HXP0BZ4", "Status": "INSYNC", "SubmittedAt": datetime.now(UTC)}


def _zone(request: Values) -> str:
    """The zone that a request names.

    Raises:
        RefusedError: there is none.
    """
    from moto.route53.models import route53_backends  # the table is read where there are no engines, too

    name = str(request["HostedZoneId"]).removeprefix("/hostedzone/")
    for partitions in route53_backends.values():
        if name in partitions["aws"].zones:
            return name
    raise RefusedError("NoSuchHostedZone", f"No hosted zone found with ID: {name}")


def _keys(account: Record, zone: str) -> dict[str, Values]:
    """The keys of a zone, by their names."""
    kept: dict[str, dict[str, Values]] = account.values["Keys"]
    return kept.setdefault(zone, {})


def _key(account: Record, request: Values) -> Values:
    found = _keys(account, _zone(request)).get(request["Name"])
    if found is None:
        raise RefusedError("NoSuchKeySigningKey", f"No key-signing key {request['Name']}")
    return found


def _create_key(account: Record, request: Values) -> Values:
    from datetime import UTC, datetime

    name, zone = request["Name"], _zone(request)
    keys = _keys(account, zone)
    if name in keys:
        raise RefusedError("KeySigningKeyAlreadyExists", f"There is a key-signing key {name} already")
    digest, public = "0" * 64, "A" * 64
    keys[name] = {
        "CreatedDate": datetime.now(UTC),
        "DNSKEYRecord": f"257 3 13 {public}",
        "DSRecord": f"1 13 2 {digest}",
        "DigestAlgorithmMnemonic": "SHA-256",
        "DigestAlgorithmType": 2,
        "DigestValue": digest,
        "Flag": 257,
        "KeyTag": 1,
        "KmsArn": request["KeyManagementServiceArn"],
        "LastModifiedDate": datetime.now(UTC),
        "Name": name,
        "PublicKey": public,
        "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
        "SigningAlgorithmType": 13,
        "Status": request["Status"],
    }
    location = f"https://route53.amazonaws.com/2013-04-01/keysigningkey/{zone}/{name}"
    return {"ChangeInfo": _change(), "KeySigningKey": keys[name], "Location": location}


def _delete_key(account: Record, request: Values) -> Values:
    if _key(account, request)["Status"] == "ACTIVE":
        raise RefusedError("InvalidKeySigningKeyStatus", "The key-signing key has to be deactivated first")
    del _keys(account, _zone(request))[request["Name"]]
    return {"ChangeInfo": _change()}


def _set_key(status: str) -> Any:
    def act(account: Record, request: Values) -> Values:
        signing = _zone(request) in account.values["Signing"]
        keys = _keys(account, _zone(request)).values()
        active = [key for key in keys if key["Status"] == "ACTIVE" and key["Name"] != request["Name"]]
        if status == "INACTIVE" and signing and not active:
            raise RefusedError("KeySigningKeyInUse", "The zone is signed with this key-signing key alone")
        _key(account, request)["Status"] = status
        return {"ChangeInfo": _change()}

    return act


def _sign(account: Record, request: Values) -> Values:
    zone = _zone(request)
    if not any(key["Status"] == "ACTIVE" for key in _keys(account, zone).values()):
        raise RefusedError("KeySigningKeyWithActiveStatusNotFound", "The zone has no active key-signing key")
    account.values["Signing"] = sorted({*account.values["Signing"], zone})
    return {"ChangeInfo": _change()}


def _do_not_sign(account: Record, request: Values) -> Values:
    zone = _zone(request)
    account.values["Signing"] = [each for each in account.values["Signing"] if each != zone]
    return {"ChangeInfo": _change()}


def _signing(account: Record, request: Values) -> Values:
    zone = _zone(request)
    signed = zone in account.values["Signing"]
    return {
        "KeySigningKeys": list(_keys(account, zone).values()),
        "Status": {"ServeSignature": "SIGNING" if signed else "NOT_SIGNING"},
    }


def _authorized(account: Record, request: Values) -> list[Values]:
    """The networks of other accounts that may join a zone."""
    kept: dict[str, list[Values]] = account.values["Authorized"]
    return kept.setdefault(_zone(request), [])


def _authorize(account: Record, request: Values) -> Values:
    networks = _authorized(account, request)
    if request["VPC"] not in networks:
        networks.append(request["VPC"])
    return {"HostedZoneId": _zone(request), "VPC": request["VPC"]}


def _take_back(account: Record, request: Values) -> Values:
    networks = _authorized(account, request)
    if request["VPC"] not in networks:
        raise RefusedError(
            "VPCAssociationAuthorizationNotFound", "The VPC is not authorized to join the zone"
        )
    networks.remove(request["VPC"])
    return {}


def _change_blocks(collection: Record, request: Values) -> Values:
    locations = collection.values["Locations"]
    for change in request["Changes"]:
        name, given = change["LocationName"], change["CidrList"]
        kept = [block for block in locations.get(name, ()) if block not in given]
        locations[name] = kept + given if change["Action"] == "PUT" else kept
        if not locations[name]:
            del locations[name]
    collection.values["Version"] += 1
    return {"Id": collection.values["Id"]}


def _blocks(collection: Record, request: Values) -> Values:
    asked = request.get("LocationName")
    found = [
        {"CidrBlock": block, "LocationName": name}
        for name, blocks in collection.values["Locations"].items()
        for block in blocks
        if asked in (None, name)
    ]
    if asked and not found:
        raise RefusedError("NoSuchCidrLocationException", f"No CIDR location {asked}")
    return {"CidrBlocks": found}


SERVICE = Service(
    "route53",
    everywhere=True,
    kinds=(
        Kind("Account", theirs=True, alone=True, made={"Authorized": {}, "Keys": {}, "Signing": []}),
        Kind(
            "CidrCollection",
            members=("Id", "CollectionId"),
            names=("Id",),
            unique=("Name",),
            inside=("Collection",),
            missing="NoSuchCidrCollectionException",
            made={
                "Id": "{uuid}",
                "Arn": "arn:aws:route53:::cidrcollection/{Id}",
                "Location": "https://route53.amazonaws.com/2013-04-01/cidrcollection/{Id}",
                "Locations": {},
                "Version": 1,
            },
        ),
    ),
    acts={
        "ActivateKeySigningKey": ("Account", _set_key("ACTIVE")),
        "ChangeCidrCollection": ("CidrCollection", _change_blocks),
        "CreateKeySigningKey": ("Account", _create_key),
        "CreateVPCAssociationAuthorization": ("Account", _authorize),
        "DeactivateKeySigningKey": ("Account", _set_key("INACTIVE")),
        "DeleteKeySigningKey": ("Account", _delete_key),
        "DeleteVPCAssociationAuthorization": ("Account", _take_back),
        "DisableHostedZoneDNSSEC": ("Account", _do_not_sign),
        "EnableHostedZoneDNSSEC": ("Account", _sign),
        "GetDNSSEC": ("Account", _signing),
        "ListCidrBlocks": ("CidrCollection", _blocks),
        "ListVPCAssociationAuthorizations": (
            "Account",
            lambda kept, asked: {"HostedZoneId": _zone(asked), "VPCs": _authorized(kept, asked)},
        ),
        "ListCidrLocations": (
            "CidrCollection",
            lambda kept, _: {"CidrLocations": [{"LocationName": name} for name in kept.values["Locations"]]},
        ),
    },
    rest_elsewhere=True,
)
