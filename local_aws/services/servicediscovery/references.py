"""Cloud Map. https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteNamespace.html"""

from collections.abc import Iterator

from local_aws.references.rules import Parameters, Rule, all_of, moto


def _services(parameters: Parameters) -> Iterator[str]:
    namespace = parameters["Id"].rpartition("/")[2]
    for service in all_of(moto("servicediscovery").services):
        if service.namespace_id == namespace:
            yield service.id


def _instances(parameters: Parameters) -> Iterator[str]:
    service = moto("servicediscovery").services.get(parameters["Id"].rpartition("/")[2])
    for instance in service.instances if service else ():
        yield instance.instance_id


def _unknown_namespace(parameters: Parameters) -> Iterator[str]:
    given = [parameters.get("NamespaceId"), (parameters.get("DnsConfig") or {}).get("NamespaceId")]
    for name in filter(None, given):
        if name.rpartition("/")[2] not in moto("servicediscovery").namespaces:
            yield name


MISSING = (
    Rule("CreateService", _unknown_namespace, "NamespaceNotFound", "Namespace {found} does not exist", 404),
)

IN_USE = (
    Rule(
        "DeleteNamespace",
        _services,
        "ResourceInUse",
        "Namespace has associated services; delete the services before deleting the namespace",
    ),
    Rule(
        "DeleteService",
        _instances,
        "ResourceInUse",
        "Service contains registered instances; delete the instances before deleting the service",
    ),
)
