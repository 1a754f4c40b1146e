"""Which ranges of addresses are open to the internet."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

# As wide as a range that the internet's registries give to one holder. A security group has 60 rules: no list
# of narrower ones is the whole internet.
_WIDEST = {4: 8, 6: 16}
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "fc00::/7")))


def is_open(text: object) -> bool:
    """Whether strangers have addresses in the range: it is all of the internet, or a half (`0.0.0.0/1`), …"""
    try:
        network = ip_network(str(text).strip(), strict=False)
    except ValueError:
        return False
    return network.prefixlen <= _WIDEST[network.version] and not _is_private(network)


def _is_private(network: IPv4Network | IPv6Network) -> bool:
    return any(
        isinstance(network, type(private)) and network.subnet_of(private)  # type: ignore[arg-type]
        for private in _PRIVATE
    )
