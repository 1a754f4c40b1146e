"""MSK: where the engine differs from AWS."""

from typing import Any

from ministack.services import msk

from local_aws.corrections import correction


@correction
def configurations_that_are_gone() -> None:
    """AWS: a configuration that is not there makes a bad request. MiniStack: is not found, and the provider,
    which waits for the other error, fails.

    https://docs.aws.amazon.com/msk/1.0/apireference/configurations-arn.html
    """
    describe = msk._describe_configuration

    def describe_configuration(arn: str) -> Any:
        answer = describe(arn)
        return answer if answer[0] != 404 else msk._bad_request("Configuration ARN does not exist.")

    msk._describe_configuration = describe_configuration


@correction
def tags_of_clusters() -> None:
    """AWS: tags have the keys that they were given. MiniStack: begins them with a small letter.

    https://docs.aws.amazon.com/msk/1.0/apireference/tags-resourcearn.html
    """
    camelize = msk._camelize

    def camelize_but_tags(found: Any) -> Any:
        if isinstance(found, dict):
            return {
                msk._to_camel(key): value if key.lower() == "tags" else camelize_but_tags(value)
                for key, value in found.items()
            }
        return [camelize_but_tags(each) for each in found] if isinstance(found, list) else camelize(found)

    msk._camelize = camelize_but_tags
