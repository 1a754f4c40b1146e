"""SES: where the engine differs from AWS."""

import json
import re
from typing import Any
from urllib.parse import unquote

from ministack.services import ses_v2

from local_aws.corrections import correction

_IDENTITY = re.compile(r"/v2/email/identities(?:/([^/]+)/configuration-set)?/?")


@correction
def configuration_sets_of_identities() -> None:
    """AWS: an identity has the configuration set that it was given. MiniStack: forgets it.

    https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutEmailIdentityConfigurationSetAttributes.html
    """
    handle = ses_v2.handle_request

    async def handle_request(
        method: str, path: str, headers: Any, body: bytes, query: Any, *more: Any
    ) -> Any:
        found = _IDENTITY.fullmatch(path)
        if not found or method not in ("POST", "PUT"):
            return await handle(method, path, headers, body, query, *more)
        given = json.loads(body or b"{}")
        answer = None if found[1] else await handle(method, path, headers, body, query, *more)
        kept = ses_v2._identities.get(unquote(found[1] or "") or given.get("EmailIdentity"))
        if kept is None:
            return answer or ses_v2._json_err("NotFoundException", f"Identity {found[1]} not found", 404)
        kept["ConfigurationSetName"] = given.get("ConfigurationSetName")
        return answer or (200, {"Content-Type": "application/json"}, b"{}")

    ses_v2.handle_request = handle_request
