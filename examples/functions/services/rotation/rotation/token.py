"""Rotates what only those who read the secret know, such as a key to sign with: a new value is enough."""

import json

from rotation import steps


def handler(event: dict[str, str], _: object) -> None:
    steps.run(event, _Token())


class _Token:
    """The value is a text, or JSON whose `password` changes."""

    def create(self, current: str, new_password: str) -> str:
        try:
            fields = json.loads(current)
        except ValueError:
            return new_password
        return json.dumps({**fields, "password": new_password}) if isinstance(fields, dict) else new_password

    def set(self, pending: str, current: str, previous: str | None) -> None:
        """Readers of the secret get the new value."""

    def test(self, pending: str) -> None:
        if not pending:
            raise ValueError("the new value is empty")
