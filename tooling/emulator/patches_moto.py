"""Where moto 5.2.5 differs from AWS: one correction a function, what AWS does and what it does."""

from typing import Any

from moto.ec2.models.subnets import Subnet

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
