"""EC2: settings of a region, Instance Connect endpoints, capacity reservations, IPAM. The rest is moto's.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_UNBLOCKED = "unblocked"


def _defaults(region: Record, request: Values) -> Values:
    """Of instances' metadata; `no-preference` takes one back."""
    kept = region.values["Metadata"]
    kept.update(request)
    none = [name for name, value in kept.items() if value in ("no-preference", -1)]
    for name in none:
        del kept[name]
    return {"Return": True}


def _block_images(region: Record, request: Values) -> Values:
    region.values["Images"] = request.get("ImageBlockPublicAccessState", _UNBLOCKED)
    return {"ImageBlockPublicAccessState": region.values["Images"]}


def _block_snapshots(region: Record, request: Values) -> Values:
    region.values["Snapshots"] = request.get("State", _UNBLOCKED)
    return {"State": region.values["Snapshots"]}


def _open_console(region: Record, _: Values) -> Values:
    region.values["SerialConsoleAccessEnabled"] = True
    return {"SerialConsoleAccessEnabled": True}


def _close_console(region: Record, _: Values) -> Values:
    region.values["SerialConsoleAccessEnabled"] = False
    return {"SerialConsoleAccessEnabled": False}


def _choose_key(region: Record, request: Values) -> Values:
    """The key of volumes that name none; AWS's own until another is chosen."""
    region.values["KmsKeyId"] = request.get("KmsKeyId", "alias/aws/ebs")
    return {"KmsKeyId": region.values["KmsKeyId"]}


def _place_endpoint(endpoint: Record, request: Values) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInstanceConnectEndpoint.html"""
    network, subnet = endpoint.values, subnet_named(request.get("SubnetId", ""))
    if subnet is not None:
        network.update(AvailabilityZone=subnet.availability_zone, VpcId=subnet.vpc_id)
    network.setdefault("SecurityGroupIds", [])
    network["SecurityGroupIds"] = request.get("SecurityGroupIds") or network["SecurityGroupIds"]


def subnet_named(name: str) -> Any:
    """moto's subnet of that ID, of whatever account and region; None if there is none."""
    from moto.ec2.models import ec2_backends  # the table is read where the engines are not installed, too

    found = (
        subnet
        for regions in ec2_backends.values()
        for backend in regions.values()
        for zone in backend.subnets.values()
        for subnet in zone.values()
        if subnet.id == name
    )
    return next(found, None)


def _reserve(reservation: Record, request: Values) -> None:
    if "InstanceCount" in request:
        reservation.values["TotalInstanceCount"] = request["InstanceCount"]
        reservation.values["AvailableInstanceCount"] = request["InstanceCount"]


def _tag(record: Record, request: Values) -> None:
    """Tags of a new resource come with its type."""
    for given in request.get("TagSpecifications") or ():
        record.tags.update({tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()})


def _scopes(region: Record, request: Values) -> Values:
    """Those of IPAMs by default, one private and one public, and those that were made."""
    from local_aws import double  # which imports this

    place = region.values["account"], region.values["region"]
    scopes: list[Values] = []
    for record in double.records("ec2", *place):
        if record.kind.name == "Ipam":
            scopes += [_default_scope(record, sort) for sort in ("private", "public")]
        if record.kind.name == "IpamScope":
            tags = [{"Key": key, "Value": value} for key, value in record.tags.items()]
            scopes.append({**record.values, "Tags": tags})
    wanted = request.get("IpamScopeIds")
    return {"IpamScopes": [one for one in scopes if not wanted or one["IpamScopeId"] in wanted]}


def _default_scope(ipam: Record, sort: str) -> Values:
    name = ipam.values[f"{sort.title()}DefaultScopeId"]
    account = ipam.values["OwnerId"]
    return {
        "IpamArn": ipam.values["IpamArn"],
        "IpamRegion": ipam.values["IpamRegion"],
        "IpamScopeArn": f"arn:aws:ec2::{account}:ipam-scope/{name}",
        "IpamScopeId": name,
        "IpamScopeType": sort,
        "IsDefault": True,
        "OwnerId": account,
        "PoolCount": 0,
        "State": "create-complete",
        "Tags": [],
    }


def _ipam(name: str, prefix: str, **members: Any) -> Kind:
    """https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html"""
    resource = prefix.replace("_", "-")
    return Kind(
        name,
        members=(f"{name}Id",),
        missing=f"Invalid{name}Id.NotFound",
        made={
            f"{name}Id": f"{resource}-{{new}}",
            f"{name}Arn": f"arn:aws:ec2::{{account}}:{resource}/{{{name}Id}}",
            f"{name}Region": "{region}",
            "OwnerId": "{account}",
            "State": "create-complete",
            **members,
        },
        operations={f"Modify{name}": ("update", {})},
        rules={"create": _tag},
    )


