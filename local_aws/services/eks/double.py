"""EKS: the versions of Kubernetes that it offers. moto answers for the rest.

https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
"""

from datetime import UTC, datetime, timedelta

from local_aws.double.hints import Kind, Record, Service, Values

# By version: when it came out there. Standard support is for 14 months, extended for 12 more.
_RELEASED = {
    "1.35": datetime(2026, 1, 27, tzinfo=UTC),
    "1.34": datetime(2025, 10, 2, tzinfo=UTC),
    "1.33": datetime(2025, 5, 29, tzinfo=UTC),
    "1.32": datetime(2025, 1, 23, tzinfo=UTC),
    "1.31": datetime(2024, 9, 26, tzinfo=UTC),
    "1.30": datetime(2024, 5, 23, tzinfo=UTC),
}
_STANDARD, _EXTENDED = timedelta(days=425), timedelta(days=365)
_DEFAULT = "1.34"


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


SERVICE = Service(
    "eks",
    kinds=(Kind("Offer", theirs=True, alone=True),),
    acts={"DescribeClusterVersions": ("Offer", _versions)},
    rest_elsewhere=True,
)
