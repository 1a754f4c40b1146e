"""DynamoDB: who may use a table or its stream, by its policy."""

from ministack.services import dynamodb

from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("dynamodb")
def of_table(arn: str) -> tuple[Policy, ...]:
    """The policy of a table, which is for its indexes too, or of a stream.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-intro.html
    """
    kept = dynamodb._resource_policies.get(arn.partition("/index/")[0])
    return (Policy(f"{arn.split(':', 5)[5]}: policy", as_document(kept["Policy"])),) if kept else ()
