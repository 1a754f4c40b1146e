"""Redshift: where the engine differs from AWS."""

from typing import Any

from moto.core.responses import ActionResult
from moto.redshift.models import Cluster, RedshiftBackend
from moto.redshift.responses import RedshiftResponse

from local_aws.corrections import correction


@correction
def descriptions_of_clusters() -> None:
    """AWS: describes whether a cluster can be queried and relocated, in how many zones it is, its maintenance
    and its snapshots. moto: does not, and the provider waits for the first two.

    https://docs.aws.amazon.com/redshift/latest/APIReference/API_Cluster.html
    """
    init = Cluster.__init__

    def cluster(self: Any, *arguments: Any, **members: Any) -> None:
        init(self, *arguments, **members)
        self.preferred_maintenance_window = self.preferred_maintenance_window.lower()

    Cluster.__init__ = cluster
    Cluster.availability_zone_relocation_status = "disabled"
    Cluster.cluster_availability_status = property(
        lambda self: "Paused" if self.status == "paused" else "Available"
    )
    Cluster.maintenance_track_name = "current"
    Cluster.manual_snapshot_retention_period = -1
    Cluster.multi_az = "Disabled"


@correction
def parameters_of_clusters() -> None:
    """AWS: a group's parameters can be set. moto: serves no ModifyClusterParameterGroup.

    https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyClusterParameterGroup.html
    """
    describe = RedshiftBackend.describe_cluster_parameters

    def modify_cluster_parameter_group(self: Any) -> ActionResult:
        name = self._get_param("ParameterGroupName")
        group = self.redshift_backend.describe_cluster_parameter_groups(name)[0]
        given = {each["ParameterName"]: each["ParameterValue"] for each in self._get_param("Parameters", [])}
        group.given_parameters = getattr(group, "given_parameters", {}) | given
        changed = "Your parameter group has been updated. Changes take effect after a reboot of the cluster."
        return ActionResult({"ParameterGroupName": name, "ParameterGroupStatus": changed})

    def reset_cluster_parameter_group(self: Any) -> ActionResult:
        name = self._get_param("ParameterGroupName")
        group = self.redshift_backend.describe_cluster_parameter_groups(name)[0]
        taken = {each["ParameterName"] for each in self._get_param("Parameters", [])}
        kept = {} if self._get_param("ResetAllParameters") else getattr(group, "given_parameters", {})
        group.given_parameters = {each: value for each, value in kept.items() if each not in taken}
        return ActionResult({"ParameterGroupName": name, "ParameterGroupStatus": "Reset."})

    def describe_cluster_parameters(self: Any, parameter_group_name: str) -> Any:
        given = getattr(self.parameter_groups.get(parameter_group_name), "given_parameters", {})
        found = {each["ParameterName"]: each for each in describe(self, parameter_group_name)}
        for parameter, value in given.items():
            found[parameter] = found.get(parameter, {"ParameterName": parameter}) | {
                "ParameterValue": value,
                "Source": "user",
            }
        return list(found.values())

    def of_a_source(self: Any) -> ActionResult:
        found = self.redshift_backend.describe_cluster_parameters(self._get_param("ParameterGroupName"))
        source = self._get_param("Source")
        return ActionResult({"Parameters": [each for each in found if source in (None, each["Source"])]})

    RedshiftResponse.describe_cluster_parameters = of_a_source
    RedshiftResponse.modify_cluster_parameter_group = modify_cluster_parameter_group
    RedshiftResponse.reset_cluster_parameter_group = reset_cluster_parameter_group
    RedshiftBackend.describe_cluster_parameters = describe_cluster_parameters
