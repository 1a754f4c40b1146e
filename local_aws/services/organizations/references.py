"""Organizations: its calls need an organization that the account is in.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html#API_CreatePolicy_Errors
"""

from collections.abc import Iterator

from ministack.core.responses import get_account_id
from moto.organizations.models import organizations_backends

from local_aws.references.rules import Parameters, Rule, moto


def _in_none(_: Parameters) -> Iterator[str]:
    account = get_account_id()
    if moto("organizations", "aws").org is None and account not in organizations_backends.master_accounts:
        yield account


MISSING = (
    Rule(
        "AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DisableAWSServiceAccess"
        " EnableAWSServiceAccess EnablePolicyType ListAccounts ListAWSServiceAccessForOrganization"
        " ListDelegatedAdministrators ListPolicies ListRoots RegisterDelegatedAdministrator",
        _in_none,
        "AWSOrganizationsNotInUseException",
        "Your account is not a member of an organization.",
    ),
)
