"""Compute Optimizer. https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/Welcome.html"""

from local_aws.double.hints import Kind, Service

SERVICE = Service(
    "compute-optimizer",
    kinds=(
        Kind(
            "EnrollmentStatus",
            theirs=True,
            alone=True,
            made={"status": "Inactive", "numberOfMemberAccountsOptedIn": 0},
        ),
    ),
)
