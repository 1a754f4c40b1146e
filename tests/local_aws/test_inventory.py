"""The inventory names what was created, and forgets what was deleted."""

import subprocess

from tooling import emulator
from tooling.paths import ROOT
from tooling.venvs import python_of


def test_what_is_created_is_listed_until_it_is_deleted(corrected):
    sqs, kms, ec2 = (corrected.client(service) for service in ("sqs", "kms", "ec2"))
    before = set(emulator.inventory(corrected.directory))

    queue = sqs.create_queue(QueueName="listed")["QueueUrl"]
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    network = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=network, CidrBlock="10.1.1.0/24")["Subnet"]["SubnetId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    created = set(emulator.inventory(corrected.directory)) - before
    assert created >= {
        "sqs/queue/listed",
        f"kms/key/{key}",
        f"ec2/vpcs/{network}",
        f"ec2/subnets/{subnet}",
        f"ec2/addresses/{address}",
        f"ec2/nat-gateways/{nat}",
    }

    sqs.delete_queue(QueueUrl=queue)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.release_address(AllocationId=address)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=network)
    assert set(emulator.inventory(corrected.directory)) == before


def test_an_instance_is_listed_until_it_is_terminated(corrected):
    ec2 = corrected.client("ec2")
    before = set(emulator.inventory(corrected.directory))
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    assert f"ec2/reservations/{made['ReservationId']}" in emulator.inventory(corrected.directory)
    ec2.terminate_instances(InstanceIds=[made["Instances"][0]["InstanceId"]])
    assert set(emulator.inventory(corrected.directory)) == before


def test_every_kind_has_its_store():
    """A store that an upgrade renamed would be missed only when its service is used."""
    script = (
        "from importlib import import_module; from local_aws.inventory import _KINDS\n"
        "from local_aws import corrections; corrections.apply(set())\n"
        "for service, kinds in _KINDS.items():\n"
        "    module = import_module('ministack.services.' + service)\n"
        "    for store in kinds: getattr(module, store)"
    )
    done = subprocess.run([python_of("local-aws"), "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
