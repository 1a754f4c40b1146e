"""EKS: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, ROLE, check, name

PRINCIPAL = f"arn:aws:iam::{ACCOUNT}:role/teams/orders"


def cluster(aws: Any, **settings: Any) -> tuple[Any, str]:
    """A client of EKS, and a cluster in a network of its own."""
    eks, ec2, wanted = aws.client("eks"), aws.client("ec2"), name()
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=network, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    eks.create_cluster(name=wanted, roleArn=ROLE, resourcesVpcConfig={"subnetIds": [subnet]}, **settings)
    return eks, wanted


@check
def eks_cluster_settings(aws: Any) -> bool:
    access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    compute = {"enabled": True, "nodePools": ["system"], "nodeRoleArn": ROLE}
    eks, one = cluster(
        aws,
        accessConfig=access,
        computeConfig=compute,
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        storageConfig={"blockStorage": {"enabled": True}},
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
    )
    _, other = cluster(aws)
    found, second = (eks.describe_cluster(name=each)["cluster"] for each in (one, other))
    group = found["resourcesVpcConfig"]["clusterSecurityGroupId"]
    groups = aws.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    eks.delete_cluster(name=one)
    left = aws.client("ec2").describe_security_groups(Filters=[{"Name": "group-id", "Values": [group]}])
    return (
        found["accessConfig"] == access
        and found["computeConfig"] == compute
        and found["storageConfig"] == {"blockStorage": {"enabled": True}}
        and found["upgradePolicy"] == {"supportType": "STANDARD"}
        and found["zonalShiftConfig"] == {"enabled": True}
        and found["identity"]["oidc"]["issuer"] != second["identity"]["oidc"]["issuer"]
        and groups[0]["VpcId"] == found["resourcesVpcConfig"]["vpcId"]
        and left["SecurityGroups"] == []
    )


@check
def eks_updates(aws: Any) -> bool:
    eks, one = cluster(aws, version="1.33")
    before = eks.describe_cluster(name=one)["cluster"]["resourcesVpcConfig"]
    private = {"endpointPrivateAccess": True, "endpointPublicAccess": False}
    nodes = {"clusterName": one, "nodegroupName": "a"}
    eks.create_nodegroup(nodeRole=ROLE, subnets=before["subnetIds"], **nodes)
    changes = [
        eks.update_cluster_config(name=one, resourcesVpcConfig=private),
        eks.update_cluster_version(name=one, version="1.34"),
        eks.update_nodegroup_config(labels={"addOrUpdateLabels": {"a": "b"}}, **nodes),
        eks.update_nodegroup_version(version="1.34", **nodes),
    ]
    states = [
        eks.describe_update(name=one, updateId=change["update"]["id"])["update"]["status"]
        for change in changes
    ]
    after = eks.describe_cluster(name=one)["cluster"]
    return (
        states == ["Successful"] * 4
        and after["version"] == "1.34"
        and eks.describe_nodegroup(**nodes)["nodegroup"]["version"] == "1.34"
        and after["resourcesVpcConfig"] == before | private
    )


@check
def eks_node_group_settings(aws: Any) -> bool:
    eks, one = cluster(aws)
    subnets = eks.describe_cluster(name=one)["cluster"]["resourcesVpcConfig"]["subnetIds"]
    template = aws.client("ec2").create_launch_template(
        LaunchTemplateName=name(), LaunchTemplateData={"EbsOptimized": True}
    )["LaunchTemplate"]["LaunchTemplateId"]
    given = {
        "nodeRepairConfig": {"enabled": True},
        "updateConfig": {"maxUnavailablePercentage": 33},
    }
    made = eks.create_nodegroup(
        clusterName=one,
        launchTemplate={"id": template, "version": "1"},
        nodegroupName="a",
        nodeRole=ROLE,
        subnets=subnets,
        **given,
    )["nodegroup"]
    kept = {setting: made[setting] for setting in given}
    return kept == given and "remoteAccess" not in made and "diskSize" not in made


@check
def eks_addons(aws: Any) -> bool:
    eks, one = cluster(aws)
    offered = eks.describe_addon_versions(addonName="vpc-cni", kubernetesVersion="1.34")["addons"][0]
    version = offered["addonVersions"][0]["addonVersion"]
    identity = {"serviceAccount": "aws-node", "roleArn": ROLE}
    eks.create_addon(clusterName=one, addonName="vpc-cni", podIdentityAssociations=[identity])
    eks.update_addon(clusterName=one, addonName="vpc-cni", addonVersion=version)
    found = eks.describe_addon(clusterName=one, addonName="vpc-cni")["addon"]
    associated = eks.list_pod_identity_associations(clusterName=one)["associations"]
    eks.delete_addon(clusterName=one, addonName="vpc-cni")
    return (
        found["addonVersion"] == version
        and [each["associationArn"] for each in associated] == found["podIdentityAssociations"]
        and eks.list_addons(clusterName=one)["addons"] == []
        and eks.list_pod_identity_associations(clusterName=one)["associations"] == []
    )


@check
def eks_pod_identities(aws: Any) -> bool:
    eks, one = cluster(aws)
    wanted = {"clusterName": one, "namespace": "shop", "serviceAccount": "orders", "roleArn": ROLE}
    key = eks.create_pod_identity_association(**wanted)["association"]["associationId"]
    try:
        eks.create_pod_identity_association(**wanted)
    except eks.exceptions.ResourceInUseException:
        twice = False
    else:
        twice = True
    eks.update_pod_identity_association(clusterName=one, associationId=key, roleArn=f"{ROLE}-2")
    found = eks.describe_pod_identity_association(clusterName=one, associationId=key)["association"]
    eks.delete_pod_identity_association(clusterName=one, associationId=key)
    listed = eks.list_pod_identity_associations(clusterName=one, namespace="shop")["associations"]
    return not twice and found["roleArn"] == f"{ROLE}-2" and listed == []


@check
def eks_access_entries(aws: Any) -> bool:
    eks, one = cluster(aws)
    of = {"clusterName": one, "principalArn": PRINCIPAL}
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    scope = {"type": "namespace", "namespaces": ["shop"]}
    eks.create_access_entry(**of)
    eks.update_access_entry(**of, kubernetesGroups=["readers"])
    eks.associate_access_policy(**of, policyArn=policy, accessScope=scope)
    entry = eks.describe_access_entry(**of)["accessEntry"]
    policies = eks.list_associated_access_policies(**of)["associatedAccessPolicies"]
    eks.disassociate_access_policy(**of, policyArn=policy)
    none = eks.list_associated_access_policies(**of)["associatedAccessPolicies"]
    eks.delete_access_entry(**of)
    return (
        entry["kubernetesGroups"] == ["readers"]
        and [each["accessScope"] for each in policies] == [scope]
        and none == []
        and eks.list_access_entries(clusterName=one)["accessEntries"] == []
    )


@check
def eks_tags(aws: Any) -> bool:
    eks, one = cluster(aws)
    arn = eks.create_access_entry(clusterName=one, principalArn=PRINCIPAL)["accessEntry"]["accessEntryArn"]
    eks.tag_resource(resourceArn=arn, tags={"Team": "orders", "Old": "yes"})
    eks.untag_resource(resourceArn=arn, tagKeys=["Old"])
    return eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"Team": "orders"}
