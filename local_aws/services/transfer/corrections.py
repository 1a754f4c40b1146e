"""Transfer Family: where the engine differs from AWS."""

from typing import Any

from moto.transfer.models import TransferBackend
from moto.transfer.types import User

from local_aws.corrections import correction


@correction
def security_policies_of_servers() -> None:
    """AWS: a server that is made without a security policy has the first one. moto: has none.

    https://docs.aws.amazon.com/transfer/latest/APIReference/API_CreateServer.html
    """
    create = TransferBackend.create_server

    def create_server(self: Any, **members: Any) -> Any:
        policy = members.get("security_policy_name") or "TransferSecurityPolicy-2018-11"
        return create(self, **members | {"security_policy_name": policy})

    TransferBackend.create_server = create_server


@correction
def users_without_a_posix_profile() -> None:
    """AWS: describes a user's POSIX profile when it has one. moto: an empty one always.

    https://docs.aws.amazon.com/transfer/latest/APIReference/API_DescribedUser.html
    """
    described = User.to_dict

    def to_dict(self: Any) -> Any:
        user = described(self)
        if not self.posix_profile:
            del user["PosixProfile"]
        return user

    User.to_dict = to_dict
