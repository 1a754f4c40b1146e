"""Kinesis Data Streams: its limits. MiniStack answers for the rest.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
"""

from local_aws.double.hints import Kind, Record, Service, Values


def _limits(region: Record, _: Values) -> Values:
    from ministack.services import kinesis  # the table is read where the engines are not installed, too

    place = (region.values["account"], region.values["region"])
    streams = [stream for (*found, _), stream in kinesis._streams.all_items() if tuple(found) == place]
    modes = [each.get("StreamModeDetails", {}).get("StreamMode") for each in streams]
    return {
        "OnDemandStreamCount": modes.count("ON_DEMAND"),
        "OnDemandStreamCountLimit": 50,
        "OpenShardCount": sum(len(each.get("shards", ())) for each in streams),
        "ShardLimit": 500,
    }


SERVICE = Service(
    "kinesis",
    kinds=(Kind("Region", theirs=True, alone=True, made={"account": "{account}", "region": "{region}"}),),
    acts={"DescribeLimits": ("Region", _limits)},
    rest_elsewhere=True,
)
