"""Valkey behind what ElastiCache describes: who gets in, what they may do, and what is left."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from valkey.exceptions import AuthenticationError, ConnectionError, NoPermissionError, ResponseError

from local_aws import processes
from tests import cache
from tests.local_aws.checks import ACCOUNT, eventually, name
from tests.local_aws.sockets import listening
from tests.local_aws.starting import PYTHON, start
from tooling import emulator

PASSWORD, NEW_PASSWORD = "a-long-password-1", "a-long-password-2"
GROUP = {
    "CacheNodeType": "cache.t4g.small",
    "Engine": "valkey",
    "NumCacheClusters": 1,
    "ReplicationGroupDescription": "Carts.",
}


@pytest.fixture(autouse=True)
def _answered():
    cache.needed()


@pytest.fixture
def caches(corrected):
    return corrected.client("elasticache")


@pytest.fixture
def trust(corrected):
    return {"ssl_ca_data": cache.authority(corrected.url)}


@pytest.fixture
def bench(tmp_path):
    """The directory of a local AWS of a test's own."""
    emulator.start(tmp_path, port=0, owner=os.getpid())
    yield tmp_path
    emulator.stop(tmp_path)


def make(caches, **settings):
    """A replication group of one node: its name and its address."""
    group = name()
    made = caches.create_replication_group(**(GROUP | settings), ReplicationGroupId=group)
    return group, made["ReplicationGroup"]["NodeGroups"][0]["PrimaryEndpoint"]


def users(caches, **access):
    """A group of users, each of whom may do what is said and logs in with the password: its name."""
    group = name()
    for user, allowed in access.items():
        caches.create_user(
            UserId=f"{group}-{user}",
            UserName=user,
            Engine="valkey",
            AccessString=allowed,
            Passwords=[PASSWORD],
        )
    caches.create_user_group(
        UserGroupId=group, Engine="valkey", UserIds=[f"{group}-{user}" for user in access]
    )
    return group


def user_of_iam(caches, access):
    user = name()
    caches.create_user(
        UserId=user,
        UserName=user,
        Engine="valkey",
        AccessString=access,
        AuthenticationMode={"Type": "iam"},
    )
    caches.create_user_group(UserGroupId=user, Engine="valkey", UserIds=[user])
    return user


def serverless(caches, user):
    """A serverless cache that one user of IAM opens: its name and its address."""
    identifier = name()
    made = caches.create_serverless_cache(ServerlessCacheName=identifier, Engine="valkey", UserGroupId=user)
    return identifier, made["ServerlessCache"]["Endpoint"]


def test_values_stay_as_long_as_they_are_said_to(caches):
    _, at = make(caches)
    client = cache.connect(at)
    client.set("cart:1", "3 apples", px=300)
    client.set("cart:2", "a pear")
    assert client.get("cart:1") == "3 apples"
    assert eventually(lambda: client.get("cart:1") is None, 2)
    assert client.get("cart:2") == "a pear"


