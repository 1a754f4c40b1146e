"""Who may call a function: the service that a module connects it with; and whom an API refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
API_GATEWAY = "apigateway.amazonaws.com"
# By module: its permissions, and the service of each.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
CALLERS = {
    "data/s3-bucket": {"notifications": "s3.amazonaws.com"},
    "discovery/lattice-service": {"this": "vpc-lattice.amazonaws.com"},
    "network/alb-service": {"function": "elasticloadbalancing.amazonaws.com"},
    "operations/secret": {"rotation": "secretsmanager.amazonaws.com"},
    "serverless/graphql-api": {"authorizer": "appsync.amazonaws.com"},
    "serverless/http-api": {"authorizers": API_GATEWAY, "routes": API_GATEWAY},
    "serverless/lambda-function": {"invokers": "${each.value.service}.amazonaws.com"},  # as the caller says
    "serverless/rest-api": {"authorizers": API_GATEWAY, "routes": API_GATEWAY},
    "serverless/websocket-api": {"authorizers": API_GATEWAY, "routes": API_GATEWAY},
}
# What a statement about the addresses and endpoints of callers does, and on which condition.
REFUSED = {"serverless/rest-api": [("Deny", "condition")]}
_PERMISSION = re.compile(
    r'^resource "aws_lambda_permission" "(\w+)" \{\n.*?^  principal +=\s+"(.*?)"$.*?^\}',
    re.MULTILINE | re.DOTALL,
)

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_a_function_is_called_by_the_service_that_it_is_connected_with(module: Path) -> None:
    text = "".join(file.read_text() for file in sorted(module.glob("*.tf")))
    assert dict(_PERMISSION.findall(text)) == CALLERS.get("/".join(module.parts[-2:]), {})


@every_module
def test_an_api_refuses_callers_from_elsewhere(module: Path) -> None:
    """The policy is text of a local, which no example's plan shows: the API's document is not there yet."""
    text = "".join(file.read_text() for file in sorted(module.glob("*.tf")))
    statement = re.compile(r'Sid\s*= "OnlyFrom[^"]*".*?Effect\s*= "(\w+)".*?Condition\s*= (\w+)\s', re.DOTALL)
    found = statement.findall(text)
    assert found == REFUSED.get("/".join(module.parts[-2:]), [])
