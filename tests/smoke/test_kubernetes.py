"""The EKS clusters of the gallery, as EKS describes them.

No engine here runs a control plane or a node: what they are made with is read, not driven.
"""

import json

import pytest

pytestmark = [
    pytest.mark.capability(identifier, "apply") for identifier in ("compute.eks-cluster", "compute.fargate")
]
CLUSTER = "example-eks-complete"


@pytest.fixture
def eks(local):
    return local.client("eks")


@pytest.fixture
def example(gallery):
    return gallery["eks_cluster_complete"]


def described(eks, name=CLUSTER):
    return eks.describe_cluster(name=name)["cluster"]


def group(eks, kind):
    names = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"]
    name = next(each for each in names if each.startswith(f"{kind}-"))
    return eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=name)["nodegroup"]


def trust(local, role):
    document = local.client("iam").get_role(RoleName=role.rpartition("/")[2])["Role"]
    return document["AssumeRolePolicyDocument"]["Statement"][0]


def test_the_api_is_private_but_for_named_addresses(eks, local, example):
    network = described(eks)["resourcesVpcConfig"]
    assert network["endpointPrivateAccess"] and network["endpointPublicAccess"]
    assert network["publicAccessCidrs"] == ["203.0.113.0/24"]
    minimal = described(eks, "example-eks-minimal")["resourcesVpcConfig"]
    assert minimal["endpointPrivateAccess"] and not minimal["endpointPublicAccess"]

    of_group = [{"Name": "group-id", "Values": network["securityGroupIds"]}]
    rules = local.client("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    let_in = [
        (rule["ReferencedGroupInfo"]["GroupId"], rule["FromPort"]) for rule in rules if not rule["IsEgress"]
    ]
    assert let_in == [(example["runner"]["security_group_id"], 443)]
    assert example["cluster"]["security_group_id"] == network["clusterSecurityGroupId"]


def test_secrets_are_encrypted_and_all_logs_kept(eks, local, example):
    cluster = described(eks)
    [encryption] = cluster["encryptionConfig"]
    assert encryption["resources"] == ["secrets"]
    enabled = [
        kind for each in cluster["logging"]["clusterLogging"] if each["enabled"] for kind in each["types"]
    ]
    assert sorted(enabled) == ["api", "audit", "authenticator", "controllerManager", "scheduler"]
    logs = local.client("logs").describe_log_groups(logGroupNamePrefix=example["cluster"]["log_group_name"])
    [log] = logs["logGroups"]
    assert (log["retentionInDays"], log["kmsKeyId"]) == (400, encryption["provider"]["keyArn"])


def test_only_those_named_enter(eks, example):
    access = described(eks)["accessConfig"]
    assert access == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    entries = eks.list_access_entries(clusterName=CLUSTER)["accessEntries"]
    assert sorted(entries) == sorted(example["people"].values())
    scopes = {}
    for person, principal in example["people"].items():
        found = eks.list_associated_access_policies(clusterName=CLUSTER, principalArn=principal)
        for policy in found["associatedAccessPolicies"]:
            scopes[person] = (policy["policyArn"].rpartition("/")[2], policy["accessScope"])
    assert scopes == {
        "deployers": ("AmazonEKSClusterAdminPolicy", {"type": "cluster", "namespaces": []}),
        "readers": ("AmazonEKSViewPolicy", {"type": "namespace", "namespaces": ["shop"]}),
    }


def test_nodes_are_of_the_system_and_capacity_asked_for(eks):
    steady, spot = group(eks, "steady"), group(eks, "spot")
    assert (steady["amiType"], steady["capacityType"]) == ("AL2023_ARM_64_STANDARD", "ON_DEMAND")
    assert (spot["amiType"], spot["capacityType"]) == ("BOTTLEROCKET_x86_64", "SPOT")
    assert spot["taints"] == [{"key": "spot", "value": "true", "effect": "NO_SCHEDULE"}]
    assert steady["labels"] == {"tier": "steady"}
    assert (steady["scalingConfig"]["minSize"], steady["scalingConfig"]["maxSize"]) == (3, 9)
    assert spot["updateConfig"] == {"maxUnavailablePercentage": 50}
    assert steady["nodeRepairConfig"] == {"enabled": True}


@pytest.mark.parametrize(("kind", "disk", "size"), [("steady", "/dev/xvda", 50), ("spot", "/dev/xvdb", 80)])
def test_nodes_have_encrypted_disks_and_keep_their_role_from_pods(eks, local, kind, disk, size):
    template = group(eks, kind)["launchTemplate"]
    [version] = local.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=template["id"], Versions=[template["version"]]
    )["LaunchTemplateVersions"]
    data = version["LaunchTemplateData"]
    [device] = data["BlockDeviceMappings"]
    assert (device["DeviceName"], device["Ebs"]["VolumeSize"], device["Ebs"]["Encrypted"]) == (
        disk,
        size,
        True,
    )
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    assert data["MetadataOptions"]["HttpPutResponseHopLimit"] == 1


