"""ElastiCache: where the engine differs from AWS."""

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from ministack.core.responses import get_region
from ministack.services import elasticache

from local_aws.corrections import correction
from local_aws.services.elasticache import servers

Form = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


@correction
def cache_users() -> None:
    """AWS: a user logs in as its authentication mode says, by IAM too; access strings may hold `&`.

    MiniStack: knows no mode; answers with `&` as it is, which is no XML.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_AuthenticationMode.html
    """
    create, modify, render = elasticache._create_user, elasticache._modify_user, elasticache._user_xml
    kinds = {"no-password-required": "no-password"}

    def with_mode(answer: Answer, p: Form) -> Answer:
        user = elasticache._users.get(elasticache._p(p, "UserId"))
        kind = elasticache._p(p, "AuthenticationMode.Type")
        if user and kind and answer[0] == 200:
            user["Authentication"] = {"Type": kinds.get(kind, kind), "PasswordCount": int(kind == "password")}
        return answer

    def user_xml(user: Form) -> str:
        return str(render(user | {"AccessString": escape(user.get("AccessString", ""))}))

    elasticache._user_xml = user_xml
    elasticache._create_user = lambda p: with_mode(create(p), p)
    elasticache._modify_user = lambda p: with_mode(modify(p), p)


@correction
def cache_parameters() -> None:
    """AWS: tells only the settings that somebody made, when asked for these. MiniStack: tells all.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheParameters.html
    """
    describe: Callable[[Form], Answer] = elasticache._describe_cache_parameters

    def of_source(p: Form) -> Answer:
        name, source = elasticache._p(p, "CacheParameterGroupName"), elasticache._p(p, "Source")
        settings = elasticache._param_group_params.get(name)
        if not settings or not source:
            return describe(p)
        elasticache._param_group_params[name] = {
            key: each for key, each in settings.items() if each.get("Source") == source
        }
        try:
            return describe(p)
        finally:
            elasticache._param_group_params[name] = settings

    elasticache._describe_cache_parameters = of_source


@correction
def cache_upgrades() -> None:
    """AWS: a node says whether minor versions come by themselves. MiniStack: keeps it, and does not say.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheCluster.html
    """
    render = elasticache._cluster_xml_inner

    def cluster_xml_inner(cluster: Form) -> str:
        upgrades = str(cluster.get("AutoMinorVersionUpgrade", True)).lower()
        return f"{render(cluster)}<AutoMinorVersionUpgrade>{upgrades}</AutoMinorVersionUpgrade>"

    elasticache._cluster_xml_inner = cluster_xml_inner


@correction
def replication_group_keys() -> None:
    """AWS: a replication group is encrypted with the key it was given. MiniStack: forgets it.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html
    """
    create: Callable[[Form], Answer] = elasticache._create_replication_group
    render = elasticache._rg_xml

    def create_with_key(p: Form) -> Answer:
        answer = create(p)
        if answer[0] == 200:
            group = elasticache._replication_groups[elasticache._p(p, "ReplicationGroupId")]
            group["_kms_key"] = elasticache._p(p, "KmsKeyId")
        return answer

    def rg_xml(group: Form) -> str:
        key = group.get("_kms_key")
        return str(render(group)) + (f"<KmsKeyId>{key}</KmsKeyId>" if key else "")

    elasticache._create_replication_group = create_with_key
    elasticache._rg_xml = rg_xml


@correction
def replication_group_sizes() -> None:
    """AWS: another size of a replication group is its nodes' size too. MiniStack: they keep theirs.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    """
    modify: Callable[[Form], Answer] = elasticache._modify_replication_group

    def modify_nodes(p: Form) -> Answer:
        answer, size = modify(p), elasticache._p(p, "CacheNodeType")
        if answer[0] == 200 and size:
            for node in elasticache._replication_groups[elasticache._p(p, "ReplicationGroupId")][
                "MemberClusters"
            ]:
                elasticache._clusters[node]["CacheNodeType"] = size
        return answer

    elasticache._modify_replication_group = modify_nodes


