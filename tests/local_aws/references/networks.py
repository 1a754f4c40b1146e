"""Networks and load balancers."""

from tests.local_aws.references import Account, Do, kind, name

_DEPENDENT = "has a dependent object"
_DEPENDENCIES = "has dependencies and cannot be deleted"


def _group_of(aws: Account, group: str, free: Do) -> tuple[Do, Do]:
    return lambda: aws.ec2.delete_security_group(GroupId=group), free


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_an_interface(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    made = aws.ec2.create_network_interface(SubnetId=aws.subnets[0], Groups=[group])["NetworkInterface"]
    interface = made["NetworkInterfaceId"]
    return _group_of(aws, group, lambda: aws.ec2.delete_network_interface(NetworkInterfaceId=interface))


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_an_instance(aws: Account) -> tuple[Do, Do]:
    group, instance = aws.group(), ""
    made = aws.ec2.run_instances(
        ImageId=_image(aws), MinCount=1, MaxCount=1, SubnetId=aws.subnets[0], SecurityGroupIds=[group]
    )
    instance = made["Instances"][0]["InstanceId"]
    return _group_of(aws, group, lambda: aws.ec2.terminate_instances(InstanceIds=[instance]))


def _image(aws: Account) -> str:
    return str(aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"])


@kind("DependencyViolation", _DEPENDENT)
def security_group_in_a_rule_of_another(aws: Account) -> tuple[Do, Do]:
    group, other = aws.group(), aws.group()
    rule = {
        "IpProtocol": "tcp",
        "FromPort": 80,
        "ToPort": 80,
        "UserIdGroupPairs": [{"GroupId": group}],
    }
    aws.ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[rule])
    free = lambda: aws.ec2.revoke_security_group_ingress(GroupId=other, IpPermissions=[rule])  # noqa: E731
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_load_balancer(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    balancer = aws.balancer(SecurityGroups=[group])
    return _group_of(aws, group, lambda: aws.elbv2.delete_load_balancer(LoadBalancerArn=balancer))


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_an_endpoint(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    made = aws.ec2.create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=aws.vpc,
        ServiceName="com.amazonaws.eu-west-1.sqs",
        SubnetIds=[aws.subnets[0]],
        SecurityGroupIds=[group],
    )
    endpoint = made["VpcEndpoint"]["VpcEndpointId"]
    return _group_of(aws, group, lambda: aws.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint]))


@kind("DependencyViolation", _DEPENDENCIES)
def subnet_of_an_interface(aws: Account) -> tuple[Do, Do]:
    subnet = aws.subnet()
    made = aws.ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
    interface = made["NetworkInterfaceId"]
    return (
        lambda: aws.ec2.delete_subnet(SubnetId=subnet),
        lambda: aws.ec2.delete_network_interface(NetworkInterfaceId=interface),
    )


@kind("DependencyViolation", _DEPENDENCIES)
def subnet_of_a_load_balancer(aws: Account) -> tuple[Do, Do]:
    subnet = aws.subnet()
    balancer = aws.balancer(Subnets=[subnet, aws.subnets[1]])
    return (
        lambda: aws.ec2.delete_subnet(SubnetId=subnet),
        lambda: aws.elbv2.delete_load_balancer(LoadBalancerArn=balancer),
    )


def _nat_gateway(aws: Account, subnet: str) -> tuple[str, str]:
    """Its id and its address's."""
    address = aws.ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = aws.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]
    return made["NatGatewayId"], address


@kind("DependencyViolation", _DEPENDENCIES)
def subnet_of_a_nat_gateway(aws: Account) -> tuple[Do, Do]:
    subnet = aws.subnet()
    gateway, _ = _nat_gateway(aws, subnet)
    return (
        lambda: aws.ec2.delete_subnet(SubnetId=subnet),
        lambda: aws.ec2.delete_nat_gateway(NatGatewayId=gateway),
    )


