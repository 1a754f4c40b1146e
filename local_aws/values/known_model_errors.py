"""Where the models that botocore carries differ from what the services take.

By service and shape: the constraints that are not checked, and why. A required member is `required Name`.
"""

from collections.abc import Mapping

_ANY_CASE = "Amazon MQ takes it in any case, and shows ActiveMQ and RabbitMQ itself"

KNOWN: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("mq", "EngineType"): {"enum": _ANY_CASE},
    ("mq", "AuthenticationStrategy"): {"enum": _ANY_CASE},
    ("mq", "BrokerStorageType"): {"enum": _ANY_CASE},
}
