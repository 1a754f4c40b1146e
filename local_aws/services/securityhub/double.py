"""Security Hub. https://docs.aws.amazon.com/securityhub/1.0/APIReference/"""

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_ARN = "arn:aws:securityhub:{region}:{account}"
_HUB = Ref("", ("Hub",), within=True)


def _name_subscription(subscription: Record, _: Values) -> None:
    """After the standard, whose ARN has no account."""
    standard = subscription.values["StandardsArn"].partition("/")[2]
    hub = subscription.of[""].values["HubArn"]
    subscription.values["StandardsSubscriptionArn"] = hub.replace("hub/default", f"subscription/{standard}")


SERVICE = Service(
    "securityhub",
    kinds=(
        Kind(
            "Hub",
            members=("HubArn",),
            alone=True,
            missing="InvalidAccessException",
            made={
                "HubArn": f"{_ARN}:hub/default",
                "SubscribedAt": "{now}",
                "AutoEnableControls": True,
                "ControlFindingGenerator": "SECURITY_CONTROL",
            },
            operations={
                "EnableSecurityHub": ("create", {}),
                "UpdateSecurityHubConfiguration": ("update", {}),
                "DisableSecurityHub": ("delete", {}),
            },
        ),
        Kind(
            "OrganizationConfiguration",
            refs=(_HUB,),
            alone=True,
            made={"AutoEnableStandards": "DEFAULT", "MemberAccountLimitReached": False},
            operations={
                "DescribeOrganizationConfiguration": ("read", {}),
                "UpdateOrganizationConfiguration": ("put", {}),
            },
        ),
        Kind(
            "StandardsSubscription",
            members=("StandardsSubscriptionArn",),
            refs=(_HUB,),
            unique=("StandardsArn",),
            made={"StandardsSubscriptionArn": "", "StandardsStatus": "READY", "StandardsInput": {}},
            rules={"create": _name_subscription},
            operations={
                "BatchEnableStandards": ("create each", {}),
                "BatchDisableStandards": ("delete each", {"StandardsStatus": "DELETING"}),
                "GetEnabledStandards": ("list", {}),
            },
        ),
        Kind(
            "FindingAggregator",
            members=("FindingAggregatorArn",),
            refs=(_HUB,),
            alone=True,
            made={
                "FindingAggregatorArn": f"{_ARN}:finding-aggregator/{{new}}",
                "FindingAggregationRegion": "{region}",
            },
        ),
        Kind(
            "ActionTarget",
            members=("ActionTargetArn",),
            refs=(_HUB,),
            unique=("Id",),
            made={"ActionTargetArn": f"{_ARN}:action/custom/{{Id}}"},
        ),
        Kind(
            "Insight",
            members=("InsightArn",),
            refs=(_HUB,),
            made={"InsightArn": f"{_ARN}:insight/{{account}}/custom/{{new}}"},
        ),
    ),
)
