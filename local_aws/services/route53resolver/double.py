"""Route 53 Resolver: DNS Firewall, and settings of networks. moto answers for the rest.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html
"""

from typing import Any

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_ARN = "arn:aws:route53resolver:{region}:{account}"


def _kind(name: str, prefix: str, resource: str, refs: tuple[Ref, ...] = (), **members: Any) -> Kind:
    return Kind(
        name,
        members=(f"{name}Id",),
        names=("Id",),
        unique=("CreatorRequestId",),
        refs=refs,
        made={
            "Id": f"{prefix}-{{new}}",
            "Arn": f"{_ARN}:{resource}/{{Id}}",
            "CreationTime": "{now}",
            "ModificationTime": "{now}",
            "Status": "COMPLETE",
            "StatusMessage": "Finished",
            **members,
        },
        operations={
            "AssociateFirewallRuleGroup": ("create", {}),
            "DisassociateFirewallRuleGroup": ("delete", {}),
        }
        if name == "FirewallRuleGroupAssociation"
        else {},
    )


def _setting(name: str, **members: Any) -> Kind:
    """What each network has: it is there once it was set."""
    return Kind(
        name,
        members=("ResourceId",),
        theirs=True,
        made={"Id": "rslvr-{new}", "OwnerId": "{account}", **members},
        operations={f"Update{name}": ("put", {}), f"Get{name}": ("put", {})},
        rules={"create": _reverse, "update": _reverse},
    )


def _reverse(setting: Record, request: Values) -> None:
    """A request switches it by a verb."""
    if flag := request.get("AutodefinedReverseFlag"):
        setting.values["AutodefinedReverse"] = "DISABLED" if flag == "DISABLE" else "ENABLED"


def _change_domains(domains: Record, request: Values) -> Values:
    kept, given = domains.values["Domains"], request["Domains"]
    if request["Operation"] == "REPLACE":
        kept = []
    kept = [name for name in kept if name not in given]
    domains.values["Domains"] = kept if request["Operation"] == "REMOVE" else kept + given
    domains.values["DomainCount"] = len(domains.values["Domains"])
    return {name: domains.values[name] for name in ("Id", "Name", "Status", "StatusMessage")}


SERVICE = Service(
    "route53resolver",
    kinds=(
        _kind("FirewallDomainList", "rslvr-fdl", "firewall-domain-list", DomainCount=0, Domains=[]),
        _kind(
            "FirewallRuleGroup",
            "rslvr-frg",
            "firewall-rule-group",
            OwnerId="{account}",
            RuleCount=0,
            ShareStatus="NOT_SHARED",
        ),
        Kind(
            "FirewallRule",
            refs=(
                Ref("FirewallRuleGroupId", ("FirewallRuleGroup",), {"Id": "FirewallRuleGroupId"}),
                Ref("FirewallDomainListId", ("FirewallDomainList",), {"Id": "FirewallDomainListId"}),
            ),
            alone=True,
            made={
                "CreationTime": "{now}",
                "FirewallDomainRedirectionAction": "INSPECT_REDIRECTION_DOMAIN",
                "ModificationTime": "{now}",
            },
        ),
        _kind(
            "FirewallRuleGroupAssociation",
            "rslvr-frgassoc",
            "firewall-rule-group-association",
            (Ref("FirewallRuleGroupId", ("FirewallRuleGroup",), {"Id": "FirewallRuleGroupId"}),),
            MutationProtection="DISABLED",
        ),
        _setting("FirewallConfig", FirewallFailOpen="DISABLED"),
        _setting("ResolverConfig", AutodefinedReverse="ENABLED"),
    ),
    acts={
        "ListFirewallDomains": (
            "FirewallDomainList",
            lambda domains, _: {"Domains": domains.values["Domains"]},
        ),
        "UpdateFirewallDomains": ("FirewallDomainList", _change_domains),
    },
    rest_elsewhere=True,
)
