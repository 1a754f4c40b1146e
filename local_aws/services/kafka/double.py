"""MSK: the versions of Kafka that it offers. MiniStack answers for the rest.

https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
"""

from local_aws.double.hints import Kind, Service

_OFFERED = ("3.4.0", "3.5.1", "3.6.0", "3.7.x", "3.7.x.kraft", "3.8.x", "3.8.x.kraft", "3.9.x", "4.0.x.kraft")
_VERSIONS = [{"Status": "ACTIVE", "Version": version} for version in _OFFERED]

SERVICE = Service(
    "kafka",
    kinds=(Kind("Offer", theirs=True, alone=True),),
    acts={"ListKafkaVersions": ("Offer", lambda *_: {"KafkaVersions": _VERSIONS})},
    rest_elsewhere=True,
)
