"""The Flink applications of the gallery. The local AWS runs no jobs: what is proven is their description."""

import pytest

pytestmark = pytest.mark.capability("messaging.kinesis", "apply")


@pytest.fixture
def described(local, gallery):
    flink = local.client("kinesisanalyticsv2")

    def detail(example):
        name = gallery[example]["application"]["name"]
        return flink.describe_application(ApplicationName=name)["ApplicationDetail"]

    return detail


def test_an_application_has_the_settings_it_was_given(described, gallery):
    detail = described("flink_application_complete")
    settings = detail["ApplicationConfigurationDescription"]
    flink = settings["FlinkApplicationConfigurationDescription"]
    assert detail["RuntimeEnvironment"] == "FLINK-1_20"
    assert flink["CheckpointConfigurationDescription"]["CheckpointInterval"] == 30_000
    assert flink["ParallelismConfigurationDescription"]["Parallelism"] == 4
    assert settings["ApplicationSnapshotConfigurationDescription"]["SnapshotsEnabled"]
    (group,) = settings["EnvironmentPropertyDescriptions"]["PropertyGroupDescriptions"]
    streams = gallery["flink_application_complete"]["streams"]
    assert group["PropertyMap"] == {"input": streams["orders"]["arn"], "output": streams["sales"]["arn"]}
    (network,) = settings["VpcConfigurationDescriptions"]
    assert network["SecurityGroupIds"] == [
        gallery["flink_application_complete"]["application"]["security_group_id"]
    ]


def test_an_application_that_is_not_to_run_is_not_started(described):
    assert described("flink_application_minimal")["ApplicationStatus"] == "READY"


def test_the_role_may_read_the_code_and_use_its_streams(local, gallery):
    example = gallery["flink_application_complete"]
    document = local.client("iam").get_role_policy(
        RoleName=example["application"]["role_name"], PolicyName="flink"
    )["PolicyDocument"]

    def on(action):
        return [
            statement["Resource"]
            for statement in document["Statement"]
            if action
            in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
        ]

    assert on("kinesis:GetRecords") == [example["streams"]["orders"]["arn"]]
    assert on("kinesis:PutRecord") == [example["streams"]["sales"]["arn"]]
    assert on("s3:GetObject") == ["arn:aws:s3:::example-flink-application-complete/*"]
    assert on("s3:GetObjectVersion") == ["arn:aws:s3:::example-flink-application-complete/sales.jar"]
    assert on("s3:PutObject") == []
