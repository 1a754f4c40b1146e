"""Connections to addresses."""

from typing import Any
from uuid import uuid4

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import eventbridge

from local_aws.corrections import correction


class _Connections(AccountRegionScopedDict):  # type: ignore[misc]  # the engine has no types
    """Connections by their names, and by the last part of their ARNs, by which MiniStack looks for one."""

    __slots__ = ()

    def get(self, key: str, default: Any = None) -> Any:
        if (found := super().get(key)) is not None:
            return found
        return next((each for each in self.values() if each["ConnectionArn"].endswith(f"/{key}")), default)


@correction
def connection_arns() -> None:
    """AWS: the ARN of a connection ends with an id behind the name. MiniStack: with the name.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html
    """
    eventbridge._connections = _Connections()
    create = eventbridge._create_connection

    def create_connection(data: dict[str, Any]) -> Any:
        known = eventbridge._connections.get(data.get("Name"))
        status, headers, body = create(data)
        made = eventbridge._connections.get(data.get("Name"))
        if made is known:
            return status, headers, body
        arn = made["ConnectionArn"]
        made["ConnectionArn"] = f"{arn}/{uuid4()}"
        return status, headers, body.replace(arn.encode(), made["ConnectionArn"].encode())

    eventbridge._create_connection = create_connection
