"""Documents that AWS owns: those that run commands, which most others are made of.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
"""

from typing import Any


def _runs(action: str, shell: str) -> dict[str, Any]:
    return {
        "schemaVersion": "1.2",
        "description": f"Run a {shell} script or specify the commands to run.",
        "parameters": {
            "commands": {
                "type": "StringList",
                "description": f"(Required) Specify a {shell} script or a command to run.",
                "minItems": 1,
                "displayType": "textarea",
            },
            "workingDirectory": {
                "type": "String",
                "default": "",
                "description": "(Optional) The path to the working directory on your instance.",
                "maxChars": 4096,
            },
            "executionTimeout": {
                "type": "String",
                "default": "3600",
                "description": "(Optional) The time in seconds for a command to complete.",
                "allowedPattern": "([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[01][0-9]{3})|(172[0-7]..)|(172800)",
            },
        },
        "runtimeConfig": {
            action: {
                "properties": [
                    {
                        "id": f"0.{action}",
                        "runCommand": "{{ commands }}",
                        "workingDirectory": "{{ workingDirectory }}",
                        "timeoutSeconds": "{{ executionTimeout }}",
                    }
                ]
            }
        },
    }


# By name: the platforms, and the content.
OWNED_BY_AWS = {
    "AWS-RunPowerShellScript": (
        ["Windows", "Linux", "MacOS"],
        _runs("aws:runPowerShellScript", "PowerShell"),
    ),
    "AWS-RunShellScript": (["Linux", "MacOS"], _runs("aws:runShellScript", "shell")),
}
