"""The caches of the gallery: how ElastiCache describes them, and what those do that Valkey answers for."""

import pytest
from valkey.exceptions import AuthenticationError, NoPermissionError

from tests import cache as client

applied = pytest.mark.capability("data.elasticache", "apply")
driven = pytest.mark.capability("data.elasticache", "behaves")


@pytest.fixture
def caches(local):
    return local.client("elasticache")


@pytest.fixture
def described(caches, gallery):
    """The replication group of a cache of the complete example."""

    def describe(cache):
        name = gallery["elasticache_complete"][cache]["name"]
        return caches.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]

    return describe


@pytest.fixture
def member(caches):
    """One node of a replication group, which knows more than its group does."""

    def describe(group):
        return caches.describe_cache_clusters(CacheClusterId=group["MemberClusters"][0])["CacheClusters"][0]

    return describe


def ports(local, group):
    found = local.client("ec2").describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": [group]}]
    )["SecurityGroupRules"]
    return [
        (rule["FromPort"], rule["ToPort"], rule["ReferencedGroupInfo"]["GroupId"])
        for rule in found
        if not rule["IsEgress"]
    ]


@applied
def test_a_cluster_has_its_shards_each_with_a_replica_in_another_zone(described):
    carts = described("carts")
    assert carts["ClusterEnabled"] and len(carts["NodeGroups"]) == 3
    assert {len(shard["NodeGroupMembers"]) for shard in carts["NodeGroups"]} == {2}
    assert (carts["MultiAZ"], carts["AutomaticFailover"]) == ("enabled", "enabled")


@applied
def test_a_cache_without_replicas_promises_no_failover(described):
    sessions = described("sessions")
    assert not sessions["ClusterEnabled"] and len(sessions["MemberClusters"]) == 1
    assert (sessions["MultiAZ"], sessions["AutomaticFailover"]) == ("disabled", "disabled")


@applied
@pytest.mark.parametrize("cache", ["carts", "sessions"])
def test_nothing_is_in_plain_text(described, local, cache):
    group = described(cache)
    key = local.client("kms").describe_key(KeyId="alias/example-elasticache-complete")["KeyMetadata"]["Arn"]
    assert group["TransitEncryptionEnabled"] and group["TransitEncryptionMode"] == "required"
    assert group["AtRestEncryptionEnabled"] and group["KmsKeyId"] == key


@applied
def test_users_log_in_by_iam_and_the_report_only_reads_carts(caches, gallery):
    names = gallery["elasticache_complete"]["carts"]["users"]
    users = {user["UserId"]: user for user in caches.describe_users()["Users"]}
    assert {users[name]["Authentication"]["Type"] for name in names.values()} == {"iam"}
    assert all(users[name]["UserName"] == name for name in names.values())  # as IAM wants it
    assert (
        users[names["report"]]["AccessString"] == "on ~cart:* +@read +@connection +cluster|slots -@dangerous"
    )


@applied
def test_redis_has_its_default_user_off(caches, described):
    (group,) = described("sessions")["UserGroupIds"]
    (found,) = caches.describe_user_groups(UserGroupId=group)["UserGroups"]
    users = {user["UserId"]: user for user in caches.describe_users()["Users"]}
    (default,) = [users[user] for user in found["UserIds"] if users[user]["UserName"] == "default"]
    assert default["AccessString"] == "off -@all"


@applied
def test_a_grant_lets_in_as_one_user_to_one_cache(gallery, caches):
    carts = gallery["elasticache_complete"]["carts"]
    users = {user["UserId"]: user["ARN"] for user in caches.describe_users()["Users"]}
    for name in ("api", "report"):
        (statement,) = carts["grants"][f"connect_{name}"]
        assert statement["actions"] == ["elasticache:Connect"]
        assert statement["resources"] == [carts["arn"], users[carts["users"][name]]]


@applied
@pytest.mark.parametrize(
    ("example", "output", "first", "last"),
    [
        ("elasticache_complete", "carts", 6379, 6379),
        ("elasticache_serverless_complete", "cache", 6379, 6380),
        ("memcached_complete", "cache", 11211, 11211),
    ],
)
def test_only_the_client_reaches_it(local, gallery, example, output, first, last):
    group = gallery[example][output]["security_group_id"]
    assert ports(local, group) == [(first, last, gallery[example]["client_security_group_id"])]


@applied
def test_slow_commands_and_the_engines_log_are_kept_encrypted(local, gallery, described, member):
    names = gallery["elasticache_complete"]["carts"]["log_group_names"]
    delivered = {
        each["LogType"]: each["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"]
        for each in described("carts")["LogDeliveryConfigurations"]
    }
    assert delivered == names
    groups = local.client("logs").describe_log_groups(logGroupNamePrefix="/elasticache/example-ec-carts/")
    assert {(each["retentionInDays"], bool(each["kmsKeyId"])) for each in groups["logGroups"]} == {(90, True)}


