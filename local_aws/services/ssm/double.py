"""Systems Manager: what is set for instances, of which there are none to set it on.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html
"""

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_WINDOW = Ref("WindowId", ("MaintenanceWindow",), {"WindowId": "WindowId"}, within=True)
_GROUP = "PatchGroup"


def _serve_group(account: Record, request: Values) -> Values:
    account.values["PatchGroups"][request[_GROUP]] = request["BaselineId"]
    return {"BaselineId": request["BaselineId"], _GROUP: request[_GROUP]}


def _leave_group(account: Record, request: Values) -> Values:
    account.values["PatchGroups"].pop(request[_GROUP], None)
    return {"BaselineId": request["BaselineId"], _GROUP: request[_GROUP]}


def _groups(account: Record, _: Values) -> Values:
    return {
        "Mappings": [
            {"BaselineIdentity": {"BaselineId": baseline}, _GROUP: group}
            for group, baseline in account.values["PatchGroups"].items()
        ]
    }


def _setting(account: Record, request: Values) -> Values:
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html"""
    name = request["SettingId"].partition(":servicesetting")[2] or request["SettingId"]
    value = account.values["Settings"].get(name)
    return {
        "ServiceSetting": {
            "ARN": f"arn:aws:ssm:{account.values['region']}:{account.values['account']}:servicesetting{name}",
            "LastModifiedUser": f"arn:aws:iam::{account.values['account']}:root",
            "SettingId": name,
            "SettingValue": _DEFAULTS.get(name, "") if value is None else value,
            "Status": "Default" if value is None else "Customized",
        }
    }


def _set(account: Record, request: Values) -> Values:
    name = request["SettingId"].partition(":servicesetting")[2] or request["SettingId"]
    account.values["Settings"][name] = request["SettingValue"]
    return {}


def _reset(account: Record, request: Values) -> Values:
    account.values["Settings"].pop(request["SettingId"].partition(":servicesetting")[2], None)
    return _setting(account, request)


_DEFAULTS = {
    "/ssm/automation/customer-script-log-destination": "",
    "/ssm/documents/console/public-sharing-permission": "Enable",
    "/ssm/managed-instance/activation-tier": "standard",
    "/ssm/managed-instance/default-ec2-instance-management-role": "",
    "/ssm/parameter-store/default-parameter-tier": "Standard",
    "/ssm/parameter-store/high-throughput-enabled": "false",
}

SERVICE = Service(
    "ssm",
    kinds=(
        Kind(
            "MaintenanceWindow",
            members=("WindowId",),
            missing="DoesNotExistException",
            made={"WindowId": "mw-0{new:.16}", "Enabled": True},
        ),
        Kind(
            "MaintenanceWindowTarget",
            members=("WindowTargetId",),
            refs=(_WINDOW,),
            missing="DoesNotExistException",
            made={"WindowTargetId": "{uuid}"},
            operations={
                "DeregisterTargetFromMaintenanceWindow": ("delete", {}),
                "RegisterTargetWithMaintenanceWindow": ("create", {}),
            },
        ),
        Kind(
            "MaintenanceWindowTask",
            members=("WindowTaskId",),
            refs=(_WINDOW,),
            missing="DoesNotExistException",
            made={"WindowTaskId": "{uuid}", "Priority": 0},
            operations={
                "DeregisterTaskFromMaintenanceWindow": ("delete", {}),
                "RegisterTaskWithMaintenanceWindow": ("create", {}),
            },
        ),
        Kind(
            "ResourceDataSync",
            members=("SyncName",),
            plural="ResourceDataSync",
            missing="ResourceDataSyncNotFoundException",
            made={"LastStatus": "Successful", "SyncType": "SyncToDestination"},
        ),
        Kind(
            "PatchBaseline",
            members=("BaselineId",),
            missing="DoesNotExistException",
            made={
                "ApprovalRules": {"PatchRules": []},
                "ApprovedPatches": [],
                "ApprovedPatchesComplianceLevel": "UNSPECIFIED",
                "ApprovedPatchesEnableNonSecurity": False,
                "BaselineId": "pb-0{new:.16}",
                "GlobalFilters": {"PatchFilters": []},
                "OperatingSystem": "WINDOWS",
                "RejectedPatches": [],
                "RejectedPatchesAction": "ALLOW_AS_DEPENDENCY",
                "Sources": [],
            },
        ),
        Kind(
            "Association",
            members=("AssociationId",),
            inside=("AssociationDescription",),
            missing="AssociationDoesNotExist",
            made={
                "ApplyOnlyAtCronInterval": False,
                "AssociationId": "{uuid}",
                "AssociationVersion": "1",
                "DocumentVersion": "$DEFAULT",
                "Overview": {"Status": "Pending"},
            },
        ),
        Kind(
            "Activation",
            members=("ActivationId",),
            plural="Activations",
            made={
                "ActivationCode": "{new}{new:.3}",
                "ActivationId": "{uuid}",
                "RegistrationLimit": 1,
                "RegistrationsCount": 0,
            },
        ),
        Kind(
            "Account",
            theirs=True,
            alone=True,
            made={"PatchGroups": {}, "Settings": {}, "account": "{account}", "region": "{region}"},
        ),
    ),
    acts={
        "DeregisterPatchBaselineForPatchGroup": ("Account", _leave_group),
        "DescribePatchGroups": ("Account", _groups),
        "GetServiceSetting": ("Account", _setting),
        "RegisterPatchBaselineForPatchGroup": ("Account", _serve_group),
        "ResetServiceSetting": ("Account", _reset),
        "UpdateServiceSetting": ("Account", _set),
    },
    rest_elsewhere=True,
)