@kind("InvalidIPAddress.InUse", "is in use")
def address_of_a_nat_gateway(aws: Account) -> tuple[Do, Do]:
    gateway, address = _nat_gateway(aws, aws.subnets[0])
    return (
        lambda: aws.ec2.release_address(AllocationId=address),
        lambda: aws.ec2.delete_nat_gateway(NatGatewayId=gateway),
    )


@kind("InvalidParameterValue", "is currently in use")
def interface_of_a_nat_gateway(aws: Account) -> tuple[Do, Do]:
    gateway, _ = _nat_gateway(aws, aws.subnets[0])
    other = aws.ec2.create_network_interface(SubnetId=aws.subnets[0])["NetworkInterface"]
    described = aws.ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"][0]
    held = [described["NatGatewayAddresses"][0]["NetworkInterfaceId"]]

    def free() -> None:  # the gateway's goes with it
        aws.ec2.delete_nat_gateway(NatGatewayId=gateway)
        held[0] = other["NetworkInterfaceId"]

    return lambda: aws.ec2.delete_network_interface(NetworkInterfaceId=held[0]), free


@kind("DependencyViolation", "some mapped public address(es)")
def internet_gateway_of_public_addresses(aws: Account) -> tuple[Do, Do]:
    ec2 = aws.ec2
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=internet, VpcId=vpc)
    gateway, _ = _nat_gateway(aws, subnet)
    return (
        lambda: ec2.detach_internet_gateway(InternetGatewayId=internet, VpcId=vpc),
        lambda: ec2.delete_nat_gateway(NatGatewayId=gateway),
    )


@kind("DependencyViolation", "")
def internet_gateway_of_a_network(aws: Account) -> tuple[Do, Do]:
    vpc = aws.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    gateway = aws.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    aws.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    return (
        lambda: aws.ec2.delete_internet_gateway(InternetGatewayId=gateway),
        lambda: aws.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc),
    )


@kind("DependencyViolation", _DEPENDENCIES)
def network_with_an_internet_gateway(aws: Account) -> tuple[Do, Do]:
    vpc = aws.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    gateway = aws.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    aws.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    return (
        lambda: aws.ec2.delete_vpc(VpcId=vpc),
        lambda: aws.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc),
    )


@kind("DependencyViolation", _DEPENDENCIES)
def network_with_a_security_group(aws: Account) -> tuple[Do, Do]:
    vpc = aws.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    group = aws.ec2.create_security_group(VpcId=vpc, GroupName=name(), Description="t")["GroupId"]
    return (
        lambda: aws.ec2.delete_vpc(VpcId=vpc),
        lambda: aws.ec2.delete_security_group(GroupId=group),
    )


@kind("DependencyViolation", _DEPENDENCIES)
def network_with_a_subnet(aws: Account) -> tuple[Do, Do]:
    vpc = aws.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = aws.ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    return lambda: aws.ec2.delete_vpc(VpcId=vpc), lambda: aws.ec2.delete_subnet(SubnetId=subnet)


@kind("DependencyViolation", _DEPENDENCIES)
def route_table_of_a_subnet(aws: Account) -> tuple[Do, Do]:
    table = aws.ec2.create_route_table(VpcId=aws.vpc)["RouteTable"]["RouteTableId"]
    made = aws.ec2.associate_route_table(RouteTableId=table, SubnetId=aws.subnets[0])
    return (
        lambda: aws.ec2.delete_route_table(RouteTableId=table),
        lambda: aws.ec2.disassociate_route_table(AssociationId=made["AssociationId"]),
    )


@kind("DependencyViolation", _DEPENDENCIES)
def network_acl_of_a_subnet(aws: Account) -> tuple[Do, Do]:
    subnet = aws.subnet()
    acls = aws.ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [aws.vpc]}])["NetworkAcls"]
    default = next(acl for acl in acls if acl["IsDefault"])
    own = aws.ec2.create_network_acl(VpcId=aws.vpc)["NetworkAcl"]["NetworkAclId"]
    held = next(one for one in default["Associations"] if one["SubnetId"] == subnet)
    association = aws.ec2.replace_network_acl_association(
        AssociationId=held["NetworkAclAssociationId"], NetworkAclId=own
    )["NewAssociationId"]
    return (
        lambda: aws.ec2.delete_network_acl(NetworkAclId=own),
        lambda: aws.ec2.replace_network_acl_association(
            AssociationId=association, NetworkAclId=default["NetworkAclId"]
        ),
    )


