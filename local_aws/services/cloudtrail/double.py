"""CloudTrail Lake: event data stores. moto answers for trails.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html
"""

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values


def _is_unprotected(store: Record, _: Values) -> None:
    if store.values["TerminationProtectionEnabled"]:
        message = "The event data store cannot be deleted because termination protection is enabled for it."
        raise RefusedError("EventDataStoreTerminationProtectedException", message)


def _ingest(status: str) -> tuple[str, Values]:
    return "update", {"Status": status}


SERVICE = Service(
    "cloudtrail",
    kinds=(
        Kind(
            "EventDataStore",
            members=("EventDataStore",),
            names=("EventDataStoreArn", "Id", "Name"),
            unique=("Name",),
            missing="EventDataStoreNotFoundException",
            made={
                "Id": "{uuid}",
                "EventDataStoreArn": "arn:aws:cloudtrail:{region}:{account}:eventdatastore/{Id}",
                "AdvancedEventSelectors": [
                    {
                        "Name": "Default management events",
                        "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
                    }
                ],
                "BillingMode": "EXTENDABLE_RETENTION_PRICING",
                "MultiRegionEnabled": True,
                "OrganizationEnabled": False,
                "ResourceId": "{EventDataStoreArn}",
                "RetentionPeriod": 366,
                "Status": "ENABLED",
                "TerminationProtectionEnabled": True,
            },
            operations={
                "StartEventDataStoreIngestion": _ingest("ENABLED"),
                "StopEventDataStoreIngestion": _ingest("STOPPED_INGESTION"),
            },
            rules={"delete": _is_unprotected},
        ),
    ),
    rest_elsewhere=True,
)
