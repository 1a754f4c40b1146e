"""Lattice's services of the gallery, as Lattice describes them, and as they answer."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.credentials import Credentials

from tests.calls import call

pytestmark = pytest.mark.capability("discovery.mesh", "apply")


@pytest.fixture
def lattice(local):
    return boto3.client(
        "vpc-lattice",  # which LocalStack's client does not know
        endpoint_url=local.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(inject_host_prefix=False),
    )


@pytest.fixture
def users(gallery):
    return gallery["lattice_service_complete"]["users"]


@pytest.fixture
def listener(lattice, users):
    (found,) = lattice.list_listeners(serviceIdentifier=users["id"])["items"]
    return lattice.get_listener(serviceIdentifier=users["id"], listenerIdentifier=found["id"])


def weights(forward, lattice):
    """Weights by the name of the target group, without what makes it unique."""
    return {
        lattice.get_target_group(targetGroupIdentifier=group["targetGroupIdentifier"])["name"].rpartition(
            "-"
        )[0]: group["weight"]
        for group in forward["targetGroups"]
    }


def test_the_network_lets_in_signed_requests_of_known_accounts(lattice, gallery):
    made = gallery["lattice_complete"]["lattice"]
    network = lattice.get_service_network(serviceNetworkIdentifier=made["id"])
    assert network["authType"] == "AWS_IAM"
    policy = json.loads(lattice.get_auth_policy(resourceIdentifier=made["arn"])["policy"])
    statement = policy["Statement"]
    statement = statement[0] if isinstance(statement, list) else statement
    assert set(statement["Condition"]["StringEquals"]["aws:PrincipalAccount"]) == {
        "000000000000",
        "123456789012",
    }


def test_of_one_network_all_may_call_of_the_other_one_client(local, gallery):
    made = gallery["lattice_complete"]["lattice"]["security_group_ids"]
    ec2 = local.client("ec2")

    def rules(name):
        found = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [made[name]]}])
        return [rule for rule in found["SecurityGroupRules"] if not rule["IsEgress"]]

    (whole,) = rules("users")
    assert (whole["CidrIpv4"], whole["FromPort"], whole["ToPort"]) == ("10.0.0.0/24", 443, 443)
    (client,) = rules("orders")
    group = gallery["lattice_complete"]["orders_security_group_id"]
    assert client["ReferencedGroupInfo"]["GroupId"] == group


def test_requests_are_recorded(lattice, gallery):
    made = gallery["lattice_complete"]["lattice"]
    (log,) = lattice.list_access_log_subscriptions(resourceIdentifier=made["id"])["items"]
    assert log["destinationArn"].removesuffix(":*").endswith(f"log-group:{made['log_group_name']}")


def test_only_named_roles_may_call_the_service(lattice, gallery, users):
    assert lattice.get_service(serviceIdentifier=users["id"])["authType"] == "AWS_IAM"
    policy = json.loads(lattice.get_auth_policy(resourceIdentifier=users["arn"])["policy"])
    (statement,) = [policy["Statement"]] if isinstance(policy["Statement"], dict) else policy["Statement"]
    assert statement["Principal"] == {"AWS": gallery["lattice_service_complete"]["role_arn"]}
    assert (statement["Action"], statement["Resource"]) == ("vpc-lattice-svcs:Invoke", f"{users['arn']}/*")
    assert users["grants"]["invoke"] == [
        {"actions": ["vpc-lattice-svcs:Invoke"], "resources": [f"{users['arn']}/*"], "conditions": []}
    ]


@pytest.fixture
def orders(local, gallery):
    """Keys of the role of orders, which the account may assume while this test runs."""
    iam, role = local.client("iam"), gallery["lattice_service_complete"]["role_arn"]
    name = role.rpartition("/")[2]
    kept = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    account = {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}
    opened = {**kept, "Statement": [*kept["Statement"], account]}
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(opened))
    made = local.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    yield Credentials(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(kept))


def test_a_named_role_gets_its_report_and_others_are_refused(local, lattice, gallery, users, orders):
    url = f"{users['address']['url']}/reports/1"
    how = {"service": "vpc-lattice-svcs", "at": local.url}
    unread = {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    answer = call("GET", url, headers=unread, keys=orders, **how)
    assert (answer.status, answer.body["path"]) == (200, "/reports/1")
    assert call("GET", url, headers=unread, **how).status == 403  # the account, whom the policy does not name
    assert call("GET", url, signed=False, **how).status == 403
    policy = lattice.get_auth_policy(resourceIdentifier=users["arn"])["policy"]
    lattice.delete_auth_policy(resourceIdentifier=users["arn"])
    try:
        assert call("GET", url, headers=unread, keys=orders, **how).status == 403
    finally:
        lattice.put_auth_policy(resourceIdentifier=users["arn"], policy=policy)
    assert call("GET", url, headers=unread, keys=orders, **how).status == 200


def test_a_tenth_of_the_requests_goes_to_the_new_version(lattice, listener):
    assert (listener["protocol"], listener["port"]) == ("HTTPS", 443)
    assert weights(listener["defaultAction"]["forward"], lattice) == {
        "example-users-blue": 90,
        "example-users-green": 10,
    }


def test_routes_are_taken_by_path_method_and_header(lattice, users, listener):
    of = {"serviceIdentifier": users["id"], "listenerIdentifier": listener["id"]}
    rules = {
        rule["name"]: lattice.get_rule(**of, ruleIdentifier=rule["id"])
        for rule in lattice.list_rules(**of)["items"]
        if not rule["isDefault"]
    }
    reports, testers = rules["priority-10"], rules["priority-20"]
    match = reports["match"]["httpMatch"]
    assert (match["method"], match["pathMatch"]["match"]) == ("GET", {"prefix": "/reports/"})
    assert weights(reports["action"]["forward"], lattice) == {"example-users-reports": 1}
    (header,) = testers["match"]["httpMatch"]["headerMatches"]
    assert (header["name"], header["match"]) == ("x-version", {"exact": "green"})
    assert (reports["priority"], testers["priority"]) == (10, 20)


def test_addresses_and_functions_take_requests(lattice, users):
    def targets(key):
        group = users["target_group_arns"][key].rpartition("/")[2]
        return lattice.list_targets(targetGroupIdentifier=group)["items"]

    assert {(target["id"], target["port"]) for target in targets("blue")} == {
        ("10.12.0.7", 8080),
        ("10.12.1.7", 8080),
    }
    assert targets("green") == []
    (function,) = targets("reports")
    assert function["id"].endswith(":function:example-lattice-service-complete-reports")


def test_a_service_that_ends_tls_itself_gets_it_unread(lattice, gallery):
    payments = gallery["lattice_service_complete"]["payments"]
    (listener,) = lattice.list_listeners(serviceIdentifier=payments["id"])["items"]
    assert listener["protocol"] == "TLS_PASSTHROUGH"
    group = lattice.get_target_group(targetGroupIdentifier=payments["target_group_arns"]["payments"])
    assert (group["config"]["protocol"], group["config"]["healthCheck"]["enabled"]) == ("TCP", False)


def test_the_address_has_the_shape_of_every_discovery(gallery, users):
    assert users["address"] == {
        "host": "users.lattice-service-complete.example.com",
        "port": 443,
        "protocol": "https",
        "url": "https://users.lattice-service-complete.example.com",
    }
    minimal = gallery["lattice_service_minimal"]["service"]["address"]
    assert minimal["url"] == f"https://{minimal['host']}"
    assert gallery["lattice_service_complete"]["payments"]["address"]["url"] is None
