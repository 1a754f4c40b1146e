"""Checks of the corrections in `corrections/identities.py`."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def oidc_provider_tags(aws: Any) -> bool:
    iam = aws.client("iam")
    made = iam.create_open_id_connect_provider(
        Url=f"https://{name()}.example.com",
        Tags=[{"Key": "Team", "Value": "a"}, {"Key": "Old", "Value": "a"}],
    )
    arn = made["OpenIDConnectProviderArn"]
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "Team", "Value": "b"}])
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["Old"])
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Tags"]
    return bool(found == [{"Key": "Team", "Value": "b"}])
