"""RDS: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
KEYS = (
    Rule(
        "CreateDBInstance CreateDBCluster ModifyDBInstance ModifyDBCluster",
        unusable("KmsKeyId", "PerformanceInsightsKMSKeyId", "MasterUserSecretKmsKeyId"),
        "KMSKeyNotAccessibleFault",
        "The specified KMS key [{found}] does not exist, is not enabled or you do not have permissions to"
        " access it.",
    ),
)
