"""Parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

MISSING = (Rule("PutParameter", unusable("KeyId"), "InvalidKeyId", "Invalid keyId {found}"),)
