from typing import Any

from tests.local_aws.checks import check, name


@check
def one_web_acl_for_a_resource(aws: Any) -> bool:
    waf = aws.client("wafv2")
    stage = f"arn:aws:apigateway:eu-west-1::/restapis/{name()}/stages/live"

    def acl() -> str:
        return str(
            waf.create_web_acl(
                Name=name(),
                Scope="REGIONAL",
                DefaultAction={"Allow": {}},
                VisibilityConfig={
                    "SampledRequestsEnabled": False,
                    "CloudWatchMetricsEnabled": False,
                    "MetricName": "a",
                },
            )["Summary"]["ARN"]
        )

    first, second = acl(), acl()
    for arn in (first, second):
        waf.associate_web_acl(WebACLArn=arn, ResourceArn=stage)
    return bool(waf.get_web_acl_for_resource(ResourceArn=stage)["WebACL"]["ARN"] == second)


@check
def lock_tokens_of_ip_sets(aws: Any) -> bool:
    waf = aws.client("wafv2")
    made = waf.create_ip_set(Name=name(), Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=[])["Summary"]
    return len(made["LockToken"]) == 36
