"""SES and Inspector: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, check, name


@check
def configuration_sets_of_identities(aws: Any) -> bool:
    ses, identity = aws.client("sesv2"), f"{name()}.example.com"
    ses.create_email_identity(EmailIdentity=identity, ConfigurationSetName="first")
    made = ses.get_email_identity(EmailIdentity=identity)["ConfigurationSetName"]
    ses.put_email_identity_configuration_set_attributes(EmailIdentity=identity, ConfigurationSetName="second")
    changed = ses.get_email_identity(EmailIdentity=identity)["ConfigurationSetName"]
    return (made, changed) == ("first", "second")


@check
def accounts_that_are_scanned(aws: Any) -> bool:
    inspector = aws.client("inspector2")
    inspector.enable(accountIds=[ACCOUNT], resourceTypes=["EC2"])
    [enabled] = inspector.batch_get_account_status(accountIds=[ACCOUNT])["accounts"]
    inspector.disable(accountIds=[ACCOUNT], resourceTypes=["EC2"])
    [disabled] = inspector.batch_get_account_status(accountIds=[ACCOUNT])["accounts"]
    return (enabled["state"]["status"], disabled["state"]["status"]) == ("ENABLED", "DISABLED")
