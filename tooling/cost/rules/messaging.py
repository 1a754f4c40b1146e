"""Queues, topics, buses, streams, brokers."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced

_BROKERS = {"SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2, "CLUSTER_MULTI_AZ": 3}


@priced("aws_sqs_queue")
def queue(case: Case) -> Iterator[Part]:
    """Requests of up to 64 KB: sends, receives and deletes."""
    yield case.used("sqs.fifo" if case.values.get("fifo_queue") else "sqs.standard", "requests")


@priced("aws_sns_topic")
def topic(case: Case) -> Iterator[Part]:
    """Publishes of up to 64 KB; deliveries to queues and functions are free."""
    yield case.used("sns.fifo_publish" if case.values.get("fifo_topic") else "sns.publish", "publishes")


@priced("aws_cloudwatch_event_bus")
def bus(case: Case) -> Iterator[Part]:
    """Events of its own, of up to 64 KB."""
    yield case.used("eventbridge.event", "events")


@priced("aws_cloudwatch_event_archive")
def archive(case: Case) -> Iterator[Part]:
    """What is archived, and what is kept."""
    yield case.used("eventbridge.archive_gb", "gb")
    days = case.number("retention_days")
    kept = case.usage.get("kept_gb", case.usage.get("gb", 0) * days / 30 if days else 0)
    known = "gb" in case.usage and (days or "kept_gb" in case.usage)
    yield Part("eventbridge.archive_gb_month", kept if known else None, "" if known else "gb, kept_gb")


@priced("aws_scheduler_schedule")
def schedule(case: Case) -> Iterator[Part]:
    """Invocations."""
    yield case.used("eventbridge.schedule", "invocations")


@priced("aws_pipes_pipe")
def pipe(case: Case) -> Iterator[Part]:
    """Requests that pass the filter."""
    yield case.used("eventbridge.pipe", "requests")


@priced("aws_kinesis_stream")
def stream(case: Case) -> Iterator[Part]:
    """On demand: hours and GB. Provisioned: shards and PUT payload units."""
    modes = [each.get("stream_mode") for each in case.blocks("stream_mode_details")]
    if "ON_DEMAND" in modes:
        yield case.hours("kinesis.stream")
        yield case.used("kinesis.gb_in", "gb_in")
        yield case.used("kinesis.gb_out", "gb_out")
    else:
        shards = case.number("shard_count", 1)
        yield case.hours("kinesis.shard", shards)
        yield case.used("kinesis.put", "put_units")
        if case.number("retention_period", 24) > 24:
            yield case.hours("kinesis.extended_shard", shards)


@priced("aws_kinesis_firehose_delivery_stream")
def firehose(case: Case) -> Iterator[Part]:
    """GB ingested, each record rounded up to 5 KB."""
    yield case.used("firehose.gb", "gb")


@priced("aws_mq_broker")
def broker(case: Case) -> Iterator[Part]:
    """Each instance, and what it keeps."""
    count = _BROKERS.get(str(case.values.get("deployment_mode")), 1)
    kind = str(case.values.get("host_instance_type")).removeprefix("mq.")
    yield case.hours(f"mq.{kind}", count)
    disk = "efs" if case.values.get("storage_type") == "efs" else "ebs"
    yield case.used(f"mq.{disk}_gb", "gb")
