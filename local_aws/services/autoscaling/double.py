"""EC2 Auto Scaling: notifications of groups, which are kept and never sent. moto answers for the rest.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html
"""

from local_aws.double.hints import Kind, Record, Service, Values


def _key(request: Values) -> str:
    return f"{request['AutoScalingGroupName']} {request['TopicARN']}"


def _notify(region: Record, request: Values) -> Values:
    region.values["Notifications"][_key(request)] = request["NotificationTypes"]
    return {}


def _stop(region: Record, request: Values) -> Values:
    region.values["Notifications"].pop(_key(request), None)
    return {}


def _notifications(region: Record, request: Values) -> Values:
    wanted = request.get("AutoScalingGroupNames")
    each = [(*key.rsplit(" ", 1), types) for key, types in region.values["Notifications"].items()]
    return {
        "NotificationConfigurations": [
            {"AutoScalingGroupName": group, "NotificationType": kind, "TopicARN": topic}
            for group, topic, types in each
            if not wanted or group in wanted
            for kind in types
        ]
    }


SERVICE = Service(
    "autoscaling",
    kinds=(Kind("Region", theirs=True, alone=True, made={"Notifications": {}}),),
    acts={
        "DeleteNotificationConfiguration": ("Region", _stop),
        "DescribeNotificationConfigurations": ("Region", _notifications),
        "PutNotificationConfiguration": ("Region", _notify),
    },
    rest_elsewhere=True,
)
