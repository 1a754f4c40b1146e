"""The LocalStack-compatible endpoint that the smoke tests drive, and clients of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config
from localstack_client.session import Session

from tooling.aws import Target

REGION = "eu-west-1"


@dataclass(frozen=True)
class Local:
    """A LocalStack-compatible endpoint, and clients of it. A local AWS of ours has a directory."""

    url: str
    directory: Path | None = None

    @property
    def embedded(self) -> bool:
        """Whether it is a local AWS of ours."""
        return self.directory is not None

    @property
    def target(self) -> Target:
        return Target("local" if self.embedded else "endpoint", self.url, REGION)

    def client(self, service: str, region: str = REGION) -> Any:
        parts = urlsplit(self.url)
        session = Session(
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name=region,
            localstack_host=f"{parts.hostname}:{parts.port}",
        )
        # An address has no subdomains.
        return session.client(service, config=Config(inject_host_prefix=False))
