"""Kafka topics as event sources: where the engine differs from AWS. Nothing is read: there are no brokers."""

from typing import Any

from ministack.services import lambda_svc

from local_aws.corrections import correction

_KEPT = ("AmazonManagedKafkaEventSourceConfig", "ProvisionedPollerConfig", "Topics")


@correction
def topics_of_mappings() -> None:
    """AWS: a mapping of a Kafka cluster names its topic and consumer group. MiniStack: takes no cluster.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    """
    create, validate = lambda_svc._create_esm, lambda_svc._validate_event_source_arn

    def validate_source(source: str) -> Any:
        spec, _ = lambda_svc._parse_required_arn(source, "eventSourceArn")
        if spec is None or spec.service != "kafka" or not spec.resource.startswith("cluster/"):
            return validate(source)
        return spec, lambda_svc._require_same_account_region_arn(spec, source, "event source")

    def create_mapping(asked: dict[str, Any]) -> Any:
        known = set(lambda_svc._esms)
        answer = create(asked)
        for identifier in set(lambda_svc._esms) - known if answer[0] < 300 else ():
            mapping = lambda_svc._esms[identifier]
            mapping.update({name: asked[name] for name in _KEPT if name in asked})
            answer = lambda_svc.json_response(lambda_svc._esm_response(mapping), answer[0])
        return answer

    lambda_svc._create_esm, lambda_svc._validate_event_source_arn = create_mapping, validate_source
