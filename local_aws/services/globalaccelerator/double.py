"""Global Accelerator, whose only home is us-west-2. https://docs.aws.amazon.com/global-accelerator/latest/api/"""

from local_aws.double.hints import Kind, Record, Ref, RefusedError, Service, Values


def _is_disabled(accelerator: Record, _: Values) -> None:
    if accelerator.values["Enabled"]:
        raise RefusedError("AcceleratorNotDisabledException", "The accelerator must be disabled first")


def _describe_endpoints(group: Record, request: Values) -> None:
    """Requests configure endpoints, answers describe them."""
    configured = request.get("EndpointConfigurations")
    if configured is not None or "EndpointDescriptions" not in group.values:
        described = {"HealthState": "INITIAL", "ClientIPPreservationEnabled": False, "Weight": 128}
        group.values["EndpointDescriptions"] = [{**described, **endpoint} for endpoint in configured or []]
    protocol = group.values["HealthCheckProtocol"]
    if protocol != "TCP":
        group.values.setdefault("HealthCheckPath", "/")
    listener = group.of["ListenerArn"].values
    group.values.setdefault("HealthCheckPort", listener["PortRanges"][0]["FromPort"])


def _of_other_accounts(_: Record, __: Values) -> Values:
    return {"CrossAccountResources": []}


SERVICE = Service(
    "globalaccelerator",
    everywhere=True,
    acts={"ListCrossAccountResources": ("Accelerator", _of_other_accounts)},
    kinds=(
        Kind(
            "Accelerator",
            members=("AcceleratorArn",),
            made={
                "AcceleratorArn": "arn:aws:globalaccelerator::{account}:accelerator/{new}",
                "DnsName": "{new}.awsglobalaccelerator.com",
                "IpAddressType": "IPV4",
                "Enabled": True,
                "Status": "DEPLOYED",
                "IpSets": [
                    {"IpFamily": "IPv4", "IpAddressFamily": "IPv4", "IpAddresses": ["192.0.2.1", "192.0.2.2"]}
                ],
                "FlowLogsEnabled": False,
            },
            inside=("AcceleratorAttributes",),
            operations={
                "DescribeAcceleratorAttributes": ("read", {}),
                "UpdateAcceleratorAttributes": ("update", {}),
            },
            rules={"delete": _is_disabled},
        ),
        Kind(
            "Listener",
            members=("ListenerArn",),
            refs=(Ref("AcceleratorArn", ("Accelerator",), {"AcceleratorArn": "AcceleratorArn"}),),
            made={"ListenerArn": "{AcceleratorArn}/listener/{new}", "ClientAffinity": "NONE"},
        ),
        Kind(
            "EndpointGroup",
            members=("EndpointGroupArn",),
            refs=(Ref("ListenerArn", ("Listener",), {"ListenerArn": "ListenerArn"}),),
            unique=("EndpointGroupRegion",),
            made={
                "EndpointGroupArn": "{ListenerArn}/endpoint-group/{new}",
                "HealthCheckProtocol": "TCP",
                "HealthCheckIntervalSeconds": 30,
                "ThresholdCount": 3,
                "TrafficDialPercentage": 100.0,
            },
            rules={"create": _describe_endpoints, "update": _describe_endpoints},
        ),
    ),
)