@kind("InvalidPlacementGroup.InUse", "is in use and may not be deleted")
def placement_group_of_an_instance(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.ec2.create_placement_group(GroupName=group, Strategy="cluster")
    made = aws.ec2.run_instances(
        ImageId=_image(aws),
        MinCount=1,
        MaxCount=1,
        SubnetId=aws.subnets[0],
        Placement={"GroupName": group},
    )
    instance = made["Instances"][0]["InstanceId"]
    return (
        lambda: aws.ec2.delete_placement_group(GroupName=group),
        lambda: aws.ec2.terminate_instances(InstanceIds=[instance]),
    )


def _listener(aws: Account, balancer: str, action: dict[str, object], **settings: object) -> str:
    settings = {"Protocol": "HTTP", "Port": 80, **settings}
    made = aws.elbv2.create_listener(LoadBalancerArn=balancer, DefaultActions=[action], **settings)
    return str(made["Listeners"][0]["ListenerArn"])


@kind("ResourceInUse", "is currently in use by a listener or a rule")
def target_group_of_a_listener(aws: Account) -> tuple[Do, Do]:
    targets = aws.targets()
    listener = _listener(aws, aws.balancer(), {"Type": "forward", "TargetGroupArn": targets})
    return (
        lambda: aws.elbv2.delete_target_group(TargetGroupArn=targets),
        lambda: aws.elbv2.delete_listener(ListenerArn=listener),
    )


@kind("ResourceInUse", "is currently in use by a listener or a rule")
def target_group_of_a_rule(aws: Account) -> tuple[Do, Do]:
    targets = aws.targets()
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    listener = _listener(aws, aws.balancer(), fixed)
    weighted = {"TargetGroups": [{"TargetGroupArn": targets, "Weight": 1}]}
    rule = aws.elbv2.create_rule(
        ListenerArn=listener,
        Priority=1,
        Conditions=[{"Field": "path-pattern", "Values": ["/a"]}],
        Actions=[{"Type": "forward", "ForwardConfig": weighted}],
    )["Rules"][0]["RuleArn"]
    return (
        lambda: aws.elbv2.delete_target_group(TargetGroupArn=targets),
        lambda: aws.elbv2.delete_rule(RuleArn=rule),
    )


@kind("ResourceInUse", "currently associated with another service")
def load_balancer_of_an_endpoint_service(aws: Account) -> tuple[Do, Do]:
    balancer = aws.balancer(Type="network")
    made = aws.ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[balancer])
    service = made["ServiceConfiguration"]["ServiceId"]
    return (
        lambda: aws.elbv2.delete_load_balancer(LoadBalancerArn=balancer),
        lambda: aws.ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service]),
    )


@kind("ResourceInUseException", "is in use")
def certificate_of_a_listener(aws: Account) -> tuple[Do, Do]:
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    certificate = aws.certificate()
    listener = _listener(
        aws,
        aws.balancer(),
        fixed,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate}],
    )
    return (
        lambda: aws.acm.delete_certificate(CertificateArn=certificate),
        lambda: aws.elbv2.delete_listener(ListenerArn=listener),
    )


@kind("ResourceInUseException", "is in use")
def certificate_of_a_listener_besides_its_own(aws: Account) -> tuple[Do, Do]:
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    own, other = aws.certificate(), aws.certificate()
    listener = _listener(
        aws, aws.balancer(), fixed, Protocol="HTTPS", Port=443, Certificates=[{"CertificateArn": own}]
    )
    more = {"ListenerArn": listener, "Certificates": [{"CertificateArn": other}]}
    aws.elbv2.add_listener_certificates(**more)
    return (
        lambda: aws.acm.delete_certificate(CertificateArn=other),
        lambda: aws.elbv2.remove_listener_certificates(**more),
    )
