"""Inspector: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import inspector2

from local_aws.corrections import correction


@correction
def accounts_that_are_scanned() -> None:
    """AWS: an account in which something is scanned is enabled. MiniStack: none ever is.

    https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html
    """
    status_of = inspector2._path_handlers["/status/batch/get"]

    def status(data: Any, account_id: str) -> Any:
        code, headers, body = status_of(data, account_id)
        answer = json.loads(body)
        for account in answer.get("accounts", ()):
            scanned = [each["status"] for each in account["resourceState"].values()]
            account["state"]["status"] = "ENABLED" if "ENABLED" in scanned else "DISABLED"
        return code, headers, json.dumps(answer).encode()

    inspector2._path_handlers["/status/batch/get"] = status
