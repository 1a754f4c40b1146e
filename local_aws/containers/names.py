"""Names that tasks find: of Service Connect, behind a proxy each, and of Cloud Map's private DNS namespaces.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
"""

import asyncio
import hashlib
import random
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from moto.servicediscovery.models import servicediscovery_backends

from local_aws.containers import network
from local_aws.servers.addresses import pass_on

Alias = tuple[str, str, int]  # namespace, name, port
Endpoint = tuple[str, int]  # address, port


class Names:
    """The files that say where names lead, and the proxies of Service Connect.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._proxies: dict[Alias, _Proxy] = {}
        self._written: dict[Path, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def files(self, namespace: str) -> list[Path]:
        """The files for a task: of DNS, and of its namespace of Service Connect unless that is ""."""
        return [self._file(""), *([self._file(namespace)] if namespace else [])]

    async def settle(self, aliases: Mapping[Alias, list[Endpoint]]) -> None:
        """Have each alias lead to its endpoints, and DNS to what is registered now."""
        for gone in self._proxies.keys() - aliases.keys():
            self._proxies.pop(gone).end()
        for alias, endpoints in aliases.items():
            if alias not in self._proxies:
                self._proxies[alias] = await _Proxy.begin(alias[2])
            self._proxies[alias].endpoints = endpoints
        texts = {self._file(""): "".join(f"{address} {name}\n" for name, address in _of_dns())}
        for (namespace, name, _), proxy in self._proxies.items():
            file = self._file(namespace)
            texts[file] = f"{texts.get(file, '')}{proxy.address} {name.lower()}\n"
        for file in texts.keys() | self._written.keys():
            if self._written.get(file) != texts.get(file, ""):
                file.write_text(texts.get(file, ""))
        self._written = texts

    def _file(self, namespace: str) -> Path:
        name = hashlib.sha256(namespace.encode()).hexdigest()[:16] if namespace else "dns"
        return self._folder / name


class _Proxy:
    """The proxy at the address of an alias, as Envoy is in every task on AWS."""

    def __init__(self, place: network.Place) -> None:
        self._place = place
        self._server: asyncio.Server | None = None
        self.endpoints: list[Endpoint] = []

    @classmethod
    async def begin(cls, port: int) -> "_Proxy":
        """Listen at this port, at an address of its own."""
        proxy = cls(network.place([port]))
        proxy._server = await asyncio.start_server(proxy._connected, proxy.address, port)
        return proxy

    @property
    def address(self) -> str:
        return self._place.address

    def end(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()
        self._place.release()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The network's way from the caller to the endpoint (security groups) is not looked at.
        for address, port in random.sample(self.endpoints, len(self.endpoints)):
            with suppress(OSError):
                from_task, to_task = await asyncio.open_connection(address, port)
                await asyncio.gather(pass_on(reader, to_task), pass_on(from_task, writer))
                return
        writer.close()


def _of_dns() -> list[tuple[str, str]]:
    """The A records of private namespaces: the healthy instances of each service.

    https://docs.aws.amazon.com/cloud-map/latest/dg/services-route53-routing.html
    """
    found = []
    for regions in list(servicediscovery_backends.values()):
        for backend in list(regions.values()):
            for service in list(backend.services.values()):
                namespace = backend.namespaces.get(service.namespace_id)
                if namespace is None or namespace.type != "DNS_PRIVATE":
                    continue
                for instance in list(service.instances):
                    address = instance.attributes.get("AWS_INSTANCE_IPV4")
                    if address and instance.health_status == "HEALTHY":
                        found.append((f"{service.name}.{namespace.name}".lower(), address))
    return found
