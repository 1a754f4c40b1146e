"""EC2 instances and their network interfaces: where the engine differs from AWS."""

from typing import Any

from moto.core.serialize import return_if_not_empty
from moto.ec2.models.instances import Instance
from moto.ec2.responses._base_response import EC2BaseResponse

from local_aws.corrections import correction


@correction
def groups_of_instances() -> None:
    """AWS: an instance's security groups are those of its primary interface. moto: keeps them apart.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/changing-security-group.html
    """

    def groups(self: Any) -> list[Any]:
        primary = vars(self).get("nics", {}).get(0)
        given: list[Any] = primary._group_set if primary else vars(self)["given_groups"]
        return given

    def set_groups(self: Any, given: list[Any]) -> None:
        vars(self)["given_groups"] = given
        primary = vars(self).get("nics", {}).get(0)
        if primary:
            primary._group_set = given

    Instance.security_groups = property(groups, set_groups)


@correction
def private_instances() -> None:
    """AWS: an interface without a public address has no association. moto: has an empty one.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html
    """
    association = "Instances.Instance.NetworkInterfaces.InstanceNetworkInterface.Association"
    EC2BaseResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER[association] = return_if_not_empty


@correction
def ipv6_addresses_of_instances() -> None:
    """AWS: an instance has the IPv6 addresses that its interface or its subnet asks for. moto: ignores both.

    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
    """
    prepare = Instance.prep_nics

    def prepare_with_ipv6(self: Any, nic_spec: list[dict[str, Any]], *rest: Any, **settings: Any) -> None:
        asked = {int(nic.get("DeviceIndex", 0)): int(nic.get("Ipv6AddressCount") or 0) for nic in nic_spec}
        prepare(self, nic_spec, *rest, **settings)
        for index, interface in self.nics.items():
            of_subnet = str(interface.subnet.assign_ipv6_address_on_creation).lower() == "true"
            missing = max(asked.get(index, 0), int(of_subnet)) - len(interface.ipv6_addresses)
            if missing > 0 and interface.subnet.ipv6_cidr_block_associations:
                self.ec2_backend.assign_ipv6_addresses(interface.id, ipv6_count=missing)

    Instance.prep_nics = prepare_with_ipv6
