"""Data is encrypted where it rests and where it travels."""

from contextlib import suppress

from tooling.policy.rule import Block, Rule, Unknown
from tooling.policy.statements import refuses_plain_text

AT_REST = Rule(
    "PLATFORM_ENCRYPTION",
    "Data at rest is encrypted with a key of the account",
    "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html",
)
KEY_ROTATION = Rule(
    "PLATFORM_KEY_ROTATION",
    "A key is rotated",
    "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
)
IN_TRANSIT = Rule(
    "PLATFORM_TLS_ONLY",
    "Requests without TLS are refused",
    "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
)


@AT_REST.on(
    "aws_dynamodb_table", fix="Write server_side_encryption { enabled = true }, best with kms_key_arn."
)
def table(table: Block) -> bool:
    return table.get("server_side_encryption.enabled", False) is True


@AT_REST.on("aws_sqs_queue", fix="Write kms_master_key_id, or leave out sqs_managed_sse_enabled = false.")
def queue(queue: Block) -> bool:
    # AWS encrypts every queue unless it is set not to.
    return queue.has("kms_master_key_id") or queue.get("sqs_managed_sse_enabled") is not False


@AT_REST.on("aws_sns_topic", fix="Write kms_master_key_id: a topic is not encrypted by default.")
def topic(topic: Block) -> bool:
    return topic.has("kms_master_key_id")


@AT_REST.on("aws_kinesis_stream", fix='Write encryption_type = "KMS" and kms_key_id.')
def stream(stream: Block) -> bool:
    return bool(stream.get("encryption_type") == "KMS")


@AT_REST.on("aws_db_instance", "aws_rds_cluster", fix="Write storage_encrypted = true, best with kms_key_id.")
def database(database: Block) -> bool:
    # A replica is encrypted as its source is, but for one of another region, which names its source by ARN.
    if database.has("replicate_source_db"):
        with suppress(Unknown):
            return not str(database.get("replicate_source_db")).startswith("arn:") or database.has(
                "kms_key_id"
            )
        return True
    return database.get("storage_encrypted", False) is True


@AT_REST.on("aws_elasticache_replication_group", fix="Write at_rest_encryption_enabled = true.")
def cache(group: Block) -> bool:
    return group.get("at_rest_encryption_enabled", False) is True


@AT_REST.on("aws_ebs_volume", "aws_efs_file_system", fix="Write encrypted = true, best with kms_key_id.")
def volume(volume: Block) -> bool:
    return volume.get("encrypted", False) is True


@KEY_ROTATION.on("aws_kms_key", fix="Write enable_key_rotation = true.")
def rotation(key: Block) -> bool:
    symmetric = key.get("customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    return not symmetric or key.has("custom_key_store_id") or key.get("enable_key_rotation", False) is True


@IN_TRANSIT.on("aws_elasticache_replication_group", fix="Write transit_encryption_enabled = true.")
def cache_traffic(group: Block) -> bool:
    return group.get("transit_encryption_enabled", False) is True


@IN_TRANSIT.on(
    "aws_sqs_queue",
    fix='Write a policy that denies sqs:* to everyone when aws:SecureTransport is "false".',
)
def queue_traffic(queue: Block) -> bool:
    return _policy_refuses(queue, "aws_sqs_queue_policy")


@IN_TRANSIT.on(
    "aws_sns_topic",
    fix='Add a statement that denies sns:Publish to everyone when aws:SecureTransport is "false".',
)
def topic_traffic(topic: Block) -> bool:
    # Without a policy only its own account publishes; alarms come from AWS, over TLS.
    return not topic.has("policy") or _policy_refuses(topic, "aws_sns_topic_policy")


@IN_TRANSIT.on(
    "aws_sqs_queue_policy",
    "aws_sns_topic_policy",
    "aws_s3_bucket_policy",
    fix='Add a statement that denies every action to everyone when aws:SecureTransport is "false".',
)
def policy_traffic(policy: Block) -> bool:
    document = policy.json("policy")
    return document is not None and refuses_plain_text(document)


def _policy_refuses(resource: Block, separate: str) -> bool:
    if not resource.has("policy"):
        if resource.beside(separate):
            raise Unknown
        return False
    document = resource.json("policy")
    return document is not None and refuses_plain_text(document)
