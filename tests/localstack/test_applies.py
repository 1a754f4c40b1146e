"""The modules apply; what the next plan wants to change is LocalStack's doing."""


def test_the_next_plan_wants_what_localstack_forgets_and_no_more(gallery):
    queue, rule = "module.sqs_queue_complete.module.queue", "module.event_rule_complete.module.rule"
    assert gallery.second_plan == {
        # The tags that PutMetricAlarm takes:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        f"{queue}.aws_cloudwatch_metric_alarm.age[0]": "update",
        f"{queue}.aws_cloudwatch_metric_alarm.dead_letters[0]": "update",
        f"{rule}.aws_cloudwatch_metric_alarm.failed[0]": "update",
        # The encryption and tracing that DescribeStateMachine tells:
        # https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
        "module.checkout.aws_sfn_alias.this[0]": "update",  # to the version of the update
        "module.checkout.aws_sfn_state_machine.this": "update",
        "module.quote.aws_sfn_state_machine.this": "update",
    }