def test_a_number_of_nodes_set_outside_stays(gallery, eks):
    name = group(eks, "steady")["nodegroupName"]
    eks.update_nodegroup_config(clusterName=CLUSTER, nodegroupName=name, scalingConfig={"desiredSize": 7})
    assert gallery.chapter("eks_cluster_complete").plan("eks_cluster_complete") == {}
    assert group(eks, "steady")["scalingConfig"]["desiredSize"] == 7


def test_pods_of_a_namespace_run_on_fargate(eks, local, example):
    [name] = eks.list_fargate_profiles(clusterName=CLUSTER)["fargateProfileNames"]
    profile = eks.describe_fargate_profile(clusterName=CLUSTER, fargateProfileName=name)["fargateProfile"]
    assert profile["selectors"] == [{"namespace": "batch", "labels": {"size": "small"}}]
    who = trust(local, profile["podExecutionRoleArn"])
    assert who["Principal"] == {"Service": "eks-fargate-pods.amazonaws.com"}
    assert who["Condition"]["ArnLike"]["aws:SourceArn"].endswith(f":fargateprofile/{CLUSTER}/*")


def test_addons_have_their_versions_and_roles_of_their_own(eks, local):
    addons = {
        name: eks.describe_addon(clusterName=CLUSTER, addonName=name)["addon"]
        for name in eks.list_addons(clusterName=CLUSTER)["addons"]
    }
    assert sorted(addons) == [
        "aws-ebs-csi-driver",
        "coredns",
        "eks-pod-identity-agent",
        "kube-proxy",
        "vpc-cni",
    ]
    offered = eks.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.36")["addons"][0]
    newest = offered["addonVersions"][0]["addonVersion"]
    assert (addons["vpc-cni"]["addonVersion"], addons["kube-proxy"]["addonVersion"]) == (
        "v1.20.4-eksbuild.1",
        newest,
    )
    assert json.loads(addons["coredns"]["configurationValues"]) == {"replicaCount": 3}
    assert json.loads(addons["vpc-cni"]["configurationValues"]) == {"enableNetworkPolicy": "true"}

    associations = eks.list_pod_identity_associations(clusterName=CLUSTER, namespace="kube-system")
    roles = {}
    for each in associations["associations"]:
        found = eks.describe_pod_identity_association(
            clusterName=CLUSTER, associationId=each["associationId"]
        )["association"]
        roles[found["serviceAccount"]] = found["roleArn"]
    policies = {
        account: [
            policy["PolicyName"]
            for policy in local.client("iam").list_attached_role_policies(RoleName=role.rpartition("/")[2])[
                "AttachedPolicies"
            ]
        ]
        for account, role in roles.items()
    }
    assert policies == {
        "aws-node": ["AmazonEKS_CNI_Policy"],
        "ebs-csi-controller-sa": ["AmazonEBSCSIDriverPolicy"],
    }
    who = trust(local, roles["aws-node"])
    assert who["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert sorted(who["Action"]) == ["sts:AssumeRole", "sts:TagSession"]


def test_auto_mode_makes_nodes_and_has_addons_built_in(eks, gallery):
    name = gallery["eks_cluster_minimal"]["cluster"]["name"]
    cluster = described(eks, name)
    assert cluster["computeConfig"]["enabled"] and cluster["storageConfig"]["blockStorage"]["enabled"]
    assert sorted(cluster["computeConfig"]["nodePools"]) == ["general-purpose", "system"]
    assert cluster["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    assert (
        cluster["computeConfig"]["nodeRoleArn"]
        == gallery["eks_cluster_minimal"]["cluster"]["node_role_arns"]["auto"]
    )
    assert eks.list_addons(clusterName=name)["addons"] == []


def test_iam_trusts_the_issuer_of_the_cluster(eks, local, example):
    issuer = described(eks)["identity"]["oidc"]["issuer"]
    found = local.client("iam").get_open_id_connect_provider(
        OpenIDConnectProviderArn=example["cluster"]["oidc_provider"]["arn"]
    )
    assert issuer == f"https://{example['cluster']['oidc_provider']['issuer']}"
    assert found["Url"].removeprefix("https://") == issuer.removeprefix("https://")
    assert found["ClientIDList"] == ["sts.amazonaws.com"]


def test_its_alarms_watch_what_eks_itself_sends(local, example):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{CLUSTER}-cluster-")["MetricAlarms"]
    assert {alarm["MetricName"] for alarm in alarms} == {
        "apiserver_request_total_429",
        "apiserver_request_total_5XX",
        "apiserver_storage_size_bytes",
        "scheduler_pending_pods_UNSCHEDULABLE",
    }
    assert {dimension["Value"] for alarm in alarms for dimension in alarm["Dimensions"]} == {CLUSTER}
    [statement] = example["cluster"]["grants"]["describe"]
    assert statement["resources"] == [example["cluster"]["arn"]]
