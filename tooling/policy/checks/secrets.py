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
