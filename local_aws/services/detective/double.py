"""Detective: behaviour graphs, one per account and region. https://docs.aws.amazon.com/detective/latest/APIReference/"""

from local_aws.double.hints import Kind, Service

SERVICE = Service(
    "detective",
    kinds=(
        Kind(
            "Graph",
            members=("GraphArn",),
            names=("Arn",),
            unique=(),
            made={
                "GraphArn": "arn:aws:detective:{region}:{account}:graph:{new:.16}{new:.16}",
                "Arn": "{GraphArn}",
            },
        ),
    ),
)
