"""Secrets Manager: who may use a secret, by its policy."""

from ministack.services import secretsmanager

from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("secretsmanager")
def of_secret(arn: str) -> tuple[Policy, ...]:
    """The policy of a secret, by its ARN or by that ARN with any six characters at its end.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
    """
    found = secretsmanager._resolve(arn.removesuffix("-??????"))[1]
    text = secretsmanager._resource_policies.get(found["ARN"]) if found else None
    return (Policy(f"secret {found['Name']}: policy", as_document(text)),) if found and text else ()
