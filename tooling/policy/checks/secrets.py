"""Secrets stay out of the state."""

from tooling.policy.rule import Block, Rule

MANAGED_PASSWORD = Rule(
    "PLATFORM_MANAGED_PASSWORD",
    "A database's password never passes through Terraform's state",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)


@MANAGED_PASSWORD.on("aws_db_instance", fix="Write manage_master_user_password = true instead of password.")
def instance(database: Block) -> bool:
    return not database.has("password")


@MANAGED_PASSWORD.on(
    "aws_rds_cluster", fix="Write manage_master_user_password = true instead of master_password."
)
def cluster(database: Block) -> bool:
    return not database.has("master_password")


@MANAGED_PASSWORD.on(
    "aws_docdb_cluster",
    "aws_redshift_cluster",
    "aws_neptune_cluster",
    fix="Write manage_master_user_password or manage_master_password = true instead of master_password.",
)
def other_cluster(database: Block) -> bool:
    return not database.has("master_password")


@MANAGED_PASSWORD.on(
    "aws_redshiftserverless_namespace",
    fix="Write manage_admin_password = true instead of admin_user_password.",
)
def namespace(namespace: Block) -> bool:
    return not namespace.has("admin_user_password")


@MANAGED_PASSWORD.on(
    "aws_mq_broker",
    fix="Change the password in the broker after the first apply, and say so in a suppression.",
)
def broker(broker: Block) -> bool:
    return not any(user.has("password") for user in broker.blocks("user"))


@MANAGED_PASSWORD.on(
    "aws_elasticache_replication_group",
    fix='Leave out auth_token; name users with authentication_mode { type = "iam" } in user_group_ids.',
)
def cache(group: Block) -> bool:
    return not group.has("auth_token")


@MANAGED_PASSWORD.on(
    "aws_elasticache_user",
    "aws_memorydb_user",
    fix='Write authentication_mode { type = "iam" } without passwords.',
)
def cache_user(user: Block) -> bool:
    modes = user.blocks("authentication_mode")
    return not user.has("passwords") and not any(mode.has("passwords") for mode in modes)


@MANAGED_PASSWORD.on(
    "aws_opensearch_domain",
    "aws_elasticsearch_domain",
    fix="Write master_user_arn with a role instead of master_user_password.",
)
def search(domain: Block) -> bool:
    return not domain.has_at("advanced_security_options.master_user_options.master_user_password")


@MANAGED_PASSWORD.on(
    "aws_dms_endpoint",
    fix="Write secrets_manager_arn and secrets_manager_access_role_arn instead of password.",
)
def endpoint(endpoint: Block) -> bool:
    return not endpoint.has("password")
