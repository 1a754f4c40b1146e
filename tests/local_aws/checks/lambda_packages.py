"""Checks of the corrections of packages."""

import urllib.request
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

from tests.local_aws.checks import check, deploy, name, refused_as
from tests.local_aws.checks.anonymous import status

CODE = "def handler(event, context): return 1"


@check
def packages_by_signed_links(aws: Any) -> bool:
    functions, package = aws.client("lambda"), BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr("f.py", CODE)
    layer = functions.publish_layer_version(LayerName=name(), Content={"ZipFile": package.getvalue()})
    function = functions.get_function(FunctionName=deploy(aws, CODE))
    for link in (layer["Content"]["Location"], function["Code"]["Location"]):
        if _read(aws, link) != CODE or status(aws, urlsplit(link).path) != 403:
            return False
    return True


def _read(aws: Any, link: str) -> str:
    """The function's code in the package that a link leads to, "" when it leads to none."""
    if status(aws, link.removeprefix(f"http://localhost:{urlsplit(link).port}")) != 200:
        return ""
    with urllib.request.urlopen(link) as answer, ZipFile(BytesIO(answer.read())) as archive:
        return archive.read("f.py").decode()


@check
def layers_by_arn(aws: Any) -> bool:
    functions, package = aws.client("lambda"), BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr("f.py", CODE)
    layer = functions.publish_layer_version(LayerName=name(), Content={"ZipFile": package.getvalue()})
    version = {"LayerName": layer["LayerArn"], "VersionNumber": layer["Version"]}
    wanted = {"StatementId": "partner", "Action": "lambda:GetLayerVersion", "Principal": "111122223333"}
    if refused_as(functions.add_layer_version_permission, **version, **wanted):
        return False
    return "partner" in functions.get_layer_version_policy(**version)["Policy"]