SERVICE = Service(
    "ec2",
    kinds=(
        Kind(
            "Region",
            theirs=True,
            alone=True,
            made={
                "account": "{account}",
                "region": "{region}",
                "Images": _UNBLOCKED,
                "KmsKeyId": "alias/aws/ebs",
                "Metadata": {},
                "SerialConsoleAccessEnabled": False,
                "Snapshots": _UNBLOCKED,
            },
            operations={"DescribeRegionSettings": ("read", {})},
        ),
        Kind(
            "InstanceConnectEndpoint",
            members=("InstanceConnectEndpointId",),
            missing="InvalidInstanceConnectEndpointId.NotFound",
            made={
                "InstanceConnectEndpointId": "eice-{new}",
                "DnsName": "{InstanceConnectEndpointId}.ec2-instance-connect-endpoint.{region}.amazonaws.com",
                "FipsDnsName": "",
                "IpAddressType": "ipv4",
                "InstanceConnectEndpointArn": (
                    "arn:aws:ec2:{region}:{account}:instance-connect-endpoint/{InstanceConnectEndpointId}"
                ),
                "NetworkInterfaceIds": [],
                "OwnerId": "{account}",
                "PreserveClientIp": True,
                "State": "create-complete",
                "StateMessage": "",
            },
            rules={"create": _place_endpoint},
        ),
        Kind(
            "CapacityReservation",
            members=("CapacityReservationId",),
            missing="InvalidCapacityReservationId.NotFound",
            made={
                "CapacityReservationId": "cr-{new}",
                "CapacityReservationArn": (
                    "arn:aws:ec2:{region}:{account}:capacity-reservation/{CapacityReservationId}"
                ),
                "EbsOptimized": False,
                "EndDateType": "unlimited",
                "EphemeralStorage": False,
                "InstanceMatchCriteria": "open",
                "OwnerId": "{account}",
                "State": "active",
                "Tenancy": "default",
            },
            operations={
                "CancelCapacityReservation": ("delete", {"State": "cancelled", "Return": True}),
                "ModifyCapacityReservation": ("update", {"Return": True}),
            },
            rules={"create": _reserve, "update": _reserve},
        ),
        _ipam(
            "Ipam",
            "ipam",
            PrivateDefaultScopeId="ipam-scope-{new}",
            PublicDefaultScopeId="ipam-scope-{new}",
            ScopeCount=2,
            Tier="advanced",
        ),
        _ipam(
            "IpamScope",
            "ipam-scope",
            IpamArn="arn:aws:ec2::{account}:ipam/{IpamId}",
            IpamScopeType="private",
            IsDefault=False,
            PoolCount=0,
        ),
        _ipam(
            "IpamPool",
            "ipam-pool",
            AutoImport=False,
            IpamScopeArn="arn:aws:ec2::{account}:ipam-scope/{IpamScopeId}",
            IpamScopeType="private",
            Locale="None",
            PoolDepth=1,
        ),
        Kind(
            "IpamPoolCidr",
            members=("Cidr",),
            refs=(Ref("IpamPoolId", ("IpamPool",)),),
            made={"IpamPoolCidrId": "ipam-pool-cidr-{new}", "State": "provisioned"},
            operations={
                "DeprovisionIpamPoolCidr": ("delete", {"State": "deprovisioned"}),
                "ProvisionIpamPoolCidr": ("create", {}),
            },
        ),
    ),
    acts={
        "DescribeIpamScopes": ("Region", _scopes),
        "DescribePublicIpv4Pools": ("Region", lambda *_: {"PublicIpv4Pools": []}),
        "DisableImageBlockPublicAccess": ("Region", _block_images),
        "DisableSerialConsoleAccess": ("Region", _close_console),
        "DisableSnapshotBlockPublicAccess": ("Region", _block_snapshots),
        "EnableImageBlockPublicAccess": ("Region", _block_images),
        "EnableSerialConsoleAccess": ("Region", _open_console),
        "EnableSnapshotBlockPublicAccess": ("Region", _block_snapshots),
        "GetEbsDefaultKmsKeyId": ("Region", lambda region, _: {"KmsKeyId": region.values["KmsKeyId"]}),
        "GetImageBlockPublicAccessState": (
            "Region",
            lambda region, _: {"ImageBlockPublicAccessState": region.values["Images"]},
        ),
        "GetInstanceMetadataDefaults": (
            "Region",
            lambda region, _: {"AccountLevel": {**region.values["Metadata"], "ManagedBy": "account"}},
        ),
        "GetSerialConsoleAccessStatus": (
            "Region",
            lambda region, _: {"SerialConsoleAccessEnabled": region.values["SerialConsoleAccessEnabled"]},
        ),
        "GetSnapshotBlockPublicAccessState": (
            "Region",
            lambda region, _: {"State": region.values["Snapshots"]},
        ),
        "ModifyEbsDefaultKmsKeyId": ("Region", _choose_key),
        "ModifyInstanceMetadataDefaults": ("Region", _defaults),
        "ResetEbsDefaultKmsKeyId": ("Region", _choose_key),
    },
    rest_elsewhere=True,
)
