"""Budgets: actions, which are kept and never run. MiniStack answers for the rest.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html
"""

from local_aws.double.hints import Kind, Service

SERVICE = Service(
    "budgets",
    kinds=(
        Kind(
            "BudgetAction",
            members=("ActionId",),
            inside=("Action",),
            made={
                "ActionId": "{uuid}",
                "Arn": "arn:aws:budgets::{account}:budget/{BudgetName}/action/{ActionId}",
                "Status": "STANDBY",
            },
        ),
    ),
    everywhere=True,
    rest_elsewhere=True,
)
