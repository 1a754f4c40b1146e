"""The local AWS: one process on one port of this machine that answers as AWS does. See README.md."""

from local_aws.errors import LocalAwsError
from local_aws.running import Server, require, start, status, stop

__all__ = ["LocalAwsError", "Server", "require", "start", "status", "stop"]
