"""A snapshot restores what the local AWS held, and starts what ran."""

import io
import json
import os
import pickle
import subprocess
import time
from zipfile import ZipFile, ZipInfo

import pytest
from botocore.exceptions import ClientError

from local_aws import sealing
from tests.local_aws.checks import ROLE, make_role
from tooling import emulator
from tooling.errors import PlatformError
from tooling.paths import ROOT
from tooling.venvs import python_of

CODE = """
import boto3, json, os
def handler(event, context):
    table = boto3.client("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="eu-west-1")
    for record in event.get("Records", []):
        table.put_item(TableName="seen", Item={"id": {"S": record["body"]}})
    return len(event.get("Records", []))
"""
REGION = "eu-west-1"
ALGORITHMS = {"RSA_2048": "RSASSA_PSS_SHA_256", "ECC_NIST_P256": "ECDSA_SHA_256"}  # by key spec


@pytest.fixture
def bench(tmp_path):
    """The directory of a local AWS of a test's own."""
    emulator.start(tmp_path, port=0, owner=os.getpid())
    yield tmp_path
    emulator.stop(tmp_path)


def fill(client) -> dict[str, str]:
    """Something of each engine and of the double; the ids of what has one."""
    s3, sqs, table, functions = (client(name) for name in ("s3", "sqs", "dynamodb", "lambda"))
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="kept", Key="a/b", Body=os.urandom(1000) + b"end")
    queue = sqs.create_queue(QueueName="kept")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="waits")
    consumed = sqs.create_queue(QueueName="consumed")["QueueUrl"]
    table.create_table(
        TableName="seen",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    code = io.BytesIO()
    with ZipFile(code, "w") as archive:
        archive.writestr("f.py", CODE)
    functions.create_function(
        FunctionName="consumer",
        Runtime="python3.13",
        Role=ROLE,
        Handler="f.handler",
        Code={"ZipFile": code.getvalue()},
    )
    functions.create_event_source_mapping(
        EventSourceArn=f"arn:aws:sqs:{REGION}:000000000000:consumed", FunctionName="consumer"
    )
    ec2 = client("ec2")
    network = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    ec2.create_subnet(VpcId=network, CidrBlock="10.8.1.0/24")
    client("ecs").create_cluster(clusterName="kept")
    client("vpc-lattice").create_service_network(name="kept")
    signing = {
        spec: client("kms").create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        for spec in ALGORITHMS
    }
    return {"queue": queue, "consumed": consumed, "network": network, **signing}


def prove(client, ids: dict[str, str]) -> None:
    s3, sqs = client("s3"), client("sqs")
    assert s3.get_object(Bucket="kept", Key="a/b")["Body"].read().endswith(b"end")
    assert s3.get_bucket_versioning(Bucket="kept")["Status"] == "Enabled"
    [message] = sqs.receive_message(QueueUrl=ids["queue"])["Messages"]
    assert message["Body"] == "waits"
    [subnet] = client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [ids["network"]]}])[
        "Subnets"
    ]
    assert subnet["CidrBlock"] == "10.8.1.0/24"
    assert client("ecs").describe_clusters(clusters=["kept"])["clusters"][0]["status"] == "ACTIVE"
    [network] = client("vpc-lattice").list_service_networks()["items"]
    assert client("vpc-lattice").get_service_network(serviceNetworkIdentifier=network["id"])["name"] == "kept"
    for spec, algorithm in ALGORITHMS.items():
        asked = {"KeyId": ids[spec], "Message": b"text", "SigningAlgorithm": algorithm}
        signature = client("kms").sign(**asked)["Signature"]
        assert client("kms").verify(**asked, Signature=signature)["SignatureValid"]
    # What runs: the function when called, and its consumption of the queue.
    assert json.load(client("lambda").invoke(FunctionName="consumer")["Payload"]) == 0
    sqs.send_message(QueueUrl=ids["consumed"], MessageBody="new")
    table, deadline = client("dynamodb"), time.monotonic() + 20
    while "Item" not in table.get_item(TableName="seen", Key={"id": {"S": "new"}}):
        assert time.monotonic() < deadline, "the queue is not consumed"
        time.sleep(0.2)


