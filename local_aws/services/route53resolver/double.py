"""Route 53 Resolver: DNS Firewall, query logs, and settings of networks. moto answers for the rest.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html
"""

import re
from typing import Any

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_ARN = "arn:aws:route53resolver:{region}:{account}"


_DONE = {"Status": "COMPLETE", "StatusMessage": "Finished"}


def _kind(
    name: str,
    prefix: str,
    made: Values,
    *,
    refs: tuple[Ref, ...] = (),
    joins: str = "",
    members: tuple[str, ...] = (),
) -> Kind:
    """A kind that is named by an ID; one that joins others is made and deleted by verbs of its own."""
    resource = re.sub(r"(?<!^)(?=[A-Z])", "-", name.removeprefix("Resolver")).lower()
    return Kind(
        name,
        members=(f"{name}Id", *members),
        names=("Id", *members),
        unique=members or ("CreatorRequestId",),
        refs=refs,
        made={
            "Id": f"{prefix}-{{new}}",
            "Arn": f"{_ARN}:{_RESOURCES.get(name, resource)}/{{Id}}",
            "CreationTime": "{now}",
            "ModificationTime": "{now}",
            **made,
        },
        operations={f"Associate{joins}": ("create", {}), f"Disassociate{joins}": ("delete", {})}
        if joins
        else {},
    )


_RESOURCES = {"ResolverQueryLogConfig": "resolver-query-log-config"}
_GROUP = Ref("FirewallRuleGroupId", ("FirewallRuleGroup",), {"Id": "FirewallRuleGroupId"})
_LOG = Ref("ResolverQueryLogConfigId", ("ResolverQueryLogConfig",), {"Id": "ResolverQueryLogConfigId"})


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
        _kind("FirewallDomainList", "rslvr-fdl", {**_DONE, "DomainCount": 0, "Domains": []}),
        _kind(
            "FirewallRuleGroup",
            "rslvr-frg",
            {**_DONE, "OwnerId": "{account}", "RuleCount": 0, "ShareStatus": "NOT_SHARED"},
        ),
        Kind(
            "FirewallRule",
            refs=(
                _GROUP,
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
            {**_DONE, "MutationProtection": "DISABLED"},
            refs=(_GROUP,),
            joins="FirewallRuleGroup",
        ),
        _kind(
            "ResolverQueryLogConfig",
            "rslvr-qlc",
            {
                "AssociationCount": 0,
                "OwnerId": "{account}",
                "ShareStatus": "NOT_SHARED",
                "Status": "CREATED",
            },
        ),
        _kind(
            "ResolverQueryLogConfigAssociation",
            "rslvr-qlcassoc",
            {"Error": "NONE", "ErrorMessage": "", "Status": "ACTIVE"},
            refs=(_LOG,),
            joins="ResolverQueryLogConfig",
            members=("ResourceId",),
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
