"""EKS: where the engine differs from AWS."""

import re
from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.eks import urls
from moto.eks.exceptions import ResourceInUseException, ResourceNotFoundException
from moto.eks.models import Cluster
from moto.eks.responses import EKSResponse

from local_aws.corrections import correction

Record = dict[str, Any]
_OF_ENTRY = {"DELETE": "DeleteAccessEntry", "GET": "DescribeAccessEntry", "POST": "UpdateAccessEntry"}
_OF_POLICIES = {
    "DELETE": "DisassociateAccessPolicy",
    "GET": "ListAssociatedAccessPolicies",
    "POST": "AssociateAccessPolicy",
}


@correction
def eks_cluster_settings() -> None:
    """AWS: a cluster is described with all it was made with, with a security group and an issuer of its own.
    moto: forgets these settings, has no security group, and one issuer for all clusters.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
    """
    kept = ("accessConfig", "computeConfig", "storageConfig", "upgradePolicy", "zonalShiftConfig")
    create, delete = EKSResponse.create_cluster, EKSResponse.delete_cluster

    def create_and_keep(self: EKSResponse) -> Any:
        wanted, ec2 = self._get_param("resourcesVpcConfig"), ec2_backends[self.current_account][self.region]
        vpc = ec2.get_subnet(wanted["subnetIds"][0]).vpc_id
        answer = create(self)
        cluster: Cluster = answer.result["cluster"]
        for setting in kept:
            if (value := self._get_param(setting)) is not None:
                setattr(cluster, setting, value)
        group = ec2.create_security_group(
            f"eks-cluster-sg-{cluster.name}-{uuid4().int % 10**9}",
            "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, "
            "as well as any managed workloads.",
            vpc_id=vpc,
        )
        cluster.resources_vpc_config = {
            "endpointPrivateAccess": False,
            "endpointPublicAccess": True,
            **wanted,
            "clusterSecurityGroupId": group.id,
            "vpcId": vpc,
        }
        of_services = {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"}
        cluster.kubernetes_network_config = of_services | (self._get_param("kubernetesNetworkConfig") or {})
        issuer = f"https://oidc.eks.{self.region}.amazonaws.com/id/{uuid4().hex.upper()}"
        cluster.identity = {"oidc": {"issuer": issuer}}
        return answer

    def delete_with_group(self: EKSResponse) -> Any:
        answer = delete(self)
        group = answer.result["cluster"].resources_vpc_config["clusterSecurityGroupId"]
        ec2_backends[self.current_account][self.region].delete_security_group(group_id=group)
        return answer

    EKSResponse.create_cluster = create_and_keep
    EKSResponse.delete_cluster = delete_with_group


@correction
def eks_updates() -> None:
    """AWS: what changes a cluster or its nodes is an update that can be looked up. moto: answers with the
    cluster, forgets its subnets, and knows no new versions.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html
    """
    attributes = {
        "accessConfig": "accessConfig",
        "computeConfig": "computeConfig",
        "kubernetesNetworkConfig": "kubernetes_network_config",
        "resourcesVpcConfig": "resources_vpc_config",
        "storageConfig": "storageConfig",
        "upgradePolicy": "upgradePolicy",
        "zonalShiftConfig": "zonalShiftConfig",
    }

    def update_cluster_config(self: EKSResponse) -> Any:
        cluster = self.eks_backend.describe_cluster(name=self._get_param("name"))
        for parameter, attribute in attributes.items():
            if (value := self._get_param(parameter)) is not None:
                setattr(cluster, attribute, {**(getattr(cluster, attribute, None) or {}), **value})
        cluster.logging = self._get_param("logging") or cluster.logging
        return ActionResult({"update": _update(self, "ConfigUpdate")})

    def update_cluster_version(self: EKSResponse) -> Any:
        cluster = self.eks_backend.describe_cluster(name=self._get_param("name"))
        cluster.version = self._get_param("version")
        return ActionResult({"update": _update(self, "VersionUpdate")})

    def associate_encryption_config(self: EKSResponse) -> Any:
        cluster = self.eks_backend.describe_cluster(name=self._get_param("name"))
        cluster.encryption_config = self._get_param("encryptionConfig")
        return ActionResult({"update": _update(self, "AssociateEncryptionConfig")})

    configure = EKSResponse.update_nodegroup_config

    def update_nodegroup_config(self: EKSResponse) -> Any:
        answer = configure(self)
        made: Record = answer.result["update"]
        _of_cluster(self, "updates")[made["id"]] = made
        return answer

    def update_nodegroup_version(self: EKSResponse) -> Any:
        group = self.eks_backend.describe_nodegroup(
            cluster_name=self._get_param("name"), nodegroup_name=self._get_param("nodegroupName")
        )
        group.version = self._get_param("version") or group.version
        group.launch_template = {
            **(group.launch_template or {}),
            **(self._get_param("launchTemplate") or {}),
        }
        return ActionResult({"update": _update(self, "VersionUpdate")})

    def describe_update(self: EKSResponse) -> Any:
        return ActionResult({"update": _one(_of_cluster(self, "updates"), self._get_param("updateId"))})

    _serve(
        update_cluster_config,
        update_cluster_version,
        associate_encryption_config,
        update_nodegroup_config,
        update_nodegroup_version,
        describe_update,
        paths=[
            "/updates",
            "/updates/ID",
            "/encryption-config/associate",
            "/node-groups/ID/update-version",
        ],
    )


@correction
def eks_node_group_settings() -> None:
    """AWS: a node group has the settings it was made with, no others. moto: forgets repair and updates, and
    makes up a disk and a key to enter nodes with.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    """
    create = EKSResponse.create_nodegroup

    def create_and_keep(self: EKSResponse) -> Any:
        answer = create(self)
        group = answer.result["nodegroup"]
        group.node_repair_config = self._get_param("nodeRepairConfig")
        group.remote_access = self._get_param("remoteAccess")
        group.update_config = self._get_param("updateConfig")
        if group.launch_template:
            group.disk_size = None
        return answer

    EKSResponse.create_nodegroup = create_and_keep


@correction
def eks_addons() -> None:
    """AWS: a cluster has add-ons, each in a version that suits it. moto: knows none.

    Two versions are offered of any add-on, whatever the cluster's: which exist, only AWS knows.
    https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html
    """

    def describe_addon_versions(self: EKSResponse) -> Any:
        version = self._get_param("kubernetesVersion")
        compatible = {"clusterVersion": version, "platformVersions": ["*"]}
        offered = [
            {"addonVersion": each, "compatibilities": [{**compatible, "defaultVersion": each == default}]}
            for each, default in (("v1.2.0-eksbuild.1", "v1.1.0-eksbuild.1"), ("v1.1.0-eksbuild.1",) * 2)
        ]
        return ActionResult(
            {"addons": [{"addonName": self._get_param("addonName"), "addonVersions": offered}]}
        )

    def create_addon(self: EKSResponse) -> Any:
        addons, name = _of_cluster(self, "addons"), self._get_param("addonName")
        if name in addons:
            raise ResourceInUseException(message="Addon already exists.", addonName=name)
        addons[name] = {
            "addonArn": _arn(self, "addon", name, str(uuid4())),
            "addonName": name,
            "addonVersion": self._get_param("addonVersion") or "v1.1.0-eksbuild.1",
            "clusterName": self._get_param("name"),
            "configurationValues": self._get_param("configurationValues"),
            "createdAt": utcnow(),
            "health": {"issues": []},
            "modifiedAt": utcnow(),
            "podIdentityAssociations": [
                _associated(self, "kube-system", each["serviceAccount"], each["roleArn"])["associationArn"]
                for each in self._get_param("podIdentityAssociations") or []
            ],
            "serviceAccountRoleArn": self._get_param("serviceAccountRoleArn"),
            "status": "ACTIVE",
            "tags": self._get_param("tags") or {},
        }
        return ActionResult({"addon": addons[name]})

    def describe_addon(self: EKSResponse) -> Any:
        return ActionResult({"addon": _one(_of_cluster(self, "addons"), self._get_param("addonName"))})

    def list_addons(self: EKSResponse) -> Any:
        return ActionResult({"addons": sorted(_of_cluster(self, "addons"))})

    def update_addon(self: EKSResponse) -> Any:
        addon = _one(_of_cluster(self, "addons"), self._get_param("addonName"))
        for setting in ("addonVersion", "configurationValues", "serviceAccountRoleArn"):
            addon[setting] = self._get_param(setting) or addon[setting]
        addon["modifiedAt"] = utcnow()
        return ActionResult({"update": _update(self, "AddonUpdate")})

    def delete_addon(self: EKSResponse) -> Any:
        addons, name = _of_cluster(self, "addons"), self._get_param("addonName")
        addon = _one(addons, name)
        associations = _of_cluster(self, "associations")
        for arn in addon["podIdentityAssociations"]:
            del associations[arn.rpartition("/")[2]]
        del addons[name]
        return ActionResult({"addon": {**addon, "status": "DELETING"}})

    _serve(
        describe_addon_versions,
        create_addon,
        describe_addon,
        list_addons,
        update_addon,
        delete_addon,
        paths=["/addons", "/addons/ID", "/addons/ID/update"],
    )
    urls.url_paths["{0}/addons/supported-versions$"] = urls.response.dispatch


@correction
def eks_pod_identities() -> None:
    """AWS: a service account is associated with a role, once. moto: knows no associations.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
    """

    def create_pod_identity_association(self: EKSResponse) -> Any:
        namespace, account = self._get_param("namespace"), self._get_param("serviceAccount")
        for other in _of_cluster(self, "associations").values():
            if (other["namespace"], other["serviceAccount"]) == (namespace, account):
                raise ResourceInUseException(message=f"Association already exists: {other['associationId']}")
        made = _associated(
            self, namespace, account, self._get_param("roleArn"), self._get_param("tags") or {}
        )
        return ActionResult({"association": made})

    def describe_pod_identity_association(self: EKSResponse) -> Any:
        found = _one(_of_cluster(self, "associations"), self._get_param("associationId"))
        return ActionResult({"association": found})

    def list_pod_identity_associations(self: EKSResponse) -> Any:
        namespace, account = self._get_param("namespace"), self._get_param("serviceAccount")
        found = [
            each
            for each in _of_cluster(self, "associations").values()
            if namespace in (None, each["namespace"]) and account in (None, each["serviceAccount"])
        ]
        return ActionResult({"associations": found})

    def update_pod_identity_association(self: EKSResponse) -> Any:
        found = _one(_of_cluster(self, "associations"), self._get_param("associationId"))
        found |= {"modifiedAt": utcnow(), "roleArn": self._get_param("roleArn") or found["roleArn"]}
        return ActionResult({"association": found})

    def delete_pod_identity_association(self: EKSResponse) -> Any:
        associations, key = _of_cluster(self, "associations"), self._get_param("associationId")
        found = _one(associations, key)
        del associations[key]
        return ActionResult({"association": found})

    _serve(
        create_pod_identity_association,
        describe_pod_identity_association,
        list_pod_identity_associations,
        update_pod_identity_association,
        delete_pod_identity_association,
        paths=["/pod-identity-associations", "/pod-identity-associations/ID"],
    )


@correction
def eks_access_entries() -> None:
    """AWS: a principal enters a cluster by an entry, and may do there what its policies say. moto: has no
    entries.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html
    """

    def create_access_entry(self: EKSResponse) -> Any:
        entries, principal = _of_cluster(self, "entries"), self._get_param("principalArn")
        if principal in entries:
            raise ResourceInUseException(
                message="The specified access entry resource is already in use on this cluster."
            )
        kind, _, name = principal.rpartition(":")[2].partition("/")
        entries[principal] = {
            "accessEntryArn": _arn(self, "access-entry", kind, self.current_account, name, str(uuid4())),
            "clusterName": self._get_param("name"),
            "createdAt": utcnow(),
            "kubernetesGroups": self._get_param("kubernetesGroups") or [],
            "modifiedAt": utcnow(),
            "policies": {},
            "principalArn": principal,
            "tags": self._get_param("tags") or {},
            "type": self._get_param("type") or "STANDARD",
            "username": self._get_param("username") or principal,
        }
        return ActionResult({"accessEntry": entries[principal]})

    def describe_access_entry(self: EKSResponse) -> Any:
        return ActionResult({"accessEntry": _entry(self)})

    def list_access_entries(self: EKSResponse) -> Any:
        return ActionResult({"accessEntries": sorted(_of_cluster(self, "entries"))})

    def update_access_entry(self: EKSResponse) -> Any:
        entry = _entry(self)
        for setting in ("kubernetesGroups", "username"):
            if (value := self._get_param(setting)) is not None:
                entry[setting] = value
        entry["modifiedAt"] = utcnow()
        return ActionResult({"accessEntry": entry})

    def delete_access_entry(self: EKSResponse) -> Any:
        del _of_cluster(self, "entries")[_entry(self)["principalArn"]]
        return EmptyResult()

    def associate_access_policy(self: EKSResponse) -> Any:
        entry, policy = _entry(self), self._get_param("policyArn")
        entry["policies"][policy] = {
            "accessScope": self._get_param("accessScope"),
            "associatedAt": utcnow(),
            "modifiedAt": utcnow(),
            "policyArn": policy,
        }
        return ActionResult(
            {
                "associatedAccessPolicy": entry["policies"][policy],
                "clusterName": entry["clusterName"],
                "principalArn": entry["principalArn"],
            }
        )

    def list_associated_access_policies(self: EKSResponse) -> Any:
        entry = _entry(self)
        return ActionResult(
            {
                "associatedAccessPolicies": list(entry["policies"].values()),
                "clusterName": entry["clusterName"],
                "principalArn": entry["principalArn"],
            }
        )

    def disassociate_access_policy(self: EKSResponse) -> Any:
        policies, policy = _entry(self)["policies"], self._get_param("policyArn")
        _one(policies, policy)
        del policies[policy]
        return EmptyResult()

    _serve(
        create_access_entry,
        describe_access_entry,
        list_access_entries,
        update_access_entry,
        delete_access_entry,
        associate_access_policy,
        list_associated_access_policies,
        disassociate_access_policy,
        paths=["/access-entries", "/access-entries/ARN"],
    )
    match = EKSResponse._get_action_from_method_and_request_uri

    # The slashes within the ARNs of a path are decoded when it comes here.
    def match_whole(self: EKSResponse, request: Any) -> Any:
        found = re.fullmatch(
            r"/clusters/([^/]+)/access-entries/(arn:.+?)(/access-policies(/arn:.+)?)?", request.path
        )
        if not found:
            return match(self, request)
        cluster, principal, policies, policy = found.groups()
        self.uri_match = {"name": cluster, "principalArn": principal, "policyArn": (policy or "")[1:]}
        operations = _OF_POLICIES if policies else _OF_ENTRY
        return operations[request.method]

    EKSResponse._get_action_from_method_and_request_uri = match_whole


@correction
def eks_tags() -> None:
    """AWS: all of a cluster has tags that can be changed. moto: only the cluster's.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_TagResource.html
    """

    def tags(self: EKSResponse) -> dict[str, str]:
        wanted = self._extract_arn_from_path()
        for cluster in self.eks_backend.clusters.values():
            owners = [cluster, *cluster.nodegroups.values(), *cluster.fargate_profiles.values()]
            of_moto: dict[str, dict[str, str]] = {
                getattr(each, "arn", None) or each.fargate_profile_arn: each.tags for each in owners
            }
            ours: dict[str, dict[str, str]] = {
                record[key]: record["tags"]
                for kind, key in (
                    ("addons", "addonArn"),
                    ("associations", "associationArn"),
                    ("entries", "accessEntryArn"),
                )
                for record in vars(cluster).get(kind, {}).values()
            }
            if wanted in (found := of_moto | ours):
                return found[wanted]
        raise ResourceNotFoundException(message=f"No resource found for {wanted}.")

    def list_tags_for_resource(self: EKSResponse) -> Any:
        return ActionResult({"tags": tags(self)})

    def tag_resource(self: EKSResponse) -> Any:
        tags(self).update(self._get_param("tags"))
        return EmptyResult()

    def untag_resource(self: EKSResponse) -> Any:
        found = tags(self)
        keys = self._get_param("tagKeys")
        for key in [keys] if isinstance(keys, str) else keys:
            found.pop(key, None)
        return EmptyResult()

    _serve(list_tags_for_resource, tag_resource, untag_resource, paths=[])


def _serve(*operations: Any, paths: list[str]) -> None:
    """Have the engine answer these operations, at these paths below a cluster."""
    for operation in operations:
        setattr(EKSResponse, operation.__name__, operation)
    for path in paths:
        pattern = path.replace("ID", "(?P<id>[^/]+)").replace("ARN", "(?P<arn>.+)")
        urls.url_paths[f"{{0}}/clusters/(?P<name>[^/]+){pattern}$"] = urls.response.dispatch


def _of_cluster(request: EKSResponse, kind: str) -> dict[str, Record]:
    """What the request's cluster has of a kind: it goes with the cluster."""
    cluster = request.eks_backend.describe_cluster(name=request._get_param("name"))
    found: dict[str, Record] = vars(cluster).setdefault(kind, {})
    return found


def _one(records: dict[str, Record], key: str) -> Record:
    if key not in records:
        raise ResourceNotFoundException(message=f"No resource found for {key}.")
    return records[key]


def _entry(request: EKSResponse) -> Record:
    return _one(_of_cluster(request, "entries"), request._get_param("principalArn"))


def _arn(request: EKSResponse, kind: str, *names: str) -> str:
    place = f"arn:aws:eks:{request.region}:{request.current_account}"
    return f"{place}:{kind}/{'/'.join([request._get_param('name'), *names])}"


def _update(request: EKSResponse, kind: str) -> Record:
    """A change that is done, kept to be looked up."""
    made = {
        "createdAt": utcnow(),
        "errors": [],
        "id": str(uuid4()),
        "params": [],
        "status": "Successful",
        "type": kind,
    }
    _of_cluster(request, "updates")[made["id"]] = made
    return made


def _associated(
    request: EKSResponse, namespace: str, account: str, role: str, tags: dict[str, str] | None = None
) -> Record:
    key = f"a-{uuid4().hex[:17]}"
    made = {
        "associationArn": _arn(request, "podidentityassociation", key),
        "associationId": key,
        "clusterName": request._get_param("name"),
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
        "namespace": namespace,
        "roleArn": role,
        "serviceAccount": account,
        "tags": tags or {},
    }
    _of_cluster(request, "associations")[key] = made
    return made
