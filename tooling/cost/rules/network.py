"""Gateways, endpoints, load balancers, addresses."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced


@priced("aws_nat_gateway")
def nat(case: Case) -> Iterator[Part]:
    """Hours, and each GB in either direction."""
    yield case.hours("nat.hour")
    yield case.used("nat.gb", "gb")


@priced("aws_eip")
def address(case: Case) -> Iterator[Part]:
    """Each public IPv4 address, in use or not."""
    yield case.hours("vpc.ipv4")


@priced("aws_vpc_endpoint")
def endpoint(case: Case) -> Iterator[Part]:
    """Interface endpoints by zone; gateway endpoints are free."""
    if case.values.get("vpc_endpoint_type") in (None, "Gateway"):
        return
    subnets = case.values.get("subnet_ids")
    if not subnets and "subnets" not in case.usage:
        yield Part("vpc.endpoint", None, "subnets (how many, before they exist)")
    else:
        yield case.hours("vpc.endpoint", len(subnets) if subnets else case.usage["subnets"])
    yield case.used("vpc.endpoint_gb", "gb")


@priced("aws_lb", "aws_alb")
def balancer(case: Case) -> Iterator[Part]:
    """Hours and capacity units. Addresses of public ones are charged too: one for each zone."""
    kind = "nlb" if case.values.get("load_balancer_type") == "network" else "alb"
    yield case.hours(f"{kind}.hour")
    yield case.used(f"{kind}.lcu", "lcu_hours")
    if not case.values.get("internal"):
        zones = len(case.values.get("subnets") or case.blocks("subnet_mapping"))
        zones = zones or int(case.usage.get("zones", 0))
        if zones:
            yield case.hours("vpc.ipv4", zones)
        else:
            yield Part("vpc.ipv4", None, "zones (how many, before they exist)")


@priced("aws_vpclattice_service")
def lattice(case: Case) -> Iterator[Part]:
    """Hours, requests and GB."""
    yield case.hours("lattice.hour")
    yield case.used("lattice.request", "requests")
    yield case.used("lattice.gb", "gb")
