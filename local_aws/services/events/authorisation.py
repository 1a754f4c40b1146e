"""EventBridge: who may put events onto a bus, by its policy; the key of a bus."""

from ministack.core.responses import request_scope
from ministack.services import eventbridge

from local_aws.authorisation import keys
from local_aws.authorisation.deliveries import Sender
from local_aws.authorisation.evaluation import Decision, Policy
from local_aws.authorisation.policies import as_document, resource_policy

_BUS = "event-bus/"


@resource_policy("events")
def of_bus(arn: str) -> tuple[Policy, ...]:
    """The policy of a bus.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
    """
    region, account, resource = arn.split(":", 5)[3:]
    if not resource.startswith(_BUS):
        return ()
    name = resource.removeprefix(_BUS)
    with request_scope(account, region):
        policy = eventbridge._event_bus_policies.get(name)
    if not policy or not policy.get("Statement"):
        return ()
    return (Policy(f"event bus {name}: policy", as_document(policy)),)


def key_denied(bus: str) -> Decision | None:
    """The denial of a bus's own key to EventBridge; None if it is allowed, or the bus has none of its own.

    Args:
        bus: ARN.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
    """
    found = eventbridge._event_buses.get(bus.partition(f":{_BUS}")[2]) or {}
    if not (key := found.get("KmsKeyIdentifier")):
        return None
    sender = Sender.as_itself("events", bus)
    context = {"aws:events:event-bus:arn": bus}
    return keys.may_use(
        sender.principal,
        key,
        "GenerateDataKey",
        "Decrypt",
        encryption_context=context,
        context=sender.key_context,
    )