def test_what_was_kept_is_there_after_a_reset_and_after_a_restart(bench, connect):
    aws = connect(emulator.require(bench).url)
    make_role(aws)
    client = aws.client
    ids = fill(client)
    held = emulator.inventory(bench)
    began = time.monotonic()
    emulator.snapshot("one", bench)
    emulator.reset(bench)
    client("sqs").create_queue(QueueName="later")
    emulator.restore("one", bench)
    assert time.monotonic() - began < 20
    assert emulator.inventory(bench) == held
    prove(client, ids)

    port = emulator.require(bench).port
    emulator.stop(bench)
    again = emulator.start(bench, port=port, owner=os.getpid())
    emulator.restore("one", bench)
    assert emulator.inventory(bench) == held
    prove(connect(again.url).client, {**ids, "queue": ids["queue"].replace(str(port), str(again.port))})


def test_what_is_not_there_or_not_of_these_engines_is_refused_and_nothing_is_lost(bench, connect):
    client = connect(emulator.require(bench).url).client
    client("sqs").create_queue(QueueName="stays")
    emulator.snapshot("old", bench)
    file = bench / "snapshots" / "old.snapshot"
    content = sealing.unseal(file.read_bytes())
    file.write_bytes(sealing.seal(content.replace(content[20:30], b"0" * 10, 1)))
    with pytest.raises(PlatformError, match="of other engines or corrections"):
        emulator.restore("old", bench)
    file.write_bytes(sealing.seal(content[:1000]))
    with pytest.raises(PlatformError, match="damaged"):
        emulator.restore("old", bench)
    with pytest.raises(PlatformError, match="no snapshot 'new'; there is: old"):
        emulator.restore("new", bench)
    for name in ("../out", "a" * 101, "größe", ""):
        with pytest.raises(PlatformError, match="not a snapshot name"):
            emulator.snapshot(name, bench)
    assert client("sqs").list_queues()["QueueUrls"]
    with pytest.raises(ClientError):
        client("sqs").get_queue_url(QueueName="never")


def test_what_somebody_else_made_is_refused_before_it_is_read(bench, connect, tmp_path):
    client = connect(emulator.require(bench).url).client
    client("sqs").create_queue(QueueName="stays")
    emulator.snapshot("mine", bench)
    file, ran = bench / "snapshots" / "mine.snapshot", tmp_path / "ran"
    content = sealing.unseal(file.read_bytes())
    attack = content[:64] + pickle.dumps(Command(f"touch {ran}"))
    theirs = tmp_path / "their.key"
    for forged in (
        sealing.seal(attack, theirs),
        file.read_bytes()[:32] + attack,  # with the first bytes of one that is good
        pickle.dumps(Command(f"touch {ran}")),
        file.read_bytes()[:-1] + b"x",
        b"",
    ):
        file.write_bytes(forged)
        with pytest.raises(PlatformError, match="another user"):
            emulator.restore("mine", bench)
    assert client("sqs").list_queues()["QueueUrls"]
    assert not ran.exists()

    # Nor does one that is encrypted and sealed right: only data is read.
    file.write_bytes(sealing.seal(attack[:64] + encrypted(attack[64:])))
    with pytest.raises(PlatformError, match="system is not a data type"):
        emulator.restore("mine", bench)
    assert not ran.exists()
    file.write_bytes(sealing.seal(content))
    emulator.restore("mine", bench)


