"""Links to the packages of functions and layers."""

from urllib.parse import urlsplit

from ministack.services import lambda_svc

from local_aws import sealing
from local_aws.corrections import correction


@correction
def packages_by_signed_links() -> None:
    """AWS: a link to a package is signed, and is the only way to it. MiniStack: serves everybody.

    On AWS a link is good for ten minutes; here, for as long as there is the package.
    https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCodeLocation.html
    """
    code, layer = lambda_svc._presigned_code_url, lambda_svc._layer_content_url
    lambda_svc._presigned_code_url = lambda name: _signed(code(name))
    lambda_svc._layer_content_url = lambda name, version: _signed(layer(name, version))


def _signed(url: str) -> str:
    bare = url.partition("?")[0]
    return f"{bare}?X-Amz-Signature={sealing.signature(urlsplit(bare).path)}"
