"""Roles, policies and profiles; keys; what buckets, registries and vaults keep."""

from tests.local_aws.references import Account, Do, kind, name, policy

_ALLOWED = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})


@kind("DeleteConflict", "must detach all policies first")
def role_with_an_attached_policy(aws: Account) -> tuple[Do, Do]:
    role, attached = aws.iam_role(), _policy(aws)
    aws.iam.attach_role_policy(RoleName=role, PolicyArn=attached)
    return (
        lambda: aws.iam.delete_role(RoleName=role),
        lambda: aws.iam.detach_role_policy(RoleName=role, PolicyArn=attached),
    )


def _policy(aws: Account) -> str:
    return str(aws.iam.create_policy(PolicyName=name(), PolicyDocument=_ALLOWED)["Policy"]["Arn"])


@kind("DeleteConflict", "must delete policies first")
def role_with_an_inline_policy(aws: Account) -> tuple[Do, Do]:
    role = aws.iam_role()
    aws.iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=_ALLOWED)
    return (
        lambda: aws.iam.delete_role(RoleName=role),
        lambda: aws.iam.delete_role_policy(RoleName=role, PolicyName="own"),
    )


def _profile(aws: Account) -> tuple[str, str, Do]:
    """A profile, its role, and the call that takes the role out."""
    role, profile = aws.iam_role("ec2"), name()
    aws.iam.create_instance_profile(InstanceProfileName=profile)
    both = {"InstanceProfileName": profile, "RoleName": role}
    aws.iam.add_role_to_instance_profile(**both)
    return profile, role, lambda: aws.iam.remove_role_from_instance_profile(**both)


@kind("DeleteConflict", "must remove roles from instance profile first")
def role_of_a_profile(aws: Account) -> tuple[Do, Do]:
    _, role, free = _profile(aws)
    return lambda: aws.iam.delete_role(RoleName=role), free


@kind("DeleteConflict", "must remove roles from instance profile first")
def profile_with_a_role(aws: Account) -> tuple[Do, Do]:
    profile, _, free = _profile(aws)
    return lambda: aws.iam.delete_instance_profile(InstanceProfileName=profile), free


@kind("DeleteConflict", "Cannot delete a policy attached to entities")
def policy_of_a_role(aws: Account) -> tuple[Do, Do]:
    role, attached = aws.iam_role(), _policy(aws)
    aws.iam.attach_role_policy(RoleName=role, PolicyArn=attached)
    return (
        lambda: aws.iam.delete_policy(PolicyArn=attached),
        lambda: aws.iam.detach_role_policy(RoleName=role, PolicyArn=attached),
    )


@kind("DeleteConflict", "more than one version")
def policy_with_versions(aws: Account) -> tuple[Do, Do]:
    made = _policy(aws)
    aws.iam.create_policy_version(PolicyArn=made, PolicyDocument=_ALLOWED)
    return (
        lambda: aws.iam.delete_policy(PolicyArn=made),
        lambda: aws.iam.delete_policy_version(PolicyArn=made, VersionId="v2"),
    )


@kind("DeleteConflict", "must delete access keys first")
def user_with_a_key(aws: Account) -> tuple[Do, Do]:
    user = name()
    aws.iam.create_user(UserName=user)
    key = aws.iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    return (
        lambda: aws.iam.delete_user(UserName=user),
        lambda: aws.iam.delete_access_key(UserName=user, AccessKeyId=key),
    )


@kind("DeleteConflict", "must remove users from group first")
def user_group_with_a_user(aws: Account) -> tuple[Do, Do]:
    user, group = name(), name()
    aws.iam.create_user(UserName=user)
    aws.iam.create_group(GroupName=group)
    aws.iam.add_user_to_group(GroupName=group, UserName=user)
    return (
        lambda: aws.iam.delete_group(GroupName=group),
        lambda: aws.iam.remove_user_from_group(GroupName=group, UserName=user),
    )


@kind("KMSInvalidStateException", "is pending deletion")
def key_pending_deletion(aws: Account) -> tuple[Do, Do]:
    key = aws.kms.create_key()["KeyMetadata"]["KeyId"]
    aws.kms.schedule_key_deletion(KeyId=key)

    def free() -> None:
        aws.kms.cancel_key_deletion(KeyId=key)
        aws.kms.enable_key(KeyId=key)

    return lambda: aws.kms.encrypt(KeyId=key, Plaintext=b"x"), free


def _bucket(aws: Account) -> str:
    made = name()
    aws.s3.create_bucket(Bucket=made, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return made


@kind("BucketNotEmpty", "The bucket you tried to delete is not empty")
def bucket_with_an_object(aws: Account) -> tuple[Do, Do]:
    bucket = _bucket(aws)
    aws.s3.put_object(Bucket=bucket, Key="a", Body=b"a")
    return (
        lambda: aws.s3.delete_bucket(Bucket=bucket),
        lambda: aws.s3.delete_object(Bucket=bucket, Key="a"),
    )


@kind("BucketNotEmpty", "The bucket you tried to delete is not empty")
def bucket_with_a_deleted_version(aws: Account) -> tuple[Do, Do]:
    bucket = _bucket(aws)
    aws.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    aws.s3.put_object(Bucket=bucket, Key="a", Body=b"a")
    aws.s3.delete_object(Bucket=bucket, Key="a")

    def free() -> None:
        listed = aws.s3.list_object_versions(Bucket=bucket)
        for each in (*listed["Versions"], *listed["DeleteMarkers"]):
            aws.s3.delete_object(Bucket=bucket, Key="a", VersionId=each["VersionId"])

    return lambda: aws.s3.delete_bucket(Bucket=bucket), free


@kind("RepositoryNotEmptyException", "still contains images")
def repository_with_an_image(aws: Account) -> tuple[Do, Do]:
    repository = name()
    aws.ecr.create_repository(repositoryName=repository)
    manifest = '{"schemaVersion": 2, "layers": []}'
    aws.ecr.put_image(repositoryName=repository, imageManifest=manifest, imageTag="a")
    return (
        lambda: aws.ecr.delete_repository(repositoryName=repository),
        lambda: aws.ecr.batch_delete_image(repositoryName=repository, imageIds=[{"imageTag": "a"}]),
    )


@kind(
    "InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion"
)
def backup_plan_with_a_selection(aws: Account) -> tuple[Do, Do]:
    vault = name()
    aws.backup.create_backup_vault(BackupVaultName=vault)
    rule = {"RuleName": "daily", "TargetBackupVaultName": vault}
    plan = aws.backup.create_backup_plan(BackupPlan={"BackupPlanName": name(), "Rules": [rule]})
    chosen = aws.backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={"SelectionName": name(), "IamRoleArn": aws.role, "Resources": ["*"]},
    )
    return (
        lambda: aws.backup.delete_backup_plan(BackupPlanId=plan["BackupPlanId"]),
        lambda: aws.backup.delete_backup_selection(
            BackupPlanId=plan["BackupPlanId"], SelectionId=chosen["SelectionId"]
        ),
    )
