"""IAM Access Analyzer. https://docs.aws.amazon.com/access-analyzer/latest/APIReference/"""

from local_aws.double.hints import Kind, Ref, Service

SERVICE = Service(
    "accessanalyzer",
    signed_as="access-analyzer",
    kinds=(
        Kind(
            "Analyzer",
            members=("analyzerName",),
            names=("name",),
            unique=("analyzerName",),
            made={
                "name": "{analyzerName}",
                "arn": "arn:aws:access-analyzer:{region}:{account}:analyzer/{name}",
                "status": "ACTIVE",
            },
        ),
        Kind("ArchiveRule", members=("ruleName",), refs=(Ref("analyzerName", ("Analyzer",), within=True),)),
    ),
)
