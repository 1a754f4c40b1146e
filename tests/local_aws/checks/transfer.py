"""Transfer Family: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check


@check
def security_policies_of_servers(aws: Any) -> bool:
    transfer = aws.client("transfer")
    made = transfer.create_server(Protocols=["SFTP"])["ServerId"]
    server = transfer.describe_server(ServerId=made)["Server"]
    return bool(server.get("SecurityPolicyName") == "TransferSecurityPolicy-2018-11")


@check
def users_without_a_posix_profile(aws: Any) -> bool:
    transfer = aws.client("transfer")
    of = {"ServerId": transfer.create_server()["ServerId"], "UserName": "mia"}
    transfer.create_user(**of, Role="arn:aws:iam::000000000000:role/transfer")
    return "PosixProfile" not in transfer.describe_user(**of)["User"]
