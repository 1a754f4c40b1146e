"""The databases of the gallery, asked in SQL, where the local AWS has PostgreSQL to answer for them."""

import json

import pytest
from botocore.exceptions import ClientError

from tests import sql

of_rds = pytest.mark.capability("data.rds", "behaves")
of_aurora = pytest.mark.capability("data.aurora", "behaves")


@pytest.fixture(autouse=True)
def _answered(local):
    if local.embedded:
        sql.needed()


@pytest.fixture
def login(local):
    """How a service logs in that has what a module tells, and may read its secret."""

    def find(database, address=None):
        at = address or database["address"]
        held = local.client("secretsmanager").get_secret_value(SecretId=database["secret_arn"])
        user = json.loads(held["SecretString"])
        return {
            "host": at["host"],
            "port": at["port"],
            "dbname": "orders",
            "user": user["username"],
            "password": user["password"],
            "sslmode": "require",
        }

    return find


@pytest.fixture
def statements(local, gallery):
    """The Data API on a cluster, with a secret: its own, or another."""

    def of(example, secret=None):
        database, client = gallery[example]["database"], local.client("rds-data")
        to = {"resourceArn": database["arn"], "secretArn": secret or database["secret_arn"]}

        def run(text, **parameters):
            return client.execute_statement(**to, database="orders", sql=text, **parameters).get("records")

        def end(operation, transaction):
            getattr(client, operation)(**to, transactionId=transaction)

        run.begin = lambda: client.begin_transaction(**to, database="orders")["transactionId"]
        run.end = end
        return run

    return of


@pytest.mark.parametrize(
    ("example", "readers"),
    [
        pytest.param("rds_minimal", lambda database: [], marks=of_rds),
        pytest.param("rds_cluster", lambda database: database["readers"].values(), marks=of_rds),
        pytest.param("aurora_minimal", lambda database: [database["reader"]], marks=of_aurora),
        pytest.param("aurora_complete", lambda database: [database["reader"]], marks=of_aurora),
    ],
)
def test_a_service_keeps_rows_with_what_the_secret_holds_and_not_otherwise(gallery, login, example, readers):
    database = gallery[example]["database"]
    at = login(database)
    sql.run(at, "CREATE TABLE parcels (id int PRIMARY KEY)", "INSERT INTO parcels VALUES (1), (2)")
    for where in [database["address"], *readers(database)]:
        assert sql.run(login(database, where), "SELECT id FROM parcels ORDER BY id") == [[1], [2]]
    with pytest.raises(sql.RefusedError, match="duplicate key"):
        sql.run(at, "INSERT INTO parcels VALUES (3), (1)")
    assert sql.run(at, "SELECT count(*) FROM parcels") == [[2]]
    with pytest.raises(sql.RefusedError, match="authentication failed"):
        sql.run(at | {"password": "a-guess"}, "SELECT 1")
    with pytest.raises(sql.RefusedError, match="no encryption"):
        sql.run(at | {"sslmode": "disable"}, "SELECT 1")


@of_rds
def test_another_databases_password_opens_nothing(gallery, login):
    other = login(gallery["aurora_minimal"]["database"])
    with pytest.raises(sql.RefusedError, match="authentication failed"):
        sql.run(login(gallery["rds_minimal"]["database"]) | {"password": other["password"]}, "SELECT 1")


@of_aurora
def test_sql_over_https_and_over_a_connection_meet_the_same_rows(gallery, login, statements):
    run = statements("aurora_complete")
    run("CREATE TABLE returns (id int PRIMARY KEY, why text)")
    why = [{"name": "why", "value": {"stringValue": "it's broken"}}]
    run("INSERT INTO returns VALUES (1, :why)", parameters=why)
    at = login(gallery["aurora_complete"]["database"])
    assert sql.run(at, "SELECT id, why FROM returns") == [[1, "it's broken"]]


@of_aurora
def test_a_transaction_over_https_is_committed_or_rolled_back(statements):
    run = statements("aurora_complete")
    run("CREATE TABLE refunds (id int PRIMARY KEY)")
    for operation, kept in (("rollback_transaction", []), ("commit_transaction", [[{"longValue": 1}]])):
        transaction = run.begin()
        run("INSERT INTO refunds VALUES (1)", transactionId=transaction)
        assert run("SELECT id FROM refunds") == []  # nobody else sees it
        run.end(operation, transaction)
        assert run("SELECT id FROM refunds") == kept


@of_aurora
def test_sql_over_https_is_refused_without_the_right_secret_and_where_it_is_off(gallery, statements):
    other = gallery["aurora_minimal"]["database"]["secret_arn"]
    with pytest.raises(ClientError, match="authentication failed"):
        statements("aurora_complete", secret=other)("SELECT 1")
    with pytest.raises(ClientError) as refused:
        statements("aurora_minimal")("SELECT 1")
    assert refused.value.response["Error"]["Code"] == "HttpEndpointNotEnabledException"


@of_rds
def test_a_database_whose_secret_became_the_modules_own_opens_to_that(changes, local, login):
    database = changes.terraform.outputs()["databases"].value["rds"]
    # The module's address is its proxy's, behind which nothing runs here.
    [instance] = local.client("rds").describe_db_instances(DBInstanceIdentifier="databases-rds")[
        "DBInstances"
    ]
    at = {"host": instance["Endpoint"]["Address"], "port": instance["Endpoint"]["Port"]}
    assert sql.run(login(database, at), "SELECT current_user") == [["administrator"]]
