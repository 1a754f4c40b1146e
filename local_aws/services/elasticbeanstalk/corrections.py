"""Elastic Beanstalk: where the engine differs from AWS."""

from typing import Any

from moto.elasticbeanstalk.models import Application, EBBackend

from local_aws.corrections import correction


@correction
def tags_of_applications() -> None:
    """AWS: applications have tags. moto: environments alone do.

    https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ListTagsForResource.html
    """
    find, init = EBBackend._find_environment_by_arn, Application.__init__

    def application(self: Any, *arguments: Any, **members: Any) -> None:
        init(self, *arguments, **members)
        self.tags = {}

    def find_by_arn(self: Any, arn: str) -> Any:
        of_arn = next((each for each in self.applications.values() if each.arn == arn), None)
        return of_arn or find(self, arn)

    Application.__init__ = application
    EBBackend._find_environment_by_arn = find_by_arn
