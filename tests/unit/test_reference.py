"""The reference in the modules' READMEs."""

from pathlib import Path

import pytest

from tooling import reference
from tooling.errors import PlatformError
from tooling.paths import MODULES

CODE = """\
variable "name" {
  description = "Name of \\"it\\", with a | in it."
  type        = string
}

variable "rules" {
  description = <<-EOT
    Rules by name.
    Two lines.
  EOT
  type = map(object({
    ports = optional(list(number), [443])
    note  = optional(string, "a < b")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.rules) < 5
    error_message = "description = of a validation"
  }
}

output "arn" {
  description = "ARN of it."
  value       = aws_sqs_queue.this.arn
}

resource "aws_sqs_queue" "this" {
  name = var.name
}

data "aws_region" "this" {}

module "key" {
  source = "../key"
}
"""
VERSIONS = """\
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    module = tmp_path / "modules" / "messaging" / "queue"
    module.mkdir(parents=True)
    (module / "main.tf").write_text(CODE)
    (module / "versions.tf").write_text(VERSIONS)
    (module / "README.md").write_text(f"# queue\n\n{reference.BEGIN}\nold\n{reference.END}\n\nafter\n")
    return tmp_path / "modules"


def test_it_tells_what_a_module_needs_takes_gives_and_makes(modules: Path) -> None:
    assert reference.reference(modules / "messaging" / "queue") == (
        "### Requirements\n\n"
        "Terraform >= 1.11, provider aws >= 5.100, < 7\n\n"
        "### Inputs\n\n"
        "| Name | Description | Type | Default |\n|---|---|---|---|\n"
        '| `name` | Name of "it", with a \\| in it. | `string` | required |\n'
        "| `rules` | Rules by name. Two lines. | <pre>map(object({<br>"
        "  ports = optional(list(number), [443])<br>"
        '  note  = optional(string, "a &lt; b")<br>'
        "}))</pre> | `{}` |\n\n"
        "### Outputs\n\n| Name | Description |\n|---|---|\n| `arn` | ARN of it. |\n\n"
        "### Resources\n\n"
        "- [`aws_sqs_queue.this`]"
        "(https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue)\n\n"
        "### Modules\n\n- `key`: `../key`"
    )


def test_only_what_is_between_the_markers_is_written(modules: Path) -> None:
    readme = modules / "messaging" / "queue" / "README.md"
    assert reference.stale(modules=modules) == [readme]
    assert reference.update(modules=modules) == [readme]
    text = readme.read_text()
    assert text.startswith(f"# queue\n\n{reference.BEGIN}\n### Requirements")
    assert text.endswith(f"`../key`\n{reference.END}\n\nafter\n")
    assert reference.stale(modules=modules) == []
    assert reference.update(modules=modules) == []


def test_a_change_of_the_code_makes_it_stale(modules: Path) -> None:
    module = modules / "messaging" / "queue"
    reference.update(modules=modules)
    (module / "main.tf").write_text(CODE.replace("ARN of it.", "ARN of the queue."))
    assert reference.stale([module / "main.tf"], modules) == [module / "README.md"]
    assert reference.stale([modules / "elsewhere.tf"], modules) == []
    with pytest.raises(PlatformError) as error:
        reference.check(modules=modules)
    assert "messaging/queue/README.md" in error.value.message
    assert error.value.next_step == reference.COMMAND


def test_a_readme_without_a_place_for_it_is_refused(modules: Path) -> None:
    readme = modules / "messaging" / "queue" / "README.md"
    readme.write_text("# queue\n")
    with pytest.raises(PlatformError) as error:
        reference.check(modules=modules)
    assert reference.BEGIN in error.value.next_step
    readme.unlink()
    with pytest.raises(PlatformError, match=r"has no README\.md"):
        reference.check(modules=modules)


def test_the_references_of_this_repository_are_up_to_date() -> None:
    assert [str(readme.relative_to(MODULES)) for readme in reference.stale()] == []