@applied
def test_snapshots_windows_and_settings_are_as_asked(caches, described, member):
    carts = described("carts")
    assert (carts["SnapshotRetentionLimit"], carts["SnapshotWindow"]) == (14, "00:00-01:00")
    node = member(carts)
    assert (node["PreferredMaintenanceWindow"], node["AutoMinorVersionUpgrade"]) == (
        "tue:02:00-tue:03:00",
        True,
    )
    group = node["CacheParameterGroup"]["CacheParameterGroupName"]
    settings = caches.describe_cache_parameters(CacheParameterGroupName=group, Source="user")["Parameters"]
    assert {each["ParameterName"]: each["ParameterValue"] for each in settings} == {
        "cluster-enabled": "yes",
        "maxmemory-policy": "volatile-lru",
    }
    assert described("sessions")["SnapshotRetentionLimit"] == 0


@applied
def test_every_node_is_watched_for_each_shortage(local, described):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix="example-ec-carts-")["MetricAlarms"]
    watched = {(alarm["Dimensions"][0]["Value"], alarm["MetricName"]) for alarm in alarms}
    metrics = (
        "CurrConnections",
        "DatabaseMemoryUsagePercentage",
        "EngineCPUUtilization",
        "Evictions",
        "ReplicationLag",
    )
    assert watched == {(node, metric) for node in described("carts")["MemberClusters"] for metric in metrics}


@applied
def test_a_serverless_cache_has_its_ceilings(caches, gallery):
    name = gallery["elasticache_serverless_complete"]["cache"]["name"]
    (cache,) = caches.describe_serverless_caches(ServerlessCacheName=name)["ServerlessCaches"]
    limits = cache["CacheUsageLimits"]
    assert (limits["DataStorage"]["Maximum"], limits["ECPUPerSecond"]["Maximum"]) == (2, 5000)
    assert (cache["SnapshotRetentionLimit"], cache["UserGroupId"]) == (3, name)


@applied
def test_memcached_stands_in_all_zones_behind_one_encrypted_address(caches, gallery):
    cache = gallery["memcached_complete"]["cache"]
    (found,) = caches.describe_cache_clusters(CacheClusterId=cache["name"], ShowCacheNodeInfo=True)[
        "CacheClusters"
    ]
    assert found["TransitEncryptionEnabled"] and len(found["CacheNodes"]) == 3
    assert len({node["CustomerAvailabilityZone"] for node in found["CacheNodes"]}) == 3
    assert found["ConfigurationEndpoint"]["Port"] == cache["address"]["port"] == 11211


@pytest.fixture
def log_in(local):
    """Opens a cache as one of its users, with a token, or with another password."""
    if local.embedded:
        client.needed()
    trust = {"ssl_ca_data": client.authority(local.url)} if local.embedded else {"ssl": True}

    def opened(cache, user, *, open=client.connect, password=None, serverless=False, cache_named=None):
        name = cache["users"].get(user, user)
        signed = client.token(cache_named or cache["name"], name, serverless=serverless)
        at = {"Address": cache["address"]["host"], "Port": cache["address"]["port"]}
        return open(at, username=name, password=password or signed, **trust)

    return opened


@driven
def test_a_service_keeps_values_for_a_while_and_nobody_else_gets_in(gallery, log_in, local):
    cache = gallery["elasticache_minimal"]["cache"]
    app = log_in(cache, "app")
    app.set("product:1", "boots", ex=60)
    assert app.get("product:1") == "boots" and 0 < app.ttl("product:1") <= 60
    assert app.delete("product:1") == 1 and app.get("product:1") is None
    for wrong in ({"password": "a-guess"}, {"cache_named": "another"}, {"user": "default"}):
        with pytest.raises(AuthenticationError):
            log_in(cache, **({"user": "app"} | wrong)).ping()
    with pytest.raises(NoPermissionError):
        app.flushall()


@driven
@pytest.mark.parametrize(
    ("example", "output", "prefix", "serverless"),
    [
        ("elasticache_complete", "carts", "cart", False),
        ("elasticache_serverless_complete", "cache", "session", True),
    ],
)
def test_a_report_reads_what_the_api_wrote_and_no_more(gallery, log_in, example, output, prefix, serverless):
    cache = gallery[example][output]
    api, report = (
        log_in(cache, user, open=client.cluster, serverless=serverless) for user in ("api", "report")
    )
    for number in range(20):
        api.set(f"{prefix}:{number}", number)
    assert [report.get(f"{prefix}:{number}") for number in range(20)] == [str(each) for each in range(20)]
    api.set("order:1", "boots")
    for refused in (lambda: report.set(f"{prefix}:1", "none"), lambda: report.get("order:1")):
        with pytest.raises(NoPermissionError):
            refused()
