"""All that the modules set and read is in provider 6 too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling.errors import PlatformError
from tooling.terraform import provider_6

CODE = """
resource "aws_s3_bucket_x" "this" {
  count  = 1
  bucket = "a"
  policy = jsonencode({
    Statement = [{ Effect = "Deny" }]
  })

  dynamic "rule" {
    for_each = var.rules

    content {
      id = rule.key

      filter {}
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

data "aws_region" "this" {}

output "arn" {
  value = [aws_s3_bucket_x.this[0].arn, data.aws_region.this.id, ephemeral.aws_password.this.password]
}
"""


def test_what_a_module_sets_and_reads_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "thing"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(CODE)
    assert provider_6.used(tmp_path) == {
        "resource aws_s3_bucket_x": {"bucket", "policy", "rule", "rule.id", "rule.filter", ".arn"},
        "data aws_region": {".id"},
    }


DOCS = "https://registry.terraform.io/providers/hashicorp/aws/6.62.0/docs/resources/s3_bucket_x"
BINDINGS = '''
class AwsBucketX(Resource):
    """Represents a {@link DOCS aws_s3_bucket_x}."""

    def arn(self): ...

    class RuleProperty:
        def __init__(self, *, identifier: str, statement: typing.Any = None) -> None:
            """
            :param identifier: {@link DOCS#id AwsBucketX#id}.
            :param statement: {@link DOCS#statement AwsBucketX#statement}.
            """


class AwsBucketXConfig:
    def __init__(self, *, rule: Optional[Sequence["AwsBucketX.RuleProperty"]] = None) -> None:
        """
        :param rule: rule block. {@link DOCS#rule AwsBucketX#rule}
        """
'''


def test_the_bindings_tell_what_a_provider_has(tmp_path: Path) -> None:
    (tmp_path / "s3").mkdir()
    (tmp_path / "s3/__init__.py").write_text(BINDINGS.replace("DOCS", DOCS))
    bindings = provider_6.Bindings(tmp_path)
    kind = "resource aws_s3_bucket_x"
    assert all(bindings.has(kind, path) for path in ("rule", "rule.id", ".arn"))
    assert not any(bindings.has(kind, path) for path in ("rules", "id", "rule.filter", "rule.id.x", ".name"))
    assert not bindings.has("data aws_s3_bucket_x", "rule")


def test_what_the_bindings_leave_open_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "s3").mkdir()
    (tmp_path / "s3/__init__.py").write_text(BINDINGS.replace("DOCS", DOCS))
    assert provider_6.Bindings(tmp_path).has("resource aws_s3_bucket_x", "rule.statement.and_statement.name")


def test_provider_6_has_all_that_the_modules_use() -> None:
    provider_6.check()


def test_what_nobody_has_looked_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_6, "known", dict)
    with pytest.raises(PlatformError, match=r"has (data|resource) aws_\w+: .* and \d+ more") as refused:
        provider_6.check()
    assert refused.value.next_step == provider_6.COMMAND
