"""The life of the local AWS: started once, found dead when dead, and nothing of it left behind."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import boto3
import pytest

from local_aws import processes, running
from local_aws.errors import LocalAwsError
from tests.local_aws.checks import ROLE, make_role
from tests.local_aws.conftest import LocalAws
from tests.local_aws.starting import start

linux = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads /proc")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for the tests that only look at it or reset it."""
    directory = tmp_path_factory.mktemp("local")
    yield directory, start(directory, port=0, owner=os.getpid())
    running.stop(directory)


@pytest.fixture
def directory(tmp_path):
    """A directory of a test's own, whose server is stopped in the end."""
    yield tmp_path
    running.stop(tmp_path)


def client(server: running.Server, service: str):
    return boto3.client(
        service,
        endpoint_url=server.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_answers_for_both_engines_in_one_account(shared):
    _, server = shared
    vpcs = client(server, "ec2").describe_vpcs()["Vpcs"]
    assert [vpc["OwnerId"] for vpc in vpcs] == ["000000000000"]
    assert client(server, "sts").get_caller_identity()["Account"] == "000000000000"


def test_health_is_localstacks(shared):
    _, server = shared
    with urllib.request.urlopen(f"{server.url}/_localstack/health") as answer:
        services = json.load(answer)["services"]
    assert services["sqs"] == services["ec2"] == services["application-autoscaling"] == "available"


def test_a_presigned_request_is_routed_by_its_query(shared):
    _, server = shared
    url = client(server, "ec2").generate_presigned_url("describe_vpcs")
    with urllib.request.urlopen(url) as answer:
        assert b"DescribeVpcsResponse" in answer.read()


def test_an_answer_without_a_body_arrives(shared):
    _, server = shared
    mq = client(server, "mq")
    made = mq.create_configuration(Name="c", EngineType="RABBITMQ", EngineVersion="4.2")
    answer = mq.create_tags(ResourceArn=made["Arn"], Tags={"Service": "orders"})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert mq.list_tags(ResourceArn=made["Arn"])["Tags"] == {"Service": "orders"}


def test_starting_again_returns_the_same_one(shared):
    directory, server = shared
    with ThreadPoolExecutor() as callers:
        assert set(callers.map(lambda _: start(directory), range(4))) == {server}


def test_reset_forgets_everything_in_both_engines(shared):
    directory, server = shared
    client(server, "sqs").create_queue(QueueName="forgotten")
    client(server, "ec2").create_vpc(CidrBlock="10.9.0.0/16")
    assert any(line.startswith("ec2/vpcs/") for line in running.inventory(directory))
    assert "sqs/queue/forgotten" in running.inventory(directory)
    running.reset(directory)
    assert running.inventory(directory) == []
    assert client(server, "sqs").list_queues().get("QueueUrls", []) == []


def test_it_answers_on_loopback_only_and_opens_one_port(shared):
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    _, server = shared
    assert listening(server.pid) == [("0100007F", server.port)]


def test_a_page_of_another_site_is_refused(shared):
    _, server = shared
    request = urllib.request.Request(
        f"{server.url}/?Action=ListQueues", headers={"Origin": "https://evil.example"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403
    refused.value.close()


def test_a_taken_port_gives_the_next_free_one(directory):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert start(directory, port=port, owner=os.getpid()).port > port


@linux
def test_a_killed_server_takes_its_functions_along_is_noticed_and_replaced(directory):
    server = start(directory, port=0, owner=os.getpid())
    make_role(LocalAws(server.url))
    functions = client(server, "lambda")
    functions.create_function(
        FunctionName="busy",
        Runtime="python3.13",
        Role=ROLE,
        Handler="f.handler",
        Timeout=60,
        Code={
            "ZipFile": zipped(
                "import subprocess\ndef handler(event, context): subprocess.run(['sleep', '50'])"
            )
        },
    )
    functions.invoke(FunctionName="busy", InvocationType="Event")
    assert eventually(lambda: len(members(server.pid)) == 3), "server, function, and what the function runs"
    assert listening(server.pid) == [("0100007F", server.port)], "nor does a function open another port"

    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: not members(server.pid))
    assert running.status(directory) is None
    with pytest.raises(LocalAwsError, match=r"died.*server\.log") as failure:
        running.require(directory)
    assert "local_aws start" in failure.value.next_step
    again = start(directory, port=0, owner=os.getpid())
    assert running.require(directory) == again != server


@linux
def test_stop_leaves_nothing_behind(directory):
    server = start(directory, port=0, owner=os.getpid())
    assert (directory / "tmp").is_dir()
    assert running.stop(directory)
    assert members(server.pid) == []
    assert sorted(path.name for path in directory.iterdir()) == ["lock", "server.log"]
    assert not running.stop(directory)
    with pytest.raises(LocalAwsError, match="not running"):
        running.require(directory)


def test_it_stops_by_itself_when_nobody_uses_it(directory):
    start(directory, port=0, idle_seconds=0.3)
    assert eventually(lambda: running.status(directory) is None)
    assert eventually(lambda: not (directory / "tmp").exists())
    assert "no request for" in running.log_tail(directory)


def test_it_stops_when_its_owner_ends(directory):
    with subprocess.Popen(["sleep", "30"]) as owner:
        start(directory, port=0, owner=owner.pid)
        owner.kill()
    assert eventually(lambda: running.status(directory) is None)


def test_a_reused_process_id_is_not_mistaken_for_it(directory):
    record = {"pid": os.getpid(), "port": 1, "born": "another time", "secret": ""}
    (directory / "server.json").write_text(json.dumps(record))
    assert running.status(directory) is None
    assert not running.stop(directory)  # and this process goes on


def test_one_that_hangs_is_told_from_one_that_died(directory):
    with socket.create_server(("127.0.0.1", 0)) as refusing:
        port = refusing.getsockname()[1]
    record = {"pid": os.getpid(), "port": port, "born": processes.birth(os.getpid()), "secret": ""}
    (directory / "server.json").write_text(json.dumps(record))
    with pytest.raises(LocalAwsError, match="does not answer"):
        running.require(directory)
    (directory / "server.json").write_text("{garbled")
    assert running.status(directory) is None


def test_a_failed_start_shows_the_logs_last_lines(directory):
    python = directory / "python"
    python.write_text("#!/bin/sh\necho cannot import the engines\nexit 3\n")
    python.chmod(0o755)
    with pytest.raises(LocalAwsError, match=r"(?s)ended with code 3.*cannot import the engines"):
        start(directory, python=python)


def zipped(source: str) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("f.py", source)
    return buffer.getvalue()


def members(group: int) -> list[int]:
    """The processes of a process group that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


def listening(pid: int) -> list[tuple[str, int]]:
    """The addresses and ports that a process group listens on, from the system's own tables."""
    inodes = set()
    for member in members(pid):
        for descriptor in Path(f"/proc/{member}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, _, port = fields[1].partition(":")
                found.append((address, int(port, 16)))
    return found


def test_a_call_that_is_sent_again_is_done_once(shared):
    """As a client does that lost the answer: the same invocation id."""
    _, server = shared
    credential = "test/20260101/eu-west-1/ec2/aws4_request"

    def create(invocation: str) -> bytes:
        request = urllib.request.Request(
            server.url,
            data=b"Action=CreateVpc&Version=2016-11-15&CidrBlock=10.9.0.0/16",
            headers={
                "authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=s",
                "amz-sdk-invocation-id": invocation,
            },
        )
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    first = create("one")
    assert create("one") == first
    assert create("two") != first
