"""Each kind of rule lets a packet through, and its near miss stops it, there and back."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_network

import pytest

from local_aws.reachability.answers import arns, found
from local_aws.reachability.explanations import Code
from local_aws.reachability.paths import trace
from local_aws.reachability.points import NotAnEndError, Placed, at_address, find
from local_aws.reachability.ports import ANY, EPHEMERAL, NONE, Ports
from local_aws.reachability.topology import (
    AclEntry,
    Direction,
    EgressOnlyGateway,
    Endpoint,
    GroupRule,
    Interface,
    InternetGateway,
    NatGateway,
    Network,
    NetworkAcl,
    Outside,
    Peering,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    Target,
    TargetKind,
)

Change = Callable[[Network], Network]
ANYWHERE, ANYWHERE_6 = ip_network("0.0.0.0/0"), ip_network("::/0")
VPC, VPC_6, PEER = ip_network("10.0.0.0/16"), ip_network("2600:1f00::/56"), ip_network("10.9.0.0/16")
BUCKETS = ip_network("52.216.0.0/15")
SOMEBODY, OFFICE = ip_address("198.51.100.7"), ip_address("10.50.0.9")


def route(target: TargetKind | None, id: str, *blocks: str, prefix_list: str | None = None) -> Route:
    networks = tuple(ip_network(block) for block in blocks)
    return Route(networks, Target(target, id) if target else None, prefix_list)


def table(name: str, *routes: Route, vpc: str = "vpc-1", local: tuple[str, ...] = (), **more) -> RouteTable:
    own = [route(TargetKind.LOCAL, "local", block) for block in local or (str(VPC), str(VPC_6))]
    return RouteTable(f"rtb-{name}", vpc, (*own, *routes), frozenset({f"subnet-{name}"}), **more)


def entry(number: int, direction: Direction, block, protocol="-1", ports=ANY, allow=True) -> AclEntry:
    return AclEntry(number, direction, allow, block, protocol, ports)


OPEN = tuple(
    entry(number, direction, block)
    for number, block in ((100, ANYWHERE), (105, ANYWHERE_6))
    for direction in Direction
)


def interface(name: str, subnet: str, *addresses: str, public: str | None = None, **more) -> Interface:
    return Interface(
        id=f"eni-{name}",
        subnet=f"subnet-{subnet}",
        addresses=tuple(ip_address(each) for each in addresses),
        public=IPv4Address(public) if public else None,
        **{"groups": (f"sg-{name}",), **more},
    )


def by_id(*things):
    return {thing.id: thing for thing in things}


def network() -> Network:
    """A VPC with a public, a private and a database tier, and a peered one with a host."""
    out = (GroupRule("-1", block=ANYWHERE), GroupRule("-1", block=ANYWHERE_6))
    https, postgres = Ports.of(443), Ports.of(5432)
    private_routes = (
        route(TargetKind.NAT_GATEWAY, "nat-1", "0.0.0.0/0"),
        route(TargetKind.EGRESS_ONLY_GATEWAY, "eigw-1", "::/0"),
        route(TargetKind.GATEWAY_ENDPOINT, "vpce-s3", str(BUCKETS), prefix_list="pl-s3"),
        route(TargetKind.PEERING, "pcx-1", str(PEER)),
        route(TargetKind.UNSUPPORTED, "tgw-1", "10.50.0.0/16"),
        route(TargetKind.INTERFACE, "eni-web", "10.60.0.0/16"),
    )
    public_routes = (
        route(TargetKind.INTERNET_GATEWAY, "igw-1", "0.0.0.0/0"),
        route(TargetKind.INTERNET_GATEWAY, "igw-1", "::/0"),
    )
    return Network(
        vpcs={"vpc-1": (VPC, VPC_6), "vpc-2": (PEER,)},
        subnets=by_id(
            Subnet("subnet-public", "vpc-1", "a", (ip_network("10.0.0.0/24"), ip_network("2600:1f00::/64"))),
            Subnet("subnet-private", "vpc-1", "a", (ip_network("10.0.1.0/24"),)),
            Subnet("subnet-database", "vpc-1", "a", (ip_network("10.0.2.0/24"),)),
            Subnet("subnet-peer", "vpc-2", "a", (ip_network("10.9.0.0/24"),)),
        ),
        route_tables=by_id(
            table("public", *public_routes),
            table("private", *private_routes),
            replace(table("main", main=True), subnets=frozenset()),
            table(
                "peer",
                route(TargetKind.PEERING, "pcx-1", str(VPC)),
                vpc="vpc-2",
                local=(str(PEER),),
                main=True,
            ),
        ),
        acls=by_id(
            NetworkAcl("acl-public", "vpc-1", OPEN, frozenset({"subnet-public"})),
            NetworkAcl("acl-private", "vpc-1", OPEN, frozenset({"subnet-private"})),
            NetworkAcl("acl-default", "vpc-1", OPEN, default=True),
            NetworkAcl("acl-peer", "vpc-2", OPEN, default=True),
        ),
        groups=by_id(
            SecurityGroup(
                "sg-web",
                "vpc-1",
                (GroupRule("tcp", https, ANYWHERE), GroupRule("tcp", https, ANYWHERE_6)),
                out,
            ),
            SecurityGroup("sg-app", "vpc-1", (GroupRule("tcp", https, group="sg-web"),), out),
            SecurityGroup("sg-twin", "vpc-1", (GroupRule("tcp", https, group="sg-twin"),), out),
            SecurityGroup("sg-db", "vpc-1", (GroupRule("tcp", postgres, group="sg-app"),), out),
            SecurityGroup("sg-peer", "vpc-2", (GroupRule("tcp", https, prefix_list="pl-clients"),), out),
            SecurityGroup("sg-endpoint", "vpc-1", (GroupRule("tcp", https, VPC),), out),
        ),
        prefix_lists={"pl-s3": (BUCKETS,), "pl-clients": (ip_network("10.0.1.0/24"),)},
        interfaces=by_id(
            interface("web", "public", "10.0.0.10", "2600:1f00::10", public="54.1.1.1", owner="i-web"),
            interface("app", "private", "10.0.1.10", "2600:1f00:0:1::10", owner="i-app"),
            interface("twin", "private", "10.0.1.11"),
            interface("other-twin", "private", "10.0.1.12", groups=("sg-twin",)),
            interface("db", "database", "10.0.2.10"),
            interface("nat", "public", "10.0.0.20", public="54.1.1.2", groups=None, owner="nat-1"),
            interface("endpoint", "private", "10.0.1.30", owner="vpce-sqs"),
            interface("peer", "peer", "10.9.0.10"),
        ),
        internet_gateways=by_id(InternetGateway("igw-1", "vpc-1"), InternetGateway("igw-2", None)),
        egress_only_gateways=by_id(EgressOnlyGateway("eigw-1", "vpc-1")),
        nat_gateways=by_id(NatGateway("nat-1", "eni-nat")),
        endpoints=by_id(
            Endpoint("vpce-s3", "vpc-1", "pl-s3"), Endpoint("vpce-sqs", "vpc-1", None, ("eni-endpoint",))
        ),
        peerings=by_id(Peering("pcx-1", ("vpc-1", "vpc-2"))),
    )


def changed(kind: str, id: str, **new) -> Change:
    """A network in which one thing is different."""
    return lambda given: replace(
        given, **{kind: {**getattr(given, kind), id: replace(getattr(given, kind)[id], **new)}}
    )


def gone(kind: str, id: str) -> Change:
    return lambda given: replace(
        given, **{kind: {key: value for key, value in getattr(given, kind).items() if key != id}}
    )


def without_route(id: str, block: str) -> Change:
    def change(given: Network) -> Network:
        kept = tuple(each for each in given.route_tables[id].routes if ip_network(block) not in each.blocks)
        return changed("route_tables", id, routes=kept)(given)

    return change


def with_route(id: str, new: Route) -> Change:
    return lambda given: changed("route_tables", id, routes=(*given.route_tables[id].routes, new))(given)


def with_entry(id: str, new: AclEntry) -> Change:
    return lambda given: changed("acls", id, entries=(*given.acls[id].entries, new))(given)


def point(given: Network, named):
    return named if isinstance(named, Outside) else find(given, named)[0]


def traced(given: Network, source, destination, protocol="tcp", port=443):
    return trace(given, point(given, source), point(given, destination), protocol, port)


IN, OUT = Direction.INGRESS, Direction.EGRESS
deny = {"allow": False}
INTERNET = Outside(SOMEBODY)
INTERNET_6 = Outside(ip_address("2001:db8:ffff::7"))

# It is reachable; after the change it is not, for that reason.
NEAR_MISSES = [
    # Security groups
    ("eni-web", "igw-1", changed("groups", "sg-web", egress=()), Code.SG_HAS_NO_RULES),
    (
        "eni-web",
        INTERNET,
        changed("groups", "sg-web", egress=(GroupRule("tcp", Ports.of(443), VPC),)),
        Code.ENI_SG_RULES_MISMATCH,
    ),
    (
        "eni-web",
        INTERNET,
        changed("groups", "sg-web", egress=(GroupRule("udp", block=ANYWHERE),)),
        Code.ENI_SG_RULES_MISMATCH,
    ),
    ("eni-web", "eni-app", changed("interfaces", "eni-web", groups=("sg-twin",)), Code.ENI_SG_RULES_MISMATCH),
    ("eni-twin", "eni-other-twin", changed("groups", "sg-twin", ingress=()), Code.SG_HAS_NO_RULES),
    (
        "eni-twin",
        "eni-other-twin",
        changed("interfaces", "eni-twin", groups=("sg-app",)),
        Code.ENI_SG_RULES_MISMATCH,
    ),
    (
        "eni-app",
        "eni-peer",
        lambda given: replace(given, prefix_lists={"pl-clients": (ip_network("10.0.2.0/24"),)}),
        Code.ENI_SG_RULES_MISMATCH,
    ),
    ("eni-app", "vpce-sqs", changed("groups", "sg-endpoint", ingress=()), Code.SG_HAS_NO_RULES),
    # Network ACLs, on the way there and back
    (
        "eni-web",
        "eni-app",
        with_entry("acl-public", entry(90, OUT, VPC, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-web",
        "eni-app",
        with_entry("acl-private", entry(90, IN, VPC, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-web",
        "eni-app",
        with_entry("acl-private", entry(90, OUT, VPC, "tcp", EPHEMERAL, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-web",
        "eni-app",
        with_entry("acl-public", entry(90, IN, VPC, "6", EPHEMERAL, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    ("eni-app", "igw-1", with_entry("acl-public", entry(90, IN, VPC, **deny)), Code.SUBNET_ACL_RESTRICTION),
    (
        "eni-app",
        "igw-1",
        with_entry("acl-public", entry(90, IN, ANYWHERE, "tcp", EPHEMERAL, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-app",
        "vpce-s3",
        with_entry("acl-private", entry(90, IN, BUCKETS, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    ("igw-1", "eni-web", changed("acls", "acl-public", entries=()), Code.SUBNET_ACL_RESTRICTION),
    (
        "igw-1",
        "eni-web",
        with_entry("acl-public", entry(90, OUT, ANYWHERE, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    # Routes
    ("eni-web", "igw-1", without_route("rtb-public", "0.0.0.0/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("igw-1", "eni-web", without_route("rtb-public", "0.0.0.0/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("eni-app", "igw-1", without_route("rtb-private", "0.0.0.0/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("eni-app", "igw-1", without_route("rtb-public", "0.0.0.0/0"), Code.NO_ROUTE_TO_DESTINATION),
    (
        "eni-web",
        "igw-1",
        changed("route_tables", "rtb-public", subnets=frozenset()),
        Code.NO_ROUTE_TO_DESTINATION,
    ),
    ("eni-web", INTERNET, with_route("rtb-public", route(None, "", "198.51.100.0/24")), Code.BAD_STATE_ROUTE),
    ("eni-app", "vpce-s3", without_route("rtb-private", str(BUCKETS)), Code.NO_POSSIBLE_DESTINATION),
    (
        "eni-web",
        "eni-app",
        with_route("rtb-private", route(TargetKind.UNSUPPORTED, "tgw-1", "10.0.0.0/24")),
        Code.UNSUPPORTED_COMPONENT,
    ),
    (
        "eni-app",
        "eni-peer",
        without_route("rtb-private", str(PEER)),
        Code.IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS,
    ),
    ("eni-app", "eni-peer", without_route("rtb-peer", str(VPC)), Code.NO_ROUTE_TO_DESTINATION),
    # Internet gateways
    ("eni-web", "igw-1", changed("internet_gateways", "igw-1", vpc=None), Code.BAD_STATE_ROUTE),
    (
        "eni-web",
        INTERNET,
        changed("interfaces", "eni-web", public=None),
        Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS,
    ),
    (
        Outside(SOMEBODY, "igw-1"),
        "eni-web",
        changed("interfaces", "eni-web", public=None),
        Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS,
    ),
    (
        "igw-1",
        "eni-web",
        changed("interfaces", "eni-web", attached=False),
        Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS,
    ),
    (INTERNET, "eni-web", changed("internet_gateways", "igw-1", vpc=None), Code.NO_POSSIBLE_DESTINATION),
    # NAT gateways
    ("eni-app", "igw-1", changed("nat_gateways", "nat-1", state="deleted"), Code.BAD_STATE_ROUTE),
    (
        "eni-app",
        "igw-1",
        changed("interfaces", "eni-nat", public=None),
        Code.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS,
    ),
    (
        "eni-app",
        "igw-1",
        changed("interfaces", "eni-nat", subnet="subnet-database"),
        Code.NO_ROUTE_TO_DESTINATION,
    ),
    (
        "eni-app",
        "igw-1",
        changed("interfaces", "eni-nat", subnet="subnet-private"),
        Code.NO_POSSIBLE_DESTINATION,
    ),
    # Others
    ("eni-app", "eni-peer", changed("peerings", "pcx-1", state="pending-acceptance"), Code.BAD_STATE_ROUTE),
    ("eni-app", "vpce-s3", gone("endpoints", "vpce-s3"), Code.BAD_STATE_ROUTE),
    ("eni-web", "eni-app", changed("interfaces", "eni-app", state="stopped"), Code.BAD_STATE),
    # IPv6
    (INTERNET_6, "eni-web", without_route("rtb-public", "::/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("eni-web", INTERNET_6, without_route("rtb-public", "::/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("eni-app", INTERNET_6, without_route("rtb-private", "::/0"), Code.NO_ROUTE_TO_DESTINATION),
    ("eni-app", INTERNET_6, gone("egress_only_gateways", "eigw-1"), Code.BAD_STATE_ROUTE),
    (
        "eni-web",
        INTERNET_6,
        with_entry("acl-public", entry(90, OUT, ANYWHERE_6, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-web",
        INTERNET_6,
        with_entry("acl-public", entry(90, IN, ANYWHERE_6, **deny)),
        Code.SUBNET_ACL_RESTRICTION,
    ),
    (
        "eni-web",
        INTERNET_6,
        changed("groups", "sg-web", egress=(GroupRule("-1", block=ANYWHERE),)),
        Code.ENI_SG_RULES_MISMATCH,
    ),
]


@pytest.mark.parametrize(("source", "destination", "change", "code"), NEAR_MISSES)
def test_a_near_miss_stops_what_went_through(source, destination, change, code):
    given = network()
    ends = [point(given, each) for each in (source, destination)]
    assert traced(given, source, destination).blocker is None
    other = change(given)
    moved = [other.interfaces.get(each.id, each) if isinstance(each, Interface) else each for each in ends]
    path = trace(other, *moved, "tcp", 443)
    assert path.blocker is not None and path.blocker.code == code


# It is not reachable, for that reason.
REFUSED = [
    ("eni-web", "eni-app", "tcp", 80, Code.ENI_SG_RULES_MISMATCH),
    ("eni-web", "eni-app", "udp", 443, Code.ENI_SG_RULES_MISMATCH),
    ("eni-app", "eni-web", "tcp", 22, Code.ENI_SG_RULES_MISMATCH),
    ("eni-web", "eni-db", "tcp", 5432, Code.ENI_SG_RULES_MISMATCH),
    ("eni-db", "igw-1", "tcp", 443, Code.NO_ROUTE_TO_DESTINATION),
    ("eni-db", "vpce-s3", "tcp", 443, Code.NO_ROUTE_TO_DESTINATION),
    ("eni-db", "eni-peer", "tcp", 443, Code.NO_ROUTE_TO_DESTINATION),
    ("igw-1", "eni-app", "tcp", 443, Code.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS),
    ("igw-2", "eni-web", "tcp", 443, Code.NO_POSSIBLE_DESTINATION),
    ("eni-web", "igw-2", "tcp", 443, Code.NO_POSSIBLE_DESTINATION),
    ("igw-1", "igw-2", "tcp", 443, Code.NO_PATH),
    ("vpce-s3", "eni-app", "tcp", 443, Code.VPCE_INTRA_VPC_TRAFFIC),
    ("eni-app", "vpce-s3", "udp", 443, Code.VPCE_GATEWAY_PROTOCOL_RESTRICTION),
    ("eni-app", Outside(OFFICE), "tcp", 443, Code.UNSUPPORTED_COMPONENT),
    ("eni-app", Outside(ip_address("10.60.0.1")), "tcp", 443, Code.ENI_SOURCE_DEST_CHECK_RESTRICTION),
    ("eni-app", Outside(ip_address("10.0.1.99")), "tcp", 443, Code.NO_POSSIBLE_DESTINATION),
    ("eni-app", Outside(ip_address("10.9.0.99")), "tcp", 443, Code.NO_POSSIBLE_DESTINATION),
    ("eni-app", Outside(ip_address("54.1.1.1")), "tcp", 443, Code.IGW_NAT_REFLECTION),
    (
        "eni-web",
        Outside(ip_address("192.168.0.1")),
        "tcp",
        443,
        Code.IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS,
    ),
    (
        "eni-web",
        Outside(ip_address("100.64.0.1")),
        "tcp",
        443,
        Code.IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS,
    ),
    (
        Outside(ip_address("192.168.0.1"), "igw-1"),
        "eni-web",
        "tcp",
        443,
        Code.IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS,
    ),
    (
        Outside(ip_address("100.64.0.1"), "igw-1"),
        "eni-web",
        "tcp",
        443,
        Code.IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS,
    ),
    (INTERNET_6, "eni-app", "tcp", 443, Code.NO_ROUTE_TO_DESTINATION),
    (INTERNET_6, "eni-db", "tcp", 443, Code.NO_PATH),
]


@pytest.mark.parametrize(("source", "destination", "protocol", "port", "code"), REFUSED)
def test_it_is_refused_as_it_stands(source, destination, protocol, port, code):
    given = network()
    if source is INTERNET_6 and destination == "eni-app":
        given = changed("groups", "sg-app", ingress=(GroupRule("tcp", block=ANYWHERE_6),))(given)
    path = traced(given, source, destination, protocol, port)
    assert path.blocker is not None and path.blocker.code == code


def components(hops):
    return [hop.component for hop in hops]


def test_a_path_names_what_it_passes_there_and_back():
    path = traced(network(), "eni-app", "igw-1")
    assert components(path.forward) == [
        "eni-app",
        "sg-app",
        "acl-private",
        "rtb-private",
        "acl-public",
        "nat-1",
        "acl-public",
        "rtb-public",
        "igw-1",
    ]
    assert components(path.reply) == [
        "igw-1",
        "acl-public",
        "nat-1",
        "acl-public",
        "rtb-public",
        "acl-private",
    ]


def test_in_one_subnet_neither_acl_nor_route_is_asked():
    closed = changed("acls", "acl-private", entries=())(network())
    path = traced(closed, "eni-twin", "eni-other-twin")
    assert components(path.forward) == ["eni-twin", "sg-twin", "sg-twin", "eni-other-twin"]
    assert path.reply == ()


def test_a_security_group_is_not_known_behind_a_nat_gateway():
    behind = with_route("rtb-private", route(TargetKind.NAT_GATEWAY, "nat-1", "10.0.2.0/24"))(network())
    path = traced(behind, "eni-app", "eni-db", port=5432)
    assert path.blocker and path.blocker.code == Code.ENI_SG_RULES_MISMATCH
    open_ = changed("groups", "sg-db", ingress=(GroupRule("tcp", block=ip_network("10.0.0.20/32")),))(behind)
    assert traced(open_, "eni-app", "eni-db", port=5432).reachable


def test_the_lowest_number_decides_and_what_no_entry_names_is_denied():
    https = {"protocol": "tcp", "ports": Ports.of(443)}
    shut = with_entry("acl-private", entry(90, IN, VPC, allow=False))
    sooner = with_entry("acl-private", entry(80, IN, ip_network("10.0.0.10/32"), **https))
    later = with_entry("acl-private", entry(95, IN, ip_network("10.0.0.10/32"), **https))
    assert traced(sooner(shut(network())), "eni-web", "eni-app").reachable
    refused = traced(later(shut(network())), "eni-web", "eni-app").blocker
    assert refused and refused.rule == entry(90, IN, VPC, allow=False) and refused.direction is IN
    unnamed = traced(changed("acls", "acl-private", entries=())(network()), "eni-web", "eni-app").blocker
    assert unnamed and unnamed.rule is None


@pytest.mark.parametrize(("replies", "reachable"), [((1024, 1024), True), ((0, 1023), False)])
def test_a_reply_needs_one_port_that_a_client_may_use(replies, reachable):
    entries = (entry(100, IN, ANYWHERE), entry(100, OUT, VPC, "tcp", Ports.of(*replies)))
    assert (
        traced(changed("acls", "acl-private", entries=entries)(network()), "eni-web", "eni-app").reachable
        is reachable
    )


def test_ports_have_to_be_open_everywhere_at_once():
    rules = (GroupRule("tcp", Ports.of(8000, 8100), VPC), GroupRule("tcp", Ports.of(443), VPC))
    given = changed("groups", "sg-app", ingress=rules)(network())
    narrow = with_entry("acl-private", entry(90, IN, VPC, "tcp", Ports.of(443, 8099), allow=False))(given)
    path = traced(narrow, "eni-web", "eni-app", port=None)
    assert path.reachable and path.forward[-1].packet and path.forward[-1].packet.ports == Ports.of(8100)
    assert not traced(narrow, "eni-web", "eni-app", port=Ports.of(8000, 8099)).reachable


def test_the_most_specific_route_counts():
    given = with_route("rtb-public", route(TargetKind.UNSUPPORTED, "tgw-1", "198.51.100.0/24"))(network())
    assert traced(given, "eni-web", INTERNET).undecided
    assert traced(given, "eni-web", Outside(ip_address("203.0.113.7"))).reachable


def test_of_the_internet_an_address_that_rules_name_is_enough():
    partner = (GroupRule("tcp", Ports.of(443), ip_network("203.0.113.0/24")),)
    given = changed("groups", "sg-web", ingress=partner, egress=partner)(network())
    assert traced(given, "eni-web", "igw-1").reachable
    assert traced(given, "igw-1", "eni-web").reachable
    assert not traced(given, INTERNET, "eni-web").reachable


def test_an_office_that_comes_in_privately_is_stopped_by_the_acl_before_the_way_back_is_asked():
    open_ = changed("groups", "sg-app", ingress=(GroupRule("tcp", block=ip_network("10.50.0.0/16")),))(
        network()
    )
    in_vpc_only = (entry(100, IN, VPC), entry(110, IN, ANYWHERE, "tcp", EPHEMERAL), entry(100, OUT, ANYWHERE))
    shut = changed("acls", "acl-private", entries=in_vpc_only)(open_)
    refused = traced(shut, Outside(OFFICE), "eni-app").blocker
    assert refused and refused.code == Code.SUBNET_ACL_RESTRICTION
    assert traced(open_, Outside(OFFICE), "eni-app").undecided


@pytest.mark.parametrize("address", ["169.254.171.9", "fd00:ec2:80::9"])
def test_lattice_reaches_a_target_without_a_route(address):
    lattice = Outside(ip_address(address))
    blocks = (ip_network("169.254.171.0/24"), ip_network("fd00:ec2:80::/64"))
    rule = GroupRule("tcp", Ports.of(443), prefix_list="pl-lattice")
    given = replace(network(), prefix_lists={"pl-lattice": blocks})
    assert not traced(given, lattice, "eni-app").reachable
    given = changed("groups", "sg-app", ingress=(rule,))(given)
    assert traced(given, lattice, "eni-app").reachable
    assert traced(given, "eni-app", lattice).reachable
    shut = changed("acls", "acl-private", entries=())(given)
    assert not traced(shut, lattice, "eni-app").reachable


def test_what_has_no_interface_is_placed_in_a_subnet():
    given = network()
    task = find(given, Placed("subnet-private", ["sg-app"], "10.0.1.77"))[0]
    assert trace(given, task, point(given, "eni-db"), "tcp", 5432).reachable
    other = find(given, Placed("subnet-private", ["sg-web"]))[0]
    assert not trace(given, other, point(given, "eni-db"), "tcp", 5432).reachable


def test_points_are_found_by_id_arn_owner_and_address():
    given = network()
    web = given.interfaces["eni-web"]
    names = ["eni-web", "arn:aws:ec2:eu-west-1:0:network-interface/eni-web", "i-web", "10.0.0.10"]
    assert [find(given, name) for name in names] == [(web,)] * 4
    assert find(given, "10.9.9.9") == (Outside(ip_address("10.9.9.9")),)
    assert at_address(given, web, ip_address("2600:1f00::10")) == replace(
        web, addresses=(ip_address("2600:1f00::10"),)
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("eni-none", Code.NO_SOURCE_OR_DESTINATION),
        (Placed("subnet-none"), Code.NO_SOURCE_OR_DESTINATION),
        ("tgw-1", Code.UNSUPPORTED_COMPONENT),
        ("vpce-svc-1", Code.UNSUPPORTED_COMPONENT),
    ],
)
def test_what_is_no_end_of_a_path_says_so(name, code):
    with pytest.raises(NotAnEndError) as refused:
        find(network(), name)
    assert refused.value.path.blocker and refused.value.path.blocker.code == code


def test_an_answer_has_the_members_of_ec2():
    arn_of = arns("aws", "eu-west-1", "123456789012")
    answer = found(traced(network(), "eni-web", "eni-app"), arn_of)
    assert answer["NetworkPathFound"] is True and "Explanations" not in answer
    first, group, acl, table_ = answer["ForwardPathComponents"][:4]
    assert first["SequenceNumber"] == 1
    assert first["Component"]["Arn"] == "arn:aws:ec2:eu-west-1:123456789012:network-interface/eni-web"
    assert first["OutboundHeader"]["DestinationPortRanges"] == [{"From": 443, "To": 443}]
    assert group["SecurityGroupRule"] == {"Protocol": "-1", "Cidr": "0.0.0.0/0", "Direction": "egress"}
    assert acl["AclRule"]["RuleNumber"] == 100 and acl["AclRule"]["Egress"] is True
    assert table_["RouteTableRoute"] == {
        "DestinationCidr": "10.0.0.0/16",
        "GatewayId": "local",
        "Origin": "createroutetable",
    }
    refused = found(traced(network(), "eni-db", "igw-1"), arn_of)
    assert refused["NetworkPathFound"] is False
    [explanation] = refused["Explanations"]
    assert explanation["ExplanationCode"] == "NO_ROUTE_TO_DESTINATION"
    assert explanation["RouteTable"]["Id"] == "rtb-main"


def test_ports_are_sets():
    low, high, all_ = Ports.of(1, 10), Ports.of(8, 20), Ports.of(1, 20)
    assert low & high == Ports.of(8, 10)
    assert low - high == Ports.of(1, 7)
    assert all_ - Ports.of(5) == Ports(((1, 4), (6, 20)))
    assert (low | Ports.of(30)).ranges == ((1, 10), (30, 30))
    assert not NONE and ANY & NONE == NONE and (low | high) & all_ == low | high
