"""EventBridge Pipes: values that it refuses and that its model allows."""

from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, event_patterns, values

_UNWAITED = 10  # messages of a queue that no batching window is needed for


@values("CreatePipe", "UpdatePipe")
def filters(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"""
    source: dict[str, Any] = request.parameters.get("SourceParameters", {})
    for each in source.get("FilterCriteria", {}).get("Filters", []):
        try:
            event_patterns.check(each.get("Pattern", ""))
        except event_patterns.PatternError as error:
            return Refusal("ValidationException", f"Event pattern is not valid. Reason: {error}")
    return None


@values("CreatePipe", "UpdatePipe")
def batch(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html"""
    queue = request.parameters.get("SourceParameters", {}).get("SqsQueueParameters", {})
    if queue.get("BatchSize", 0) > _UNWAITED and not queue.get("MaximumBatchingWindowInSeconds"):
        return Refusal(
            "ValidationException",
            "MaximumBatchingWindowInSeconds must be greater than 0 if BatchSize is greater than "
            f"{_UNWAITED}.",
        )
    return None
