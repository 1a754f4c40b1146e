"""What stands before a region: CloudFront, WAF, Route 53, Global Accelerator."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced


@priced("aws_cloudfront_distribution")
def distribution(case: Case) -> Iterator[Part]:
    """Requests, and GB to viewers."""
    yield case.used("cloudfront.request", "requests")
    yield case.used("cloudfront.gb", "gb")


@priced("aws_wafv2_web_acl")
def acl(case: Case) -> Iterator[Part]:
    """The list, each rule in it, and requests."""
    yield Part("waf.acl", 1)
    yield Part("waf.rule", len(case.blocks("rule")))
    yield case.used("waf.request", "requests")


@priced("aws_route53_zone")
def zone(case: Case) -> Iterator[Part]:
    """The zone and its queries."""
    yield Part("route53.zone", 1)
    yield case.used("route53.query", "queries")


@priced("aws_route53_health_check")
def health_check(case: Case) -> Iterator[Part]:
    """A basic check of something within AWS."""
    yield Part("route53.health_check", 1)


@priced("aws_globalaccelerator_accelerator")
def accelerator(case: Case) -> Iterator[Part]:
    """Hours; the premium on traffic depends on where it comes from."""
    yield case.hours("globalaccelerator.hour")
    yield Part("transfer.internet_out", None, "the premium by source and destination is not in the table")


@priced("aws_service_discovery_private_dns_namespace")
def namespace(case: Case) -> Iterator[Part]:
    """The hosted zone that Cloud Map makes."""
    yield Part("route53.zone", 1)
    yield case.used("route53.query", "queries")
