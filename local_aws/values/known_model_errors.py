"""Where the models that botocore carries differ from what the services take, and why that is known."""

from collections.abc import Mapping

_ANY_CASE = "Amazon MQ takes it in any case, and shows ActiveMQ and RabbitMQ itself"

# By service and member: what is not checked at all.
MEMBERS: Mapping[tuple[str, str], str] = {
    ("appsync", "functionId"): "ids of functions begin with a digit at times; the pattern is that of names",
}
# By service and shape: the constraints that are not checked. A required member is `required Name`.
KNOWN: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("mq", "EngineType"): {"enum": _ANY_CASE},
    ("mq", "AuthenticationStrategy"): {"enum": _ANY_CASE},
    ("mq", "BrokerStorageType"): {"enum": _ANY_CASE},
}