def test_a_cache_that_encrypts_takes_nothing_in_plain_text(caches, trust):
    _, at = make(caches, TransitEncryptionEnabled=True)
    assert cache.connect(at, **trust).ping()
    with pytest.raises(ConnectionError):
        cache.connect(at).ping()
    with pytest.raises(ConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        cache.connect(at, ssl=True).ping()


def test_users_do_what_their_access_strings_say_and_nothing_that_aws_keeps_to_itself(caches, trust):
    group = users(caches, app="on ~cart:* &* +@all", report="on ~cart:* +@read")
    _, at = make(caches, TransitEncryptionEnabled=True, UserGroupIds=[group])
    app = cache.connect(at, username="app", password=PASSWORD, **trust)
    report = cache.connect(at, username="report", password=PASSWORD, **trust)
    app.set("cart:1", "3 apples")
    assert report.get("cart:1") == "3 apples"
    for refused in (
        lambda: report.set("cart:1", "none"),
        lambda: app.set("session:1", "none"),
        lambda: app.config_get("*"),
        lambda: app.acl_deluser("report"),
    ):
        with pytest.raises(NoPermissionError):
            refused()
    for wrong in ({}, {"username": "app", "password": NEW_PASSWORD}, {"username": "keeper", "password": ""}):
        with pytest.raises(AuthenticationError):
            cache.connect(at, **wrong, **trust).ping()


def test_a_changed_user_applies_to_the_next_connection(caches):
    group = users(caches, app="on ~* +@all", old="on ~* +@all")
    _, at = make(caches, UserGroupIds=[group])
    old = cache.connect(at, username="old", password=PASSWORD)
    assert old.ping()
    caches.modify_user(UserId=f"{group}-app", Passwords=[NEW_PASSWORD], AccessString="on ~* +@read")
    caches.modify_user_group(UserGroupId=group, UserIdsToRemove=[f"{group}-old"])
    app = cache.connect(at, username="app", password=NEW_PASSWORD)
    with pytest.raises(NoPermissionError):
        app.set("a", "b")
    with pytest.raises(AuthenticationError):
        cache.connect(at, username="app", password=PASSWORD).ping()
    with pytest.raises((ConnectionError, AuthenticationError)):
        old.ping()


def test_a_token_for_all_is_exchanged_without_locking_anybody_out(caches, trust):
    group, at = make(caches, TransitEncryptionEnabled=True, AuthToken=PASSWORD)
    assert cache.connect(at, password=PASSWORD, **trust).ping()
    for strategy, open_to in (("ROTATE", [PASSWORD, NEW_PASSWORD]), ("SET", [NEW_PASSWORD])):
        caches.modify_replication_group(
            ReplicationGroupId=group,
            AuthToken=NEW_PASSWORD,
            AuthTokenUpdateStrategy=strategy,
            ApplyImmediately=True,
        )
        assert all(cache.connect(at, password=each, **trust).ping() for each in open_to)
    with pytest.raises(AuthenticationError):
        cache.connect(at, password=PASSWORD, **trust).ping()


def test_a_cluster_tells_its_clients_where_keys_are_and_refuses_what_spans_slots(caches):
    made = caches.create_replication_group(
        **(GROUP | {"NumNodeGroups": 3, "ReplicasPerNodeGroup": 1, "NumCacheClusters": 6}),
        AutomaticFailoverEnabled=True,
        CacheParameterGroupName="default.valkey8.cluster.on",
        ReplicationGroupId=name(),
    )["ReplicationGroup"]
    client = cache.cluster(made["ConfigurationEndpoint"])
    client.mset_nonatomic({f"cart:{number}": number for number in range(100)})
    assert client.get("cart:99") == "99"
    assert {node.host for node in client.get_nodes()} == {made["ConfigurationEndpoint"]["Address"]}
    with pytest.raises(ResponseError, match="CROSSSLOT"):
        cache.connect(made["ConfigurationEndpoint"]).mget("cart:1", "cart:2")


def test_its_parameter_group_says_what_a_cache_does_when(caches):
    group = name()
    caches.create_cache_parameter_group(
        CacheParameterGroupName=group, CacheParameterGroupFamily="valkey8", Description="any"
    )
    events = {"ParameterName": "notify-keyspace-events", "ParameterValue": "Kg$"}
    caches.modify_cache_parameter_group(CacheParameterGroupName=group, ParameterNameValues=[events])
    for settings, heard in (({}, 0), ({"CacheParameterGroupName": group}, 1)):
        _, at = make(caches, **settings)
        listener = cache.connect(at).pubsub()
        listener.psubscribe("__keyspace*")
        listener.get_message(timeout=2)
        cache.connect(at).set("cart:1", "3 apples")
        assert (listener.get_message(timeout=0.5) is not None) == bool(heard)


@pytest.mark.parametrize("protocol", [2, 3])
def test_a_token_that_iam_signed_opens_one_cache_to_one_user_for_a_while(caches, trust, protocol):
    user = user_of_iam(caches, "on ~cart:* +@read +@connection +cluster|slots")
    identifier, at = serverless(caches, user)
    other = user_of_iam(caches, "on ~* +@all")

    def opened(address=at, **said):
        password = cache.token(**({"cache": identifier, "user": user, "serverless": True} | said))
        return cache.connect(address, username=user, password=password, protocol=protocol, **trust)

    assert opened().get("cart:1") is None
    assert opened({**at, "Port": 6380}).get("cart:1") is None
    with pytest.raises(NoPermissionError):
        opened().set("cart:1", "3 apples")
    for wrong in (
        {"cache": "another"},
        {"user": other},
        {"region": "eu-west-2"},
        {"serverless": False},
        {"expires": 901},
    ):
        with pytest.raises(AuthenticationError):
            opened(**wrong).ping()
    with pytest.raises(AuthenticationError):
        cache.connect(at, username=user, password="a-guess", **trust).ping()
    late = cache.token(identifier, user, serverless=True, expires=1)
    time.sleep(1.1)
    with pytest.raises(AuthenticationError):
        cache.connect(at, username=user, password=late, **trust).ping()


def test_under_iam_only_a_role_with_the_grant_logs_in(tmp_path, connect):
    aws = connect(emulator.start(tmp_path, port=0, owner=os.getpid()).url)
    caches, iam, sts = (aws.client(each) for each in ("elasticache", "iam", "sts"))
    user = user_of_iam(caches, "on ~* +@all")
    identifier, at = serverless(caches, user)
    arns = [
        f"arn:aws:elasticache:eu-west-1:{ACCOUNT}:serverlesscache:{identifier}",
        f"arn:aws:elasticache:eu-west-1:{ACCOUNT}:user:{user}",
    ]
    trusted = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}

    def log_in_as_one_who_may_connect_to(*resources, secret=None):
        role = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=policy(trusted))["Role"]
        connect = {"Effect": "Allow", "Action": "elasticache:Connect", "Resource": resources}
        iam.put_role_policy(RoleName=role["RoleName"], PolicyName="any", PolicyDocument=policy(connect))
        found = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="any")["Credentials"]
        credentials = Credentials(
            found["AccessKeyId"], secret or found["SecretAccessKey"], found["SessionToken"]
        )
        password = cache.token(identifier, user, serverless=True, credentials=credentials)
        return cache.connect(
            at, username=user, password=password, ssl_ca_data=cache.authority(aws.url)
        ).ping()

    try:
        assert log_in_as_one_who_may_connect_to(*arns)
        for less in (["arn:aws:s3:::any"], arns[:1], arns[1:]):
            with pytest.raises(AuthenticationError):
                log_in_as_one_who_may_connect_to(*less)
        with pytest.raises(AuthenticationError):
            log_in_as_one_who_may_connect_to(*arns, secret="a-guess")
    finally:
        emulator.stop(tmp_path)


def policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def server_of(at):
    """The process behind an address, as it says."""
    return cache.connect(at).info()["process_id"]


@pytest.mark.capability("data.restore", "apply")
def test_a_cache_made_from_a_snapshot_has_what_there_was_at_its_moment(caches):
    group, at = make(caches)
    client = cache.connect(at)
    client.set("carts:1", "a lamp")
    client.rpush("queue", "b", "c")
    client.set("session", "x", ex=600)
    caches.create_snapshot(ReplicationGroupId=group, SnapshotName=f"{group}-kept")
    client.flushall()
    client.set("carts:2", "a chair")
    caches.delete_replication_group(ReplicationGroupId=group, FinalSnapshotIdentifier=f"{group}-last")
    kept = cache.connect(make(caches, SnapshotName=f"{group}-kept")[1])
    assert sorted(kept.keys()) == ["carts:1", "queue", "session"]
    assert kept.get("carts:1") == "a lamp" and kept.lrange("queue", 0, -1) == ["b", "c"]
    assert 0 < kept.ttl("session") <= 600 and kept.ttl("carts:1") == -1
    assert cache.connect(make(caches, SnapshotName=f"{group}-last")[1]).keys() == ["carts:2"]
    with pytest.raises(ClientError) as missing:
        make(caches, SnapshotName="never")
    assert missing.value.response["Error"]["Code"] == "SnapshotNotFoundFault"


def test_what_a_cache_had_goes_with_it(caches):
    group, at = make(caches)
    pid = server_of(at)
    born = processes.birth(pid)
    caches.delete_replication_group(ReplicationGroupId=group)
    with pytest.raises(ConnectionError, match="refused"):
        cache.connect(at).ping()
    assert born and eventually(lambda: processes.birth(pid) != born, 10)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_servers_listen_on_loopback_only_and_end_with_a_killed_local_aws(bench, connect):
    server = emulator.require(bench)
    _, at = make(connect(server.url).client("elasticache"))
    pid = server_of(at)
    folder = Path(f"/proc/{pid}/cwd").readlink()
    assert {address for address, _ in listening(server.pid)} == {"127.0.0.1", at["Address"]}
    assert {address for address, _ in listening(pid)} == {at["Address"]}
    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: not processes.birth(pid), 10)
    assert eventually(lambda: not folder.exists(), 10)


def test_a_reset_ends_them_and_a_restored_cache_answers_empty_at_its_address(bench, connect):
    _, at = make(connect(emulator.require(bench).url).client("elasticache"))
    cache.connect(at).set("cart:1", "3 apples")
    emulator.snapshot("one", bench)
    emulator.reset(bench)
    with pytest.raises(ConnectionError, match="refused"):
        cache.connect(at).ping()
    emulator.restore("one", bench)
    assert cache.connect(at).get("cart:1") is None


@pytest.fixture
def absent(tmp_path, connect):
    """A local AWS that finds no Valkey."""
    without = (
        "from local_aws.servers import installed; from local_aws.edge import server; "
        "installed.valkey = lambda: None; server.main()"
    )
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nshift 2\nexec {PYTHON} -c '{without}' \"$@\"\n")
    python.chmod(0o755)
    yield connect(start(tmp_path, port=0, owner=os.getpid(), python=python).url)
    emulator.stop(tmp_path)


def test_without_valkey_caches_are_described_as_before(absent):
    group, at = make(absent.client("elasticache"))
    assert at == {"Address": "redis", "Port": 6379}  # as the engine comes
    absent.client("elasticache").delete_replication_group(ReplicationGroupId=group)
