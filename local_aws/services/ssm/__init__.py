"""Systems Manager: Parameter Store, and what is set for instances."""

from local_aws.services.room import MINISTACK, Room

ROOM = Room(
    "ssm",
    MINISTACK,
    beside=frozenset(
        {
            "CreateDocument",
            "DeleteDocument",
            "DescribeDocument",
            "DescribeDocumentPermission",
            "GetDocument",
            "ListDocuments",
            "ModifyDocumentPermission",
            "UpdateDocument",
            "UpdateDocumentDefaultVersion",
        }
    ),
)