@correction
def memcached_clusters() -> None:
    """AWS: a cluster has its security groups and port; one of Memcached has several zones and one address.

    MiniStack: forgets them.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheCluster.html
    """
    create, modify, render = (
        elasticache._create_cache_cluster,
        elasticache._modify_cache_cluster,
        elasticache._cluster_xml_inner,
    )

    def zones(group: str) -> list[str]:
        subnets = elasticache._subnet_groups.get(group, {}).get("Subnets", [])
        found = sorted({subnet["SubnetAvailabilityZone"]["Name"] for subnet in subnets})
        return found or [f"{get_region()}a"]

    def placed(p: Form) -> None:
        cluster = elasticache._clusters.get(elasticache._p(p, "CacheClusterId"))
        if cluster is None:
            return
        groups = elasticache._extract_configs(p, "SecurityGroupIds", ("SecurityGroupId", "member"))
        if groups:
            cluster["SecurityGroups"] = [{"SecurityGroupId": group, "Status": "active"} for group in groups]
        cluster["_across"] = cluster.get("_across") or elasticache._p(p, "AZMode") == "cross-az"
        in_zones = zones(cluster["CacheSubnetGroupName"])[: None if cluster["_across"] else 1]
        port = int(elasticache._p(p, "Port") or cluster["_endpoint"]["Port"])
        cluster["_endpoint"] = {**cluster["_endpoint"], "Port": port}
        for number, node in enumerate(cluster["CacheNodes"]):
            node["CustomerAvailabilityZone"] = in_zones[number % len(in_zones)]
            node["Endpoint"] = cluster["_endpoint"]
        cluster["PreferredAvailabilityZone"] = "Multiple" if cluster["_across"] else in_zones[0]

    def then_placed(change: Any, p: Form) -> Any:
        answer = change(p)
        if answer[0] == 200:
            placed(p)
            return elasticache._xml_cluster_response(
                f"{elasticache._p(p, 'Action')}Response",
                f"{elasticache._p(p, 'Action')}Result",
                elasticache._clusters[elasticache._p(p, "CacheClusterId")],
            )
        return answer

    def cluster_xml_inner(cluster: Form) -> str:
        text = str(render(cluster))
        if cluster["Engine"] != "memcached":
            return text
        at = cluster["_endpoint"]
        return (
            f"{text}<ConfigurationEndpoint><Address>{at['Address']}</Address><Port>{at['Port']}</Port>"
            "</ConfigurationEndpoint>"
        )

    elasticache._create_cache_cluster = lambda p: then_placed(create, p)
    elasticache._modify_cache_cluster = lambda p: then_placed(modify, p)
    elasticache._cluster_xml_inner = cluster_xml_inner


@correction
def caches_answer() -> None:
    """AWS: a cache answers at its endpoint, encrypted as it was made, to the users of its group.

    MiniStack: in a container. Here Valkey does, where this machine has it or could be given it.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
    """
    render_group, render_cluster = elasticache._rg_xml, elasticache._cluster_xml_inner
    render_serverless, handle = elasticache._serverless_cache_xml, elasticache.handle_request

    def rg_xml(group: Form) -> str:
        servers.place(group)
        return str(render_group(group))

    def cluster_xml_inner(cluster: Form) -> str:
        servers.place(cluster, elasticache._replication_groups.get(cluster["ReplicationGroupId"]))
        return str(render_cluster(cluster))

    def serverless_cache_xml(cache: Form) -> str:
        servers.place(cache)
        return str(render_serverless(cache))

    async def handle_request(*request: Any) -> Answer:
        answer: Answer = await handle(*request)
        await servers.endpoints.settle()
        return answer

    elasticache._rg_xml = rg_xml
    elasticache._cluster_xml_inner = cluster_xml_inner
    elasticache._serverless_cache_xml = serverless_cache_xml
    elasticache.handle_request = handle_request


@correction
def cache_passwords() -> None:
    """AWS: a user logs in with any of its passwords. MiniStack: forgets them.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
    """
    create, modify = elasticache._create_user, elasticache._modify_user

    def with_passwords(answer: Answer, p: Form) -> Answer:
        user = elasticache._users.get(elasticache._p(p, "UserId"))
        given = _listed(p, "Passwords") or _listed(p, "AuthenticationMode.Passwords")
        if user and given and answer[0] == 200:
            user[servers.PASSWORDS] = given
        return answer

    elasticache._create_user = lambda p: with_passwords(create(p), p)
    elasticache._modify_user = lambda p: with_passwords(modify(p), p)


def _listed(p: Form, name: str) -> list[str]:
    """The members of a list, in one of the two ways to write it."""
    return [elasticache._p(p, key) for key in sorted(p) if key.startswith((f"{name}.member.", f"{name}."))]


@correction
def snapshots_of_caches() -> None:
    """AWS: a snapshot keeps what a cache holds; a new cache begins with it, and a deleted one leaves a last.

    MiniStack: an empty one that nothing can be made from, and no last one.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-restoring.html
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html
    """
    take, create = elasticache._create_snapshot, elasticache._create_replication_group
    delete = elasticache._delete_replication_group

    def create_snapshot(p: Form) -> Answer:
        answer: Answer = take(p)
        named = elasticache._p(p, "ReplicationGroupId"), elasticache._p(p, "CacheClusterId")
        source = elasticache._replication_groups.get(named[0]) or elasticache._clusters.get(named[1])
        if answer[0] == 200 and source:
            snapshot = elasticache._snapshots[elasticache._p(p, "SnapshotName")]
            snapshot[servers.CONTENTS] = servers.contents(source)
        return answer

    def create_replication_group(p: Form) -> Answer:
        answer: Answer = create(p)
        snapshot = elasticache._snapshots.get(elasticache._p(p, "SnapshotName"))
        if answer[0] == 200 and snapshot:
            group = elasticache._replication_groups[elasticache._p(p, "ReplicationGroupId")]
            group[servers.CONTENTS] = snapshot.get(servers.CONTENTS) or []
        return answer

    def delete_replication_group(p: Form) -> Answer:
        if last := elasticache._p(p, "FinalSnapshotIdentifier"):
            group = {"ReplicationGroupId": [elasticache._p(p, "ReplicationGroupId")]}
            taken = create_snapshot({**group, "SnapshotName": [last]})
            if taken[0] != 200:
                return taken
        answer: Answer = delete(p)
        return answer

    elasticache._create_snapshot = create_snapshot
    elasticache._create_replication_group = create_replication_group
    elasticache._delete_replication_group = delete_replication_group
