"""EC2 and VPC: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check
from tests.local_aws.checks.ec2_networks import subnet, vpc


@check
def network_insights(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    placed = subnet(aws, vpc(aws))
    ends = [
        ec2.create_network_interface(SubnetId=placed)["NetworkInterface"]["NetworkInterfaceId"]
        for _ in range(2)
    ]
    tags = [{"ResourceType": "network-insights-path", "Tags": [{"Key": "Of", "Value": "check"}]}]
    path = ec2.create_network_insights_path(
        Source=ends[0], Destination=ends[1], Protocol="tcp", DestinationPort=443, TagSpecifications=tags
    )["NetworkInsightsPath"]
    by_path = {"NetworkInsightsPathId": path["NetworkInsightsPathId"]}
    started = ec2.start_network_insights_analysis(**by_path)["NetworkInsightsAnalysis"]
    [analysis] = ec2.describe_network_insights_analyses(**by_path)["NetworkInsightsAnalyses"]
    by_id = {"NetworkInsightsAnalysisId": started["NetworkInsightsAnalysisId"]}
    ec2.delete_network_insights_analysis(**by_id)
    ec2.delete_network_insights_path(**by_path)
    left = ec2.describe_network_insights_paths()["NetworkInsightsPaths"]
    return bool(analysis["NetworkPathFound"] and path["Tags"] == tags[0]["Tags"] and path not in left)
