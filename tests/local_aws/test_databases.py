"""PostgreSQL behind what RDS describes: who gets in, what is kept how long, and what is left."""

import os
import signal
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local_aws import processes
from local_aws.servers import installed
from tests import sql
from tests.local_aws.checks import eventually, name
from tests.local_aws.checks.rds import INSTANCE
from tests.local_aws.sockets import listening
from tests.local_aws.starting import PYTHON, start
from tooling import emulator

AURORA = {"Engine": "aurora-postgresql", "DBInstanceClass": "db.serverless"}
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
PIDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"


@pytest.fixture
def rds(corrected):
    sql.needed()
    return corrected.client("rds")


@pytest.fixture
def bench(tmp_path):
    """The directory of a local AWS of a test's own."""
    sql.needed()
    emulator.start(tmp_path, port=0, owner=os.getpid())
    yield tmp_path
    emulator.stop(tmp_path)


def make(rds, **settings):
    """An instance, and how one logs in to it."""
    database = name()
    made = rds.create_db_instance(
        **INSTANCE | settings,
        DBInstanceIdentifier=database,
        DBName="orders",
        MasterUserPassword="first-password",
    )["DBInstance"]
    return database, login(made["Endpoint"]["Address"], made["Endpoint"]["Port"])


def login(host, port, password="first-password"):
    return {
        "host": host,
        "port": port,
        "dbname": "orders",
        "user": "administrator",
        "password": password,
        "sslmode": "require",
    }


@pytest.fixture
def cluster(corrected, rds):
    """Of a writer and a reader; as it was made."""
    identifier = name()
    made = rds.create_db_cluster(
        DatabaseName="orders",
        DBClusterIdentifier=identifier,
        EnableHttpEndpoint=True,
        Engine="aurora-postgresql",
        MasterUsername="administrator",
        MasterUserPassword="first-password",
    )["DBCluster"]
    for member in ("one", "two"):
        rds.create_db_instance(
            **AURORA, DBClusterIdentifier=identifier, DBInstanceIdentifier=f"{identifier}-{member}"
        )
    return made


@pytest.fixture
def statements(corrected, cluster):
    """The Data API on a cluster: runs SQL, as its parameters say."""
    secret = corrected.client("secretsmanager").create_secret(
        Name=name(), SecretString='{"username": "administrator", "password": "first-password"}'
    )["ARN"]
    to = {"resourceArn": cluster["DBClusterArn"], "secretArn": secret}

    def run(operation, **parameters):
        return getattr(corrected.client("rds-data"), operation)(**to, **parameters)

    return run


def test_rows_stay_for_clients_with_the_password(rds):
    _, at = make(rds)
    sql.run(at, "CREATE TABLE orders (id int PRIMARY KEY)", "INSERT INTO orders VALUES (1)")
    assert sql.run(at, "SELECT id FROM orders") == [[1]]
    for wrong in ({"password": "another"}, {"user": "rdsadmin"}, {"user": "postgres"}):
        with pytest.raises(sql.RefusedError, match=r"authentication failed|rejects connection"):
            sql.run(at | wrong, "SELECT 1")


def test_the_master_user_is_no_superuser_and_may_do_what_a_service_needs(rds):
    _, at = make(rds)
    sql.run(
        at,
        "CREATE EXTENSION pgcrypto",
        "CREATE SCHEMA shop",
        "CREATE ROLE orders LOGIN",
        "GRANT rds_iam TO orders",
    )
    with pytest.raises(sql.RefusedError, match="must be superuser"):
        sql.run(at, "COPY (SELECT 1) TO PROGRAM 'true'")


def test_a_new_password_takes_the_place_of_the_old_one(rds):
    database, at = make(rds)
    sql.run(at, "CREATE TABLE orders (id int)")
    rds.modify_db_instance(
        DBInstanceIdentifier=database, MasterUserPassword="second-password", ApplyImmediately=True
    )
    assert sql.run(at | {"password": "second-password"}, "SELECT count(*) FROM orders") == [[0]]
    with pytest.raises(sql.RefusedError, match="authentication failed"):
        sql.run(at, "SELECT 1")


