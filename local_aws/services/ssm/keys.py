"""Systems Manager: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
KEYS = (Rule("PutParameter", unusable("KeyId"), "InvalidKeyId", "Invalid keyId {found}"),)