def encrypted(content: bytes) -> bytes:
    """As a snapshot's content is; the tests' own environment has no cryptography."""
    code = "import sys; from local_aws.snapshots import encryption as e; i = sys.stdin.buffer.read(); "
    done = subprocess.run(
        [python_of("local-aws"), "-c", code + "sys.stdout.buffer.write(e.encrypt(i))"],
        input=content,
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


@pytest.mark.capability("security.secrets", "behaves")
def test_what_is_secret_is_encrypted_in_it(bench, connect):
    client = connect(emulator.require(bench).url).client
    client("secretsmanager").create_secret(Name="kept", SecretString="planted-in-a-snapshot")
    emulator.snapshot("one", bench)
    assert b"planted" not in (bench / "snapshots" / "one.snapshot").read_bytes()
    emulator.reset(bench)
    emulator.restore("one", bench)
    kept = client("secretsmanager").get_secret_value(SecretId="kept")
    assert kept["SecretString"] == "planted-in-a-snapshot"


class Command:
    """A pickle of it runs a command when it is read."""

    def __init__(self, line: str) -> None:
        self._line = line

    def __reduce__(self):
        return os.system, (self._line,)


def test_it_is_not_taken_while_terraform_holds_the_lock_of_a_state(bench, connect):
    s3 = connect(emulator.require(bench).url).client("s3")
    s3.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="state", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="state", Key="dev.tfstate", Body=b"{}")
    lock = {
        "ID": "1",
        "Operation": "OperationTypeApply",
        "Who": "ada@desk",
        "Created": "2026-11-28T10:00:00Z",
    }
    s3.put_object(Bucket="state", Key="dev.tfstate.tflock", Body=json.dumps(lock))
    with pytest.raises(PlatformError, match=r"apply of ada@desk.* holds the lock state/dev.tfstate.tflock"):
        emulator.snapshot("during", bench)
    assert not (bench / "snapshots" / "during.snapshot").exists()
    s3.delete_object(Bucket="state", Key="dev.tfstate.tflock")
    emulator.snapshot("after", bench)


def test_it_is_taken_after_somebody_looked_at_the_services_of_endpoints(bench, connect):
    client = connect(emulator.require(bench).url).client
    services = client("ec2").describe_vpc_endpoint_services()["ServiceNames"]
    client("ec2").create_vpc(CidrBlock="10.8.0.0/16")
    emulator.snapshot("one", bench)
    emulator.restore("one", bench)
    assert client("ec2").describe_vpc_endpoint_services()["ServiceNames"] == services
    found = client("ec2").describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])
    assert len(found["SecurityGroups"]) == 2  # one is of the default network


def test_nobody_else_can_read_what_the_local_aws_keeps(bench, connect):
    aws = connect(emulator.require(bench).url)
    make_role(aws)
    fill(aws.client)
    aws.client("lambda").invoke(FunctionName="consumer")
    emulator.snapshot("one", bench)
    kept = [path for path in bench.rglob("*") if not path.is_symlink()]
    assert {"server.json", "server.log", "one.snapshot"} <= {path.name for path in kept}
    for top in ("server.json", "server.log", "snapshots", "snapshots/one.snapshot", "tmp"):
        assert (bench / top).stat().st_mode & 0o077 == 0, top
    assert sealing.KEY.stat().st_mode & 0o077 == 0


def test_a_package_cannot_write_outside_its_folder(bench, connect):
    aws = connect(emulator.require(bench).url)
    make_role(aws)
    outside = bench / "outside"
    code = io.BytesIO()
    link = ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with ZipFile(code, "w") as archive:
        archive.writestr("f.py", "def handler(event, context): return 1")
        for depth in range(1, 9):
            archive.writestr("../" * depth + "outside", "written")
        archive.writestr(str(outside), "written")
        archive.writestr(link, str(bench))
        archive.writestr("link/through", "written")
    functions = aws.client("lambda")
    for name, layers in (("code", []), ("layer", ["../layer"])):
        if layers:
            made = functions.publish_layer_version(LayerName="outside", Content={"ZipFile": code.getvalue()})
            layers = [made["LayerVersionArn"]]
        functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=ROLE,
            Handler="f.handler",
            Code={"ZipFile": code.getvalue()},
            Layers=layers,
        )
        functions.invoke(FunctionName=name)
    assert not outside.exists() and not (bench / "through").exists()
    tops = {path.name for path in bench.iterdir()}
    assert tops == {"lock", "server.json", "server.log", "tmp"}
    assert not (bench / "tmp" / "outside").exists()
