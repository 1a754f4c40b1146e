"""EKS: the versions of Kubernetes that it offers, and identity providers. moto answers for the rest.

https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
"""

from datetime import UTC, datetime, timedelta

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values

# By version: when it came out there. Standard support is for 14 months, extended for 12 more.
_RELEASED = {
    "1.36": datetime(2026, 6, 2, tzinfo=UTC),
    "1.35": datetime(2026, 1, 27, tzinfo=UTC),
    "1.34": datetime(2025, 10, 2, tzinfo=UTC),
    "1.33": datetime(2025, 5, 29, tzinfo=UTC),
    "1.32": datetime(2025, 1, 23, tzinfo=UTC),
    "1.31": datetime(2024, 9, 26, tzinfo=UTC),
    "1.30": datetime(2024, 5, 23, tzinfo=UTC),
}
_STANDARD, _EXTENDED = timedelta(days=425), timedelta(days=365)
_DEFAULT = "1.35"


def _versions(_: Record, request: Values) -> Values:
    named, now = request.get("clusterVersions"), datetime.now(UTC)
    found = []
    for version, released in _RELEASED.items():
        status = "STANDARD_SUPPORT" if now < released + _STANDARD else "EXTENDED_SUPPORT"
        wanted = request.get("versionStatus") or request.get("status", "").upper() or status
        if (named and version not in named) or wanted != status:
            continue
        if request.get("defaultOnly") and version != _DEFAULT:
            continue
        found.append(
            {
                "clusterType": "eks",
                "clusterVersion": version,
                "defaultPlatformVersion": "eks.1",
                "defaultVersion": version == _DEFAULT,
                "endOfExtendedSupportDate": released + _STANDARD + _EXTENDED,
                "endOfStandardSupportDate": released + _STANDARD,
                "kubernetesPatchVersion": f"{version}.1",
                "releaseDate": released,
                "status": status.lower(),
                "versionStatus": status,
            }
        )
    return {"clusterVersions": found}


def _update(cluster: str, kind: str) -> Values:
    """A change of a cluster that is over at once."""
    return {"update": {"id": cluster, "status": "Successful", "type": kind}}


def _associate(offer: Record, request: Values) -> Values:
    """https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateIdentityProviderConfig.html"""
    cluster, given = request["clusterName"], request["oidc"]
    name, place = given["identityProviderConfigName"], f"{offer.values['region']}:{offer.values['account']}"
    offer.values["Providers"][cluster, name] = {
        **given,
        "clusterName": cluster,
        "identityProviderConfigArn": f"arn:aws:eks:{place}:identityproviderconfig/{cluster}/oidc/{name}/1",
        "status": "ACTIVE",
        "tags": request.get("tags", {}),
    }
    return {**_update(cluster, "AssociateIdentityProviderConfig"), "tags": request.get("tags", {})}


def _named(offer: Record, request: Values) -> tuple[str, str]:
    place = request["clusterName"], request["identityProviderConfig"]["name"]
    if place not in offer.values["Providers"]:
        raise RefusedError("ResourceNotFoundException", f"No identity provider config {place[1]}")
    return place


def _provider(offer: Record, request: Values) -> Values:
    return {"identityProviderConfig": {"oidc": offer.values["Providers"][_named(offer, request)]}}


def _disassociate(offer: Record, request: Values) -> Values:
    del offer.values["Providers"][_named(offer, request)]
    return _update(request["clusterName"], "DisassociateIdentityProviderConfig")


def _providers(offer: Record, request: Values) -> Values:
    names = [name for cluster, name in offer.values["Providers"] if cluster == request["clusterName"]]
    return {"identityProviderConfigs": [{"name": name, "type": "oidc"} for name in names]}


SERVICE = Service(
    "eks",
    kinds=(
        Kind(
            "Offer",
            theirs=True,
            alone=True,
            made={"account": "{account}", "region": "{region}", "Providers": {}},
        ),
    ),
    acts={
        "AssociateIdentityProviderConfig": ("Offer", _associate),
        "DescribeClusterVersions": ("Offer", _versions),
        "DescribeIdentityProviderConfig": ("Offer", _provider),
        "DisassociateIdentityProviderConfig": ("Offer", _disassociate),
        "ListIdentityProviderConfigs": ("Offer", _providers),
    },
    rest_elsewhere=True,
)
