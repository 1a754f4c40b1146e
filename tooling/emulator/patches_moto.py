"""Where moto 5.2.5 differs from AWS: one correction a function, what AWS does and what it does."""

import json
from typing import Any

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError, InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.dhcp_options import DHCPOptions
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

from tooling.emulator.patching import correction


@correction
def subnet_ipv6_blocks() -> None:
    """AWS: a subnet's IPv6 block is `associated`, and found by its association's id.

    moto: the state is an object, which no client reads; the filter is unknown.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
    """

    def associations(self: Subnet) -> list[dict[str, object]]:
        return [
            {
                "associationId": association["associationId"],
                "ipv6CidrBlock": association["ipv6CidrBlock"],
                "ipv6CidrBlockState": {"state": association["ipv6CidrBlockState"]["State"]},
            }
            for association in self.ipv6_cidr_block_associations.values()
            if association["ipv6CidrBlockState"]["State"] == "associated"
        ]

    found_by = Subnet.get_filter_value

    def value_of(self: Subnet, name: str, method: str | None = None) -> Any:
        if name == "ipv6-cidr-block-association.association-id":
            return [association["associationId"] for association in associations(self)]
        if name == "ipv6-cidr-block-association.ipv6-cidr-block":
            return [association["ipv6CidrBlock"] for association in associations(self)]
        return found_by(self, name, method)

    Subnet.ipv6_cidr_block_association_set = property(associations)
    Subnet.get_filter_value = value_of


@correction
def dhcp_options_tags() -> None:
    """AWS: CreateDhcpOptions takes tags. moto: forgets them.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html
    """
    create = DHCPOptions.create_dhcp_options

    def create_with_tags(self: DHCPOptions) -> Any:
        created = create(self)
        created.result["DhcpOptions"].add_tags(self._parse_tag_specification().get("dhcp-options", {}))
        return created

    DHCPOptions.create_dhcp_options = create_with_tags


