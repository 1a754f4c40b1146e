"""The organization that an account is in, as the engine of Organizations keeps it."""

from moto.organizations.models import organizations_backends


def condition_keys(account: str) -> dict[str, str]:
    """The condition key of who asks from an account of an organization; none of an account that is in none.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
    """
    management, partition = organizations_backends.master_accounts.get(account, (account, "aws"))
    kept = organizations_backends.get(management, {}).get(partition)
    return {"aws:PrincipalOrgID": kept.org.id} if kept is not None and kept.org is not None else {}
