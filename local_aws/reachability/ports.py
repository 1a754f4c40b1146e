"""Sets of ports: which ones of a packet's possible destination ports every rule so far lets through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ports:
    """Ranges of ports, both ends included, that do not overlap."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, first: int, last: int | None = None) -> Ports:
        """One port, or all from the first to the last."""
        return cls(((first, first if last is None else last),))

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __and__(self, other: Ports) -> Ports:
        """The ports in both."""
        pairs = [
            (max(first, start), min(last, end)) for first, last in self.ranges for start, end in other.ranges
        ]
        return Ports(tuple(sorted((first, last) for first, last in pairs if first <= last)))

    def __or__(self, other: Ports) -> Ports:
        """The ports in either."""
        return Ports(tuple(sorted((*self.ranges, *(other - self).ranges))))

    def __sub__(self, other: Ports) -> Ports:
        """The ports that the other lacks."""
        left = self.ranges
        for start, end in other.ranges:
            left = tuple(
                (low, high)
                for first, last in left
                for low, high in ((first, min(last, start - 1)), (max(first, end + 1), last))
                if low <= high
            )
        return Ports(left)


ANY = Ports.of(0, 65535)
NONE = Ports(())
# Replies arrive at them. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
EPHEMERAL = Ports.of(1024, 65535)
