"""CloudWatch: what it says of a request beyond its resource."""

import json
from typing import Any

from ministack.core import iam_actions

from local_aws.corrections import correction


@correction
def namespaces_of_metrics() -> None:
    """AWS: who may put metrics of some namespaces only is asked by `cloudwatch:namespace`.

    MiniStack: knows no such key, so that its condition never holds.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    """
    context_of = iam_actions.request_tag_context

    def request_context(service: str, action: str, body: bytes, params: Any) -> dict[str, Any]:
        found: dict[str, Any] = context_of(service, action, body, params)
        if action.rpartition(":")[2] != "PutMetricData":
            return found
        namespace = iam_actions._query_param(params, "Namespace") or _in(body)
        return found | ({"cloudwatch:namespace": namespace} if namespace else {})

    iam_actions.request_tag_context = request_context


def _in(body: bytes) -> str | None:
    """The namespace that a body of JSON names; None of another one."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    return asked.get("Namespace") if isinstance(asked, dict) else None
