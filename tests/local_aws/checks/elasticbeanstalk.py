"""Elastic Beanstalk: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def tags_of_applications(aws: Any) -> bool:
    beanstalk = aws.client("elasticbeanstalk")
    made = beanstalk.create_application(ApplicationName=name())["Application"]["ApplicationArn"]
    beanstalk.update_tags_for_resource(ResourceArn=made, TagsToAdd=[{"Key": "Team", "Value": "orders"}])
    tags = beanstalk.list_tags_for_resource(ResourceArn=made)["ResourceTags"]
    return bool(tags == [{"Key": "Team", "Value": "orders"}])