@correction
def security_group_rules() -> None:
    """AWS: every kind of rule has a description, and is changed in place whatever it refers to.

    moto: only rules on addresses; a change needs ports, and loses an IPv6 block or a group.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
    """

    def description(rule: SecurityGroupRule) -> Any:
        return rule.ip_range.get("Description") or rule.source_group.get("Description")

    def modify(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        group = self.get_security_group_by_name_or_id(group_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, new in rules.items():
            rule = group.get_rule(rule_id)
            if rule is None:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            rule.ip_protocol = str(new["IpProtocol"])
            ports = (None, None) if rule.ip_protocol == "-1" else (int(new["FromPort"]), int(new["ToPort"]))
            rule.from_port, rule.to_port = ports
            described = {"Description": new["Description"]} if new.get("Description") else {}
            owner = {"UserId": self.account_id, "OwnerId": self.account_id}
            ranges = {"CidrIp": new.get("CidrIpv4"), "CidrIpv6": new.get("CidrIpv6")}
            rule.ip_range = {key: value for key, value in ranges.items() if value}
            rule.ip_range |= described if rule.ip_range else {}
            referenced = new.get("ReferencedGroupId")
            rule.source_group = {"GroupId": referenced, **owner, **described} if referenced else {}
            rule.prefix_list_id = new.get("PrefixListId")

    SecurityGroupRule.description = property(description)
    SecurityGroupBackend.modify_security_group_rules = modify


@correction
def scalable_target_tags() -> None:
    """AWS: scalable targets have tags. moto: knows no call about them, and every client waits for the answer.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
    """
    register = ApplicationAutoScalingResponse.register_scalable_target

    def target(self: ApplicationAutoScalingResponse, arn: str) -> Any:
        targets = self.applicationautoscaling_backend.targets.values()
        return next(found for by_id in targets for found in by_id.values() if found.arn == arn)

    def register_with_tags(self: ApplicationAutoScalingResponse) -> Any:
        answer = register(self)
        tags = self._get_param("Tags")
        if tags:
            target(self, json.loads(answer)["ScalableTargetARN"]).tags = tags
        return answer

    def list_tags(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": getattr(target(self, self._get_param("ResourceARN")), "tags", {})})

    def tag(self: ApplicationAutoScalingResponse) -> str:
        found = target(self, self._get_param("ResourceARN"))
        found.tags = getattr(found, "tags", {}) | self._get_param("Tags")
        return "{}"

    def untag(self: ApplicationAutoScalingResponse) -> str:
        found = target(self, self._get_param("ResourceARN"))
        gone = self._get_param("TagKeys")
        found.tags = {key: value for key, value in getattr(found, "tags", {}).items() if key not in gone}
        return "{}"

    ApplicationAutoScalingResponse.register_scalable_target = register_with_tags
    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags
    ApplicationAutoScalingResponse.tag_resource = tag
    ApplicationAutoScalingResponse.untag_resource = untag


@correction
def what_a_deletion_takes_along() -> None:
    """AWS: a NAT gateway's interface goes with it, a VPC's network ACL with the VPC. moto: they stay.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
    """
    delete_nat_gateway, delete_vpc = NatGatewayBackend.delete_nat_gateway, VPCBackend.delete_vpc

    def with_interface(self: Any, nat_gateway_id: str) -> Any:
        deleted = delete_nat_gateway(self, nat_gateway_id)
        self.enis.pop(deleted._eni.id, None)
        return deleted

    def with_network_acl(self: Any, vpc_id: str) -> Any:
        deleted = delete_vpc(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id]:
            del self.network_acls[acl.id]
        return deleted

    NatGatewayBackend.delete_nat_gateway = with_interface
    VPCBackend.delete_vpc = with_network_acl


@correction
def ecs_service_settings() -> None:
    """AWS: a service is described with all it was made with. moto: forgets these settings.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
    """
    kept = {
        "availabilityZoneRebalancing": "availability_zone_rebalancing",
        "capacityProviderStrategy": "capacity_provider_strategy",
        "deploymentConfiguration": "deployment_configuration",
        "enableECSManagedTags": "enable_ecs_managed_tags",
        "enableExecuteCommand": "enable_execute_command",
        "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    }
    create, update = EC2ContainerServiceResponse.create_service, EC2ContainerServiceResponse.update_service

    def keep(self: EC2ContainerServiceResponse, service: Service) -> None:
        for parameter, attribute in kept.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(service, attribute, value)
        if getattr(service, "capacity_provider_strategy", None):
            service.launch_type = None
        connected = self._get_param("serviceConnectConfiguration")
        for deployment in service.deployments:
            deployment["launchType"] = service.launch_type
            if connected is not None:
                deployment["serviceConnectConfiguration"] = connected

    def create_and_keep(self: EC2ContainerServiceResponse) -> Any:
        answer = create(self)
        keep(self, answer.result["service"])
        return answer

    def update_and_keep(self: EC2ContainerServiceResponse) -> Any:
        answer = update(self)
        keep(self, answer.result["service"])
        return answer

    EC2ContainerServiceResponse.create_service = create_and_keep
    EC2ContainerServiceResponse.update_service = update_and_keep


@correction
def ecs_deployments_end() -> None:
    """AWS: a deployment ends once its tasks run. moto: the first never does, later ones are not noted.

    Nothing runs here: that a deployment ended says nothing about its image.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
    """
    create, update = EC2ContainerServiceBackend.create_service, EC2ContainerServiceBackend.update_service

    def end(service: Service) -> Service:
        service.running_count, service.pending_count = service.desired_count, 0
        for deployment in service.deployments:
            deployment |= {
                "desiredCount": service.desired_count,
                "pendingCount": 0,
                "rolloutState": "COMPLETED",
                "rolloutStateReason": f"ECS deployment {deployment['id']} completed.",
                "runningCount": service.desired_count,
                "taskDefinition": service.task_definition,
            }
        return service

    def create_and_end(self: Any, *arguments: Any, **settings: Any) -> Service:
        return end(create(self, *arguments, **settings))

    def update_and_end(self: Any, *arguments: Any, **settings: Any) -> Service:
        return end(update(self, *arguments, **settings))

    EC2ContainerServiceBackend.create_service = create_and_end
    EC2ContainerServiceBackend.update_service = update_and_end


@correction
def launch_template_tags() -> None:
    """AWS: a launch template's own tags are not what its versions tag. moto: are among it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    """
    create = LaunchTemplateBackend.create_launch_template

    def create_without(self: Any, name: str, description: str, data: dict[str, Any], tags: Any) -> Any:
        given = [
            each for each in data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"
        ]
        return create(self, name, description, data | ({"TagSpecifications": given} if given else {}), tags)

    LaunchTemplateBackend.create_launch_template = create_without
