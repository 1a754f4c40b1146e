"""Failures in one shape: application/problem+json, RFC 9457."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response


class Problem(Exception):  # noqa: N818 (the RFC's name)
    """A request that cannot be served, and what the client may know about it.

    Args:
        status: the answer's status.
        detail: what is wrong with this request.
        errors: each violated field: field, rule, detail.
        headers: further headers, such as Allow.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}

    def response(self) -> Response[str]:
        """The problem as an HTTP answer. Its type is the default, about:blank: the status says the kind."""
        body = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        return Response(
            status_code=self.status.value,
            content_type="application/problem+json",
            body=json.dumps({**body, "errors": list(self.errors)} if self.errors else body),
            headers=dict(self.headers),
        )
