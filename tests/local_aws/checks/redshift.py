"""Redshift: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def descriptions_of_clusters(aws: Any) -> bool:
    redshift, called = aws.client("redshift"), name()
    asked = {"NodeType": "ra3.xlplus", "ClusterType": "single-node"}
    redshift.create_cluster(
        ClusterIdentifier=called, MasterUsername="admin", MasterUserPassword="Mustbe8characters", **asked
    )
    [made] = redshift.describe_clusters(ClusterIdentifier=called)["Clusters"]
    told = {
        member: made.get(member)
        for member in ("ClusterAvailabilityStatus", "MaintenanceTrackName", "MultiAZ")
    }
    return list(told.values()) == ["Available", "current", "Disabled"]


@check
def parameters_of_clusters(aws: Any) -> bool:
    redshift, group = aws.client("redshift"), {"ParameterGroupName": name()}
    redshift.create_cluster_parameter_group(**group, ParameterGroupFamily="redshift-1.0", Description="d")
    given = [{"ParameterName": "require_ssl", "ParameterValue": "true"}]
    redshift.modify_cluster_parameter_group(**group, Parameters=given)
    found = redshift.describe_cluster_parameters(**group)["Parameters"]
    told = {each["ParameterName"]: (each["ParameterValue"], each["Source"]) for each in found}
    redshift.reset_cluster_parameter_group(**group, ResetAllParameters=True)
    after = redshift.describe_cluster_parameters(**group)["Parameters"]
    return told["require_ssl"] == ("true", "user") and "user" not in {each["Source"] for each in after}
