"""Load balancers. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html"""

from collections.abc import Iterator

from local_aws.references import existing, networks
from local_aws.references.rules import Parameters, Rule, all_of, moto


def placed() -> networks.Placed:
    for balancer in all_of(moto("elbv2").load_balancers):
        yield balancer.arn, [balancer.security_groups, [subnet.id for subnet in balancer.subnets]]


def certificates() -> Iterator[tuple[str, str]]:
    """Listeners and the certificates they show."""
    for balancer in all_of(moto("elbv2").load_balancers):
        for listener in all_of(balancer.listeners):
            for certificate in {listener.certificate, *listener.certificates} - {None}:
                yield listener.arn, str(certificate)


def _services_behind(parameters: Parameters) -> Iterator[str]:
    """Endpoint services, which reach into the balancer's network."""
    arn = parameters["LoadBalancerArn"]
    for service in all_of(moto("ec2").configurations):
        if arn in (*service.network_load_balancer_arns, *service.gateway_load_balancer_arns):
            yield service.id


def _subnets(parameters: Parameters) -> Iterator[str]:
    mapped = [each["SubnetId"] for each in parameters.get("SubnetMappings") or ()]
    return existing.missing_subnets([*(parameters.get("Subnets") or ()), *mapped])


MISSING = (
    # moto itself refuses certificates and target groups.
    Rule(
        "CreateLoadBalancer SetSubnets", _subnets, "SubnetNotFound", "The subnet ID '{found}' does not exist"
    ),
    Rule(
        "CreateLoadBalancer SetSecurityGroups",
        lambda parameters: existing.missing_groups(parameters.get("SecurityGroups")),
        "InvalidConfigurationRequest",
        "One or more security groups are invalid",
    ),
)

IN_USE = (
    # moto itself refuses target groups that a listener or a rule has.
    Rule(
        "DeleteLoadBalancer",
        _services_behind,
        "ResourceInUse",
        "Load balancer '{LoadBalancerArn}' cannot be deleted because it is currently associated with another"
        " service",
    ),
)
