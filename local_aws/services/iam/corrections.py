"""IAM: where the engine differs from AWS."""

from typing import Any

from ministack.services import iam

from local_aws.corrections import correction


@correction
def oidc_provider_tags() -> None:
    """AWS: the tags of an OpenID Connect provider can be changed. MiniStack: knows no such calls.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html
    """

    def change(action: str, parameters: Any, without: set[str], given: list[dict[str, str]]) -> Any:
        arn = iam._p(parameters, "OpenIDConnectProviderArn")
        if (provider := iam._oidc_providers.get(arn)) is None:
            return iam._error(404, "NoSuchEntity", f"OIDC provider {arn} not found.", ns="iam")
        kept = [tag for tag in provider.get("Tags", []) if tag["Key"] not in without]
        provider["Tags"] = kept + given
        return iam._xml(200, f"{action}Response", "", ns="iam")

    def tag(parameters: Any) -> Any:
        given = iam._extract_tags(parameters)
        return change("TagOpenIDConnectProvider", parameters, {each["Key"] for each in given}, given)

    def untag(parameters: Any) -> Any:
        return change("UntagOpenIDConnectProvider", parameters, set(iam._extract_tag_keys(parameters)), [])

    iam._IAM_HANDLERS |= {"TagOpenIDConnectProvider": tag, "UntagOpenIDConnectProvider": untag}