def test_a_database_is_encrypted_on_the_way_as_its_parameter_group_says(corrected, rds, tmp_path):
    group = name()
    rds.create_db_parameter_group(
        DBParameterGroupName=group, DBParameterGroupFamily="postgres17", Description="any"
    )
    forced = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=[forced])
    _, at = make(rds, DBParameterGroupName=group)
    authority = tmp_path / "ca.pem"
    with urllib.request.urlopen(f"{corrected.url}/_ministack/rds/ca.pem") as answer:
        authority.write_bytes(answer.read())
    sure = {"sslmode": "verify-full", "sslrootcert": str(authority)}
    assert sql.run(at | sure, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [[True]]
    with pytest.raises(sql.RefusedError, match="no encryption"):
        sql.run(at | {"sslmode": "disable"}, "SELECT 1")


def test_a_copy_and_every_endpoint_of_a_cluster_lead_to_the_same_rows(rds, cluster):
    database, at = make(rds)
    copy = rds.create_db_instance_read_replica(
        SourceDBInstanceIdentifier=database,
        DBInstanceIdentifier=f"{database}-copy",
        DBInstanceClass="db.r7g.large",
    )["DBInstance"]["Endpoint"]
    sql.run(at, "CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (7)")
    assert sql.run(login(copy["Address"], copy["Port"]), "SELECT id FROM orders") == [[7]]

    sql.run(login(cluster["Endpoint"], cluster["Port"]), "CREATE TABLE orders (id int)")
    members = rds.describe_db_instances(
        Filters=[{"Name": "db-cluster-id", "Values": [cluster["DBClusterIdentifier"]]}]
    )["DBInstances"]
    hosts = {cluster["ReaderEndpoint"], *(member["Endpoint"]["Address"] for member in members)}
    assert len(members) == 2
    for host in hosts:
        assert sql.run(login(host, cluster["Port"]), "SELECT count(*) FROM orders") == [[0]]


def test_what_a_database_had_goes_with_it(rds):
    database, at = make(rds)
    [[pid]] = sql.run(at, PIDS)
    born = processes.birth(pid)
    rds.delete_db_instance(DBInstanceIdentifier=database, SkipFinalSnapshot=True)
    with pytest.raises(sql.RefusedError, match="Connection refused"):
        sql.run(at, "SELECT 1")
    assert born and eventually(lambda: processes.birth(pid) != born, 10)


def restored(rds, database, **how):
    copy = rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier=f"{database}-back", DBSnapshotIdentifier=f"{database}-kept", **how
    )["DBInstance"]
    return login(copy["Endpoint"]["Address"], copy["Endpoint"]["Port"])


@pytest.mark.capability("data.restore", "apply")
def test_a_snapshot_keeps_the_rows_of_its_moment_and_the_users(rds):
    database, at = make(rds)
    sql.run(at, "CREATE TABLE orders (id int PRIMARY KEY)", "INSERT INTO orders VALUES (1), (2)")
    sql.run(at, "CREATE ROLE reports LOGIN PASSWORD 'of-reports'", "GRANT SELECT ON orders TO reports")
    rds.create_db_snapshot(DBInstanceIdentifier=database, DBSnapshotIdentifier=f"{database}-kept")
    sql.run(at, "DELETE FROM orders")
    rds.delete_db_instance(DBInstanceIdentifier=database, SkipFinalSnapshot=True)
    back = restored(rds, database)
    assert sql.run(back, "SELECT id FROM orders ORDER BY id") == [[1], [2]]
    reports = back | {"user": "reports", "password": "of-reports"}
    assert sql.run(reports, "SELECT count(*) FROM orders") == [[2]]
    with pytest.raises(sql.RefusedError, match="permission denied"):
        sql.run(reports, "DELETE FROM orders")


def test_a_last_snapshot_and_a_restored_database_nobody_asked_keep_what_there_was(rds):
    database, at = make(rds)
    sql.run(at, "CREATE TABLE orders (id int)")
    rds.delete_db_instance(DBInstanceIdentifier=database, FinalDBSnapshotIdentifier=f"{database}-kept")
    restored(rds, database)
    copy = rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier=f"{database}-back",
        TargetDBInstanceIdentifier=f"{database}-copy",
        UseLatestRestorableTime=True,
    )["DBInstance"]
    there = login(copy["Endpoint"]["Address"], copy["Endpoint"]["Port"])
    assert sql.run(there, "SELECT count(*) FROM orders") == [[0]]


@pytest.mark.capability("data.restore", "apply")
def test_what_is_not_there_or_not_yet_is_not_restored(rds):
    database, _ = make(rds)
    at = {"SourceDBInstanceIdentifier": database, "TargetDBInstanceIdentifier": f"{database}-copy"}
    with pytest.raises(ClientError) as missing:
        restored(rds, database)
    assert missing.value.response["Error"]["Code"] == "DBSnapshotNotFound"
    with pytest.raises(ClientError, match="not one to which it can be restored"):
        rds.restore_db_instance_to_point_in_time(**at, RestoreTime="2099-01-01T00:00:00Z")
    rds.modify_db_instance(DBInstanceIdentifier=database, BackupRetentionPeriod=0, ApplyImmediately=True)
    with pytest.raises(ClientError) as off:
        rds.restore_db_instance_to_point_in_time(**at, UseLatestRestorableTime=True)
    assert off.value.response["Error"]["Code"] == "PointInTimeRestoreNotEnabled"


