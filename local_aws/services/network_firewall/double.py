"""Network Firewall: rule groups, policies and firewalls. No traffic is filtered here.

https://docs.aws.amazon.com/network-firewall/latest/APIReference/Welcome.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values

_ARN = "arn:aws:network-firewall:{region}:{account}"


def _renew(record: Record, request: Values) -> None:
    """Each change gives another token; a request with an old one is refused."""
    import uuid

    if request.get("UpdateToken") not in (None, record.values.get("UpdateToken")):
        raise RefusedError("InvalidTokenException", "Update token is invalid.")
    record.values["UpdateToken"] = str(uuid.uuid4())


def _replace(*members: str) -> Any:
    """An update says all of a policy or a rule group: what it does not say is gone."""

    def rule(record: Record, request: Values) -> None:
        _renew(record, request)
        for name in members:
            record.values.pop(name, None)
        _read_rules(record, request)

    return rule


def _read_rules(group: Record, request: Values) -> None:
    """Rules may come as text."""
    if rules := request.get("Rules"):
        group.values["RulesSource"] = {"RulesString": rules}


def _place(firewall: Record, request: Values) -> None:
    """An endpoint in each subnet, that is ready at once."""
    from local_aws.services.ec2.double import subnet_named

    _renew(firewall, request)
    states = {}
    for mapping in firewall.values.get("SubnetMappings") or request.get("SubnetMappings") or ():
        subnet = subnet_named(mapping["SubnetId"])
        zone = subnet.availability_zone if subnet else f"{firewall.values['FirewallArn'].split(':')[3]}a"
        endpoint = f"vpce-{mapping['SubnetId'].removeprefix('subnet-')}"
        attachment = {"EndpointId": endpoint, "Status": "READY", "SubnetId": mapping["SubnetId"]}
        states[zone] = {"Attachment": attachment, "Config": {}}
    firewall.values["FirewallStatus"] = {
        "ConfigurationSyncStateSummary": "IN_SYNC",
        "Status": "READY",
        "SyncStates": states,
    }


def _join(firewall: Record, request: Values) -> Values:
    firewall.values["SubnetMappings"] = [*firewall.values["SubnetMappings"], *request["SubnetMappings"]]
    return _placed(firewall, request)


def _leave(firewall: Record, request: Values) -> Values:
    mappings = firewall.values["SubnetMappings"]
    firewall.values["SubnetMappings"] = [
        one for one in mappings if one["SubnetId"] not in request["SubnetIds"]
    ]
    return _placed(firewall, request)


def _placed(firewall: Record, request: Values) -> Values:
    _place(firewall, request)
    members = ("FirewallArn", "FirewallName", "SubnetMappings", "UpdateToken")
    return {name: firewall.values[name] for name in members}


def _set(*members: str) -> Any:
    def act(firewall: Record, request: Values) -> Values:
        _renew(firewall, request)
        firewall.values.update({name: request[name] for name in members if name in request})
        shown = ("FirewallArn", "FirewallName", "UpdateToken", *members)
        return {name: firewall.values[name] for name in shown if name in firewall.values}

    return act


def _logging(firewall: Record, _: Values) -> Values:
    return {
        "FirewallArn": firewall.values["FirewallArn"],
        "LoggingConfiguration": firewall.values["Logging"],
    }


def _set_logging(firewall: Record, request: Values) -> Values:
    given = request.get("LoggingConfiguration") or {}
    firewall.values["Logging"] = {"LogDestinationConfigs": given.get("LogDestinationConfigs", [])}
    return {"FirewallName": firewall.values["FirewallName"], **_logging(firewall, request)}


def _is_unprotected(firewall: Record, _: Values) -> None:
    if firewall.values["DeleteProtection"]:
        raise RefusedError("InvalidOperationException", "The firewall is protected from being deleted.")


def _is_unused(kind: str, names: Any) -> Any:
    """Nothing of another kind refers to it."""

    def rule(record: Record, _: Values) -> None:
        from local_aws import double  # which imports this

        arn = record.values[f"{record.kind.name}Arn"]
        account, region = arn.split(":")[4], arn.split(":")[3]
        for other in double.records("network-firewall", account, region):
            if other.kind.name == kind and arn in names(other.values):
                message = f"Unable to fulfill request because the following related object is in use: {arn}"
                raise RefusedError("InvalidOperationException", message)

    return rule


def _groups_of(policy: Values) -> list[str]:
    lists = ("StatefulRuleGroupReferences", "StatelessRuleGroupReferences")
    return [each["ResourceArn"] for name in lists for each in policy.get(name) or ()]


_POLICY = (
    *("StatefulDefaultActions", "StatefulEngineOptions", "StatefulRuleGroupReferences", "PolicyVariables"),
    *("StatelessCustomActions", "StatelessDefaultActions", "StatelessFragmentDefaultActions"),
    *("StatelessRuleGroupReferences", "TLSInspectionConfigurationArn", "Description"),
)
_GROUP = ("Description", "ReferenceSets", "RuleVariables", "RulesSource", "StatefulRuleOptions")
_MISSING = "ResourceNotFoundException"
_ENCRYPTION = {"KeyId": "AWS_OWNED_KMS_KEY", "Type": "AWS_OWNED_KMS_KEY"}

SERVICE = Service(
    "network-firewall",
    kinds=(
        Kind(
            "RuleGroup",
            members=("RuleGroupArn", "RuleGroupName"),
            unique=("RuleGroupName",),
            inside=("RuleGroupResponse",),
            missing=_MISSING,
            made={
                "RuleGroupArn": f"{_ARN}:rulegroup/{{RuleGroupName}}",
                "RuleGroupId": "{uuid}",
                "ConsumedCapacity": 0,
                "EncryptionConfiguration": _ENCRYPTION,
                "NumberOfAssociations": 0,
                "RuleGroupStatus": "ACTIVE",
            },
            rules={
                "create": _replace(),
                "delete": _is_unused("FirewallPolicy", _groups_of),
                "update": _replace(*_GROUP),
            },
        ),
        Kind(
            "FirewallPolicy",
            members=("FirewallPolicyArn", "FirewallPolicyName"),
            unique=("FirewallPolicyName",),
            inside=("FirewallPolicyResponse",),
            plural="FirewallPolicies",
            missing=_MISSING,
            made={
                "FirewallPolicyArn": f"{_ARN}:firewall-policy/{{FirewallPolicyName}}",
                "FirewallPolicyId": "{uuid}",
                "EncryptionConfiguration": _ENCRYPTION,
                "FirewallPolicyStatus": "ACTIVE",
                "NumberOfAssociations": 0,
            },
            rules={
                "create": _renew,
                "delete": _is_unused("Firewall", lambda firewall: [firewall["FirewallPolicyArn"]]),
                "update": _replace(*_POLICY),
            },
        ),
        Kind(
            "Firewall",
            members=("FirewallArn", "FirewallName"),
            unique=("FirewallName",),
            missing=_MISSING,
            made={
                "FirewallArn": f"{_ARN}:firewall/{{FirewallName}}",
                "FirewallId": "{uuid}",
                "DeleteProtection": False,
                "EncryptionConfiguration": _ENCRYPTION,
                "FirewallPolicyChangeProtection": False,
                "Logging": {"LogDestinationConfigs": []},
                "SubnetChangeProtection": False,
            },
            rules={"create": _place, "delete": _is_unprotected},
        ),
    ),
    acts={
        "AssociateFirewallPolicy": ("Firewall", _set("FirewallPolicyArn")),
        "AssociateSubnets": ("Firewall", _join),
        "DescribeLoggingConfiguration": ("Firewall", _logging),
        "DisassociateSubnets": ("Firewall", _leave),
        "UpdateFirewallDeleteProtection": ("Firewall", _set("DeleteProtection")),
        "UpdateFirewallDescription": ("Firewall", _set("Description")),
        "UpdateFirewallEncryptionConfiguration": ("Firewall", _set("EncryptionConfiguration")),
        "UpdateFirewallPolicyChangeProtection": ("Firewall", _set("FirewallPolicyChangeProtection")),
        "UpdateLoggingConfiguration": ("Firewall", _set_logging),
        "UpdateSubnetChangeProtection": ("Firewall", _set("SubnetChangeProtection")),
    },
)
