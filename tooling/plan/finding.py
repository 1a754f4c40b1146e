"""What AWS will refuse when a plan is applied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One refusal that can be known before the apply.

    Args:
        kind: what sort of refusal it is, such as `in-use`.
        address: the resource whose change AWS will refuse.
        cause: why, in the plan's own names.
        error: what AWS answers, its code first.
        cure: what to write or to do instead.
    """

    kind: str
    address: str
    cause: str
    error: str
    cure: str

    @property
    def name(self) -> str:
        """What `apply --overrule` is given to go on in spite of it."""
        return f"{self.kind}:{self.address}"

    def __str__(self) -> str:
        return f"{self.name}: {self.cause}. AWS: {self.error}. Instead: {self.cure}"

    def to_json(self) -> dict[str, str]:
        """The same facts for machines."""
        return {
            "name": self.name,
            "kind": self.kind,
            "address": self.address,
            "cause": self.cause,
            "error": self.error,
            "cure": self.cure,
        }
