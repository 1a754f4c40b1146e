"""GuardDuty. https://docs.aws.amazon.com/guardduty/latest/APIReference/"""

from local_aws.double.hints import Kind, Record, Ref, Service, Values

# What a new detector has on by itself.
# https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
_ON = (
    "CLOUD_TRAIL",
    "DNS_LOGS",
    "FLOW_LOGS",
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
)
_OFF = ("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING")
_ARN = "arn:aws:guardduty:{region}:{account}:detector"
_DETECTOR = Ref("DetectorId", ("Detector",), {"DetectorId": "DetectorId"}, within=True)


def _merge_features(detector: Record, request: Values) -> None:
    """Features that a request does not name stay as they are; so do the parts of one."""
    known = detector.values.get("Features") or [
        *({"Name": name, "Status": "ENABLED"} for name in _ON),
        *({"Name": name, "Status": "DISABLED"} for name in _OFF),
    ]
    detector.values["Features"] = _merged(known, request.pop("Features", ()))
    enabled = request.pop("Enable", None)
    if enabled is not None:
        detector.values["Status"] = "ENABLED" if enabled else "DISABLED"


def _merged(known: list[Values], given: list[Values]) -> list[Values]:
    by_name = {one["Name"]: one for one in known}
    for one in given:
        before = by_name.get(one["Name"], {})
        parts = _merged(before.get("AdditionalConfiguration", []), one.get("AdditionalConfiguration", []))
        by_name[one["Name"]] = {**before, **one, **({"AdditionalConfiguration": parts} if parts else {})}
    return list(by_name.values())


def _enable_members(organization: Record, request: Values) -> None:
    """https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateOrganizationConfiguration.html"""
    if members := request.get("AutoEnableOrganizationMembers"):
        organization.values["AutoEnable"] = members != "NONE"


SERVICE = Service(
    "guardduty",
    kinds=(
        Kind(
            "Detector",
            members=("DetectorId",),
            alone=True,
            made={
                "DetectorId": "{new}",
                "Arn": f"{_ARN}/{{DetectorId}}",
                "CreatedAt": "{now}",
                "FindingPublishingFrequency": "SIX_HOURS",
                "ServiceRole": "arn:aws:iam::{account}:role/aws-service-role/guardduty.amazonaws.com/"
                "AWSServiceRoleForAmazonGuardDuty",
                "Status": "DISABLED",
            },
            rules={"create": _merge_features, "update": _merge_features},
        ),
        Kind(
            "Filter",
            members=("FilterName",),
            names=("Name",),
            refs=(_DETECTOR,),
            made={
                "Action": "NOOP",
                "Arn": f"{_ARN}/{{DetectorId}}/filter/{{Name}}",
            },
        ),
        Kind(
            "OrganizationConfiguration",
            refs=(_DETECTOR,),
            alone=True,
            made={"MemberAccountLimitReached": False},
            rules={"create": _enable_members, "update": _enable_members},
            operations={
                "DescribeOrganizationConfiguration": ("read", {}),
                "UpdateOrganizationConfiguration": ("put", {}),
            },
        ),
        Kind(
            "PublishingDestination",
            members=("DestinationId",),
            refs=(_DETECTOR,),
            made={"DestinationId": "{new}", "Status": "PUBLISHING"},
        ),
    ),
)
