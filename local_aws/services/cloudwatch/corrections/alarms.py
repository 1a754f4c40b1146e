"""Alarms and what they show."""

import json
from typing import Any

from ministack.services import cloudwatch

from local_aws.corrections import correction
from local_aws.edge import query_protocol

Answer = tuple[int, dict[str, str], bytes]


@correction
def suppressors_of_composite_alarms() -> None:
    """AWS: a composite alarm tells which alarm keeps its actions back, and for how long. MiniStack: forgets.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    """
    put = cloudwatch._put_composite_alarm
    kept = ("ActionsSuppressor", "ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod")

    def put_composite_alarm(params: Any, data: Any, *protocol: bool) -> Answer:
        answer: Answer = put(params, data, *protocol)
        if answer[0] == 200 and data:
            alarm = cloudwatch._composite_alarms[data["AlarmName"]]
            alarm |= {name: data[name] for name in kept if data.get(name) is not None}
        return answer

    cloudwatch._put_composite_alarm = put_composite_alarm


@correction
def alarms_in_the_query_protocol() -> None:
    """AWS: an alarm is described with every member it was put with.

    MiniStack: its Query answers have a third of them, and no protocol keeps metric math.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
    """
    put = cloudwatch._put_metric_alarm
    of_one_metric = (
        "MetricName",
        "Namespace",
        "Statistic",
        "ExtendedStatistic",
        "Period",
        "Unit",
        "Dimensions",
    )

    def put_metric_alarm(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Answer:
        answer: Answer = put(params, data, is_cbor, is_json)
        if answer[0] == 200:
            alarm = cloudwatch._alarms[data["AlarmName"]]
            if data.get("Metrics"):
                for name in of_one_metric:
                    alarm.pop(name, None)
                alarm["Metrics"] = [{"ReturnData": True, **query} for query in data["Metrics"]]
            if data.get("ExtendedStatistic"):
                alarm["Statistic"] = None
            for name in ("EvaluateLowSampleCountPercentile", "ThresholdMetricId"):
                alarm[name] = data.get(name)
        return answer

    cloudwatch._put_metric_alarm = _in_query_too(put_metric_alarm, "PutMetricAlarm")
    for operation, handler in {
        "PutCompositeAlarm": "_put_composite_alarm",
        "DescribeAlarms": "_describe_alarms",
        "DescribeAlarmsForMetric": "_describe_alarms_for_metric",
    }.items():
        setattr(cloudwatch, handler, _in_query_too(getattr(cloudwatch, handler), operation))


def _in_query_too(handler: Any, operation: str) -> Any:
    """`handler`, which is complete in JSON, answering the Query protocol through JSON."""
    shapes = query_protocol.model("cloudwatch").operation_model(operation)

    def handle(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Answer:
        if is_cbor or is_json:
            answer: Answer = handler(params, data, is_cbor, is_json)
            return answer
        form = {name: value[0] if isinstance(value, list) else value for name, value in params.items()}
        request = query_protocol.parse(form, shapes.input_shape) or {}
        status, _, body = handler({}, request, False, True)
        content = json.loads(body or b"{}")
        if status >= 400:
            code = content["__type"].rpartition("#")[2]
            refused: Answer = cloudwatch._error(code, content["message"], status)
            return refused
        output = query_protocol.serialize(content, shapes.output_shape) if shapes.output_shape else ""
        inner = f"<{operation}Result>{output}</{operation}Result>"
        described: Answer = cloudwatch._xml(status, f"{operation}Response", inner)
        return described

    return handle
