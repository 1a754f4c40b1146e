"""DynamoDB Accelerator: where the engine differs from AWS."""

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.dax.models import DAXBackend, DaxCluster, DaxEndpoint
from moto.dax.responses import DAXResponse
from moto.ec2.models import ec2_backends

from local_aws.corrections import correction

Record = dict[str, Any]
_DEFAULTS = {"query-ttl-millis": "300000", "record-ttl-millis": "300000"}


def _groups(backend: DAXBackend, kind: str) -> dict[str, Record]:
    """The subnet groups or parameter groups of a backend, which has no place for them."""
    groups: dict[str, Record] = backend.__dict__.setdefault(kind, {})
    return groups


def _found(backend: DAXBackend, kind: str, name: str) -> Record:
    group = _groups(backend, kind).get(name)
    if group is None:
        fault = "SubnetGroupNotFoundFault" if kind == "subnet_groups" else "ParameterGroupNotFoundFault"
        raise JsonRESTError(fault, f"{name} not found.")
    return group


@correction
def dax_subnet_groups() -> None:
    """AWS: clusters stand in subnet groups. moto: knows none.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateSubnetGroup.html
    """

    def described(self: DAXResponse, body: Record) -> Record:
        network = ec2_backends[self.current_account][self.region]
        subnets = [network.get_subnet(subnet) for subnet in body["SubnetIds"]]
        return {
            "SubnetGroupName": body["SubnetGroupName"],
            "Description": body.get("Description", ""),
            "VpcId": subnets[0].vpc_id,
            "Subnets": [
                {"SubnetIdentifier": subnet.id, "SubnetAvailabilityZone": subnet.availability_zone}
                for subnet in subnets
            ],
        }

    def create(self: DAXResponse) -> str:
        body, groups = json.loads(self.body), _groups(self.dax_backend, "subnet_groups")
        if body["SubnetGroupName"] in groups:
            raise JsonRESTError("SubnetGroupAlreadyExistsFault", f"{body['SubnetGroupName']} exists already.")
        groups[body["SubnetGroupName"]] = described(self, body)
        return json.dumps({"SubnetGroup": groups[body["SubnetGroupName"]]})

    def describe(self: DAXResponse) -> str:
        names = json.loads(self.body).get("SubnetGroupNames")
        groups = _groups(self.dax_backend, "subnet_groups")
        found = [_found(self.dax_backend, "subnet_groups", name) for name in names or groups]
        return json.dumps({"SubnetGroups": found})

    def update(self: DAXResponse) -> str:
        body = json.loads(self.body)
        group = _found(self.dax_backend, "subnet_groups", body["SubnetGroupName"])
        ids = [subnet["SubnetIdentifier"] for subnet in group["Subnets"]]
        group |= described(self, {"SubnetIds": ids, "Description": group["Description"], **body})
        return json.dumps({"SubnetGroup": group})

    def delete(self: DAXResponse) -> str:
        name = json.loads(self.body)["SubnetGroupName"]
        _found(self.dax_backend, "subnet_groups", name)
        if any(cluster.subnet_group == name for cluster in self.dax_backend.clusters.values()):
            raise JsonRESTError("SubnetGroupInUseFault", f"{name} is in use.")
        del _groups(self.dax_backend, "subnet_groups")[name]
        return json.dumps({"DeletionMessage": f"{name} was deleted."})

    DAXResponse.create_subnet_group = create
    DAXResponse.describe_subnet_groups = describe
    DAXResponse.update_subnet_group = update
    DAXResponse.delete_subnet_group = delete


