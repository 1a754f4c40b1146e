"""Cost Explorer: anomalies, categories and tags. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/"""

from local_aws.double.hints import Kind, Ref, Service

SERVICE = Service(
    "ce",
    everywhere=True,
    kinds=(
        Kind(
            "AnomalyMonitor",
            members=("MonitorArn",),
            made={
                "MonitorArn": "arn:aws:ce::{account}:anomalymonitor/{new}",
                "CreationDate": "{now}",
                "LastUpdatedDate": "{now}",
            },
        ),
        Kind(
            "AnomalySubscription",
            members=("SubscriptionArn",),
            refs=(Ref("MonitorArnList", ("AnomalyMonitor",), loose=True),),
            made={
                "SubscriptionArn": "arn:aws:ce::{account}:anomalysubscription/{new}",
                "AccountId": "{account}",
            },
        ),
        Kind(
            "CostCategory",
            members=("CostCategoryArn",),
            unique=("Name",),
            made={
                "CostCategoryArn": "arn:aws:ce::{account}:costcategory/{new}",
                "EffectiveStart": "{now}",
            },
            operations={
                "CreateCostCategoryDefinition": ("create", {}),
                "DescribeCostCategoryDefinition": ("read", {}),
                "UpdateCostCategoryDefinition": ("update", {}),
                "DeleteCostCategoryDefinition": ("delete", {}),
                "ListCostCategoryDefinitions": ("list", {}),
            },
        ),
        Kind(
            "CostAllocationTag",
            theirs=True,
            members=("TagKey",),
            made={"Type": "UserDefined"},
            operations={"UpdateCostAllocationTagsStatus": ("put each", {})},
        ),
    ),
)