def test_a_transaction_of_the_data_api_is_committed_or_rolled_back(statements):
    statements("execute_statement", sql="CREATE TABLE orders (id int PRIMARY KEY, name text)")
    insert = {"sql": "INSERT INTO orders VALUES (:id, :name)"}
    rows = [
        [{"name": "id", "value": {"longValue": id}}, {"name": "name", "value": {"stringValue": "a"}}]
        for id in (1, 2, 3)
    ]
    for end, kept in (("rollback_transaction", 0), ("commit_transaction", 1)):
        transaction = statements("begin_transaction")["transactionId"]
        statements("execute_statement", **insert, parameters=rows[0], transactionId=transaction)
        statements(end, transactionId=transaction)
        found = statements("execute_statement", sql="SELECT id, name FROM orders")["records"]
        assert found == [[{"longValue": 1}, {"stringValue": "a"}]] * kept
    statements("batch_execute_statement", **insert, parameterSets=rows[1:])
    count = statements("execute_statement", sql="SELECT count(*) FROM orders")
    assert count["records"] == [[{"longValue": 3}]]
    with pytest.raises(ClientError, match="duplicate key"):
        statements("execute_statement", **insert, parameters=rows[0])


def test_a_statement_that_waits_for_another_holds_up_nobody_else(statements):
    statements("execute_statement", sql="CREATE TABLE orders (id int)")
    transaction = statements("begin_transaction")["transactionId"]
    statements("execute_statement", sql="LOCK TABLE orders", transactionId=transaction)
    with ThreadPoolExecutor(1) as other:
        waits = other.submit(statements, "execute_statement", sql="INSERT INTO orders VALUES (1)")
        assert eventually(lambda: statements("execute_statement", sql=WAITING)["records"] != [], 10)
        assert not waits.done()
        statements("commit_transaction", transactionId=transaction)
        assert waits.result(timeout=10)["numberOfRecordsUpdated"] == 1


def test_a_secret_that_is_not_the_masters_does_not_open_the_data_api(corrected, cluster):
    wrong = corrected.client("secretsmanager").create_secret(
        Name=name(), SecretString='{"username": "administrator", "password": "another"}'
    )["ARN"]
    with pytest.raises(ClientError, match="authentication failed"):
        corrected.client("rds-data").execute_statement(
            resourceArn=cluster["DBClusterArn"], secretArn=wrong, sql="SELECT 1"
        )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_servers_listen_on_loopback_only_and_end_with_a_killed_local_aws(bench, connect):
    server = emulator.require(bench)
    _, at = make(connect(server.url).client("rds"))
    [[pid]] = sql.run(at, PIDS)
    postmaster = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    folder = Path(f"/proc/{postmaster}/cwd").readlink().parent
    assert {address for address, _ in listening(server.pid)} == {"127.0.0.1", at["host"]}
    assert {address for address, _ in listening(postmaster)} == {at["host"]}
    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: not (processes.birth(postmaster) or processes.birth(pid)), 10)
    assert eventually(lambda: not folder.exists(), 10)


def test_a_reset_ends_them_and_a_restored_database_answers_empty_at_its_address(bench, connect):
    aws = connect(emulator.require(bench).url)
    _, at = make(aws.client("rds"))
    sql.run(at, "CREATE TABLE orders (id int)")
    emulator.snapshot("one", bench)
    emulator.reset(bench)
    with pytest.raises(sql.RefusedError, match="Connection refused"):
        sql.run(at, "SELECT 1")
    emulator.restore("one", bench)
    assert sql.run(at, "SELECT to_regclass('orders')") == [[None]]


@pytest.fixture
def absent(tmp_path, connect):
    """A local AWS that finds no PostgreSQL."""
    without = (
        "from local_aws.servers import installed; from local_aws.edge import server; "
        "installed.postgres = lambda: None; server.main()"
    )
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nshift 2\nexec {PYTHON} -c '{without}' \"$@\"\n")
    python.chmod(0o755)
    yield connect(start(tmp_path, port=0, owner=os.getpid(), python=python).url)
    emulator.stop(tmp_path)


def test_without_postgresql_databases_are_described_as_before(absent):
    rds = absent.client("rds")
    database, at = make(rds)
    made = rds.create_db_cluster(
        DBClusterIdentifier=database,
        Engine="aurora-postgresql",
        MasterUsername="administrator",
        MasterUserPassword="a-password",
    )["DBCluster"]
    assert at["host"] == "localhost" and made["Endpoint"].endswith(".eu-west-1.rds.amazonaws.com")
    rds.delete_db_instance(DBInstanceIdentifier=database, SkipFinalSnapshot=True)


@pytest.mark.parametrize(("versions", "found"), [((), None), (("9.6", "15", "16"), "16")])
def test_the_newest_postgresql_is_taken(tmp_path, monkeypatch, versions, found):
    monkeypatch.setattr(installed, "_PACKAGED", tmp_path)
    monkeypatch.setattr(installed.shutil, "which", lambda _: None)
    for version in versions:
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert installed.postgres() == (found and tmp_path / found / "bin")