@correction
def dax_parameter_groups() -> None:
    """AWS: times to live are settings of parameter groups. moto: knows none.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateParameterGroup.html
    """

    def told(group: Record) -> Record:
        return {key: group[key] for key in ("ParameterGroupName", "Description")}

    def create(self: DAXResponse) -> str:
        body, groups = json.loads(self.body), _groups(self.dax_backend, "parameter_groups")
        name = body["ParameterGroupName"]
        if name in groups:
            raise JsonRESTError("ParameterGroupAlreadyExistsFault", f"{name} exists already.")
        groups[name] = {
            "ParameterGroupName": name,
            "Description": body.get("Description", ""),
            "values": dict(_DEFAULTS),
        }
        return json.dumps({"ParameterGroup": told(groups[name])})

    def describe(self: DAXResponse) -> str:
        names = json.loads(self.body).get("ParameterGroupNames")
        groups = _groups(self.dax_backend, "parameter_groups")
        found = [_found(self.dax_backend, "parameter_groups", name) for name in names or groups]
        return json.dumps({"ParameterGroups": [told(group) for group in found]})

    def describe_parameters(self: DAXResponse) -> str:
        group = _found(self.dax_backend, "parameter_groups", json.loads(self.body)["ParameterGroupName"])
        values = [
            {
                "ParameterName": name,
                "ParameterValue": value,
                "ParameterType": "DEFAULT",
                "DataType": "integer",
                "Source": "system" if value == _DEFAULTS[name] else "user",
                "IsModifiable": "TRUE",
                "ChangeType": "IMMEDIATE",
            }
            for name, value in group["values"].items()
        ]
        return json.dumps({"Parameters": values})

    def update(self: DAXResponse) -> str:
        body = json.loads(self.body)
        group = _found(self.dax_backend, "parameter_groups", body["ParameterGroupName"])
        for each in body["ParameterNameValues"]:
            if each["ParameterName"] not in _DEFAULTS:
                raise JsonRESTError(
                    "InvalidParameterValueException", f"No parameter {each['ParameterName']}."
                )
            group["values"][each["ParameterName"]] = each["ParameterValue"]
        return json.dumps({"ParameterGroup": told(group)})

    def delete(self: DAXResponse) -> str:
        name = json.loads(self.body)["ParameterGroupName"]
        _found(self.dax_backend, "parameter_groups", name)
        if any(cluster.parameter_group.name == name for cluster in self.dax_backend.clusters.values()):
            raise JsonRESTError("InvalidParameterGroupStateFault", f"{name} is in use.")
        del _groups(self.dax_backend, "parameter_groups")[name]
        return json.dumps({"DeletionMessage": f"{name} was deleted."})

    DAXResponse.create_parameter_group = create
    DAXResponse.describe_parameter_groups = describe
    DAXResponse.describe_parameters = describe_parameters
    DAXResponse.update_parameter_group = update
    DAXResponse.delete_parameter_group = delete


@correction
def dax_clusters() -> None:
    """AWS: a cluster has the groups and the window it was given, and changes them. moto: forgets them.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_UpdateCluster.html
    """
    create = DAXResponse.create_cluster

    def take(cluster: DaxCluster, body: Record) -> None:
        if body.get("SubnetGroupName"):
            cluster.subnet_group = body["SubnetGroupName"]
        if body.get("ParameterGroupName"):
            cluster.parameter_group.name = body["ParameterGroupName"]
        if body.get("PreferredMaintenanceWindow"):
            cluster.preferred_maintenance_window = body["PreferredMaintenanceWindow"]
        if body.get("SecurityGroupIds"):
            cluster.security_groups = [
                {"SecurityGroupIdentifier": group, "Status": "active"} for group in body["SecurityGroupIds"]
            ]
        if "Description" in body:
            cluster.description = body["Description"]

    def create_cluster(self: DAXResponse) -> str:
        body = json.loads(self.body)
        zones = [f"{self.region}a"]
        if body.get("SubnetGroupName"):
            group = _found(self.dax_backend, "subnet_groups", body["SubnetGroupName"])
            zones = sorted({subnet["SubnetAvailabilityZone"] for subnet in group["Subnets"]})
        create(self)
        cluster = self.dax_backend.clusters[body["ClusterName"]]
        take(cluster, body)
        for number, node in enumerate(cluster.nodes):
            node.availability_zone = zones[number % len(zones)]
        return json.dumps({"Cluster": cluster.to_json()})

    def update_cluster(self: DAXResponse) -> str:
        body = json.loads(self.body)
        cluster = self.dax_backend.describe_clusters(cluster_names=[body["ClusterName"]])[0][0]
        take(cluster, body)
        return json.dumps({"Cluster": cluster.to_json()})

    DAXResponse.create_cluster = create_cluster
    DAXResponse.update_cluster = update_cluster


@correction
def dax_encrypted_addresses() -> None:
    """AWS: an encrypted cluster listens at daxs:// and port 9111. moto: dax:// and 8111, as without.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html
    """
    make, tell = DaxCluster.__init__, DaxEndpoint.to_json

    def make_encrypted(self: DaxCluster, *positional: Any, **named: Any) -> None:
        make(self, *positional, **named)
        if self.encryption_type == "TLS":
            self.endpoint.port = 9111
            for node in self.nodes:
                node.node_endpoint["Port"] = 9111

    def told(self: DaxEndpoint, full: bool = False) -> Record:
        content: Record = tell(self, full)
        if self.port == 9111 and "URL" in content:
            content["URL"] = f"daxs://{content['Address']}"
        return content

    DaxCluster.__init__ = make_encrypted
    DaxEndpoint.to_json = told
