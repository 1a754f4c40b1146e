"""What workloads of the gallery are on Kubernetes: objects, checked against its own schemas, and roles.

The schemas come with `kubernetes-validate`, in an environment of their own. Strict ones refuse fields that
Kubernetes does not know.
"""

import copy
import json
import subprocess

import pytest
import yaml

from tooling import venvs

pytestmark = [
    pytest.mark.capability("compute.eks-workload", "behaves"),
    pytest.mark.capability("compute.fargate", "apply"),
]
# Answers each object, one a line, with what is wrong with it.
VALIDATOR = """
import json, sys
import kubernetes_validate
for line in sys.stdin:
    try:
        kubernetes_validate.validate(json.loads(line), "1.34", strict=True)
        print(json.dumps(None), flush=True)
    except kubernetes_validate.ValidationError as refused:
        print(json.dumps(refused.message), flush=True)
"""
# Made by add-ons, not by Kubernetes: it has no schema of these.
OF_ADDONS = {"SecretProviderClass"}
WORKLOADS = ("minimal", "orders", "report", "worker")


@pytest.fixture
def workloads(gallery):
    complete = gallery["eks_workload_complete"]
    return {
        "minimal": gallery["eks_workload_minimal"]["workload"],
        **{name: complete[name] for name in ("orders", "report", "worker")},
    }


@pytest.fixture
def objects(workloads):
    """Each workload's objects, by name."""
    return {
        workload: {name: yaml.safe_load(text) for name, text in outputs["manifests"].items()}
        for workload, outputs in workloads.items()
    }


@pytest.fixture(scope="module")
def wrong():
    """What Kubernetes finds wrong with an object, None if nothing."""
    python = venvs.python_of("kubernetes")
    with subprocess.Popen(
        [python, "-c", VALIDATOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as validator:

        def ask(thing):
            validator.stdin.write(f"{json.dumps(thing)}\n")
            validator.stdin.flush()
            return json.loads(validator.stdout.readline())

        yield ask


def pod(objects):
    return objects["deployment"]["spec"]["template"]["spec"]


def container(objects):
    [only] = pod(objects)["containers"]
    return only


def changed(thing, path, value):
    """A copy with something else at a path."""
    other = copy.deepcopy(thing)
    *way, last = path
    place = other
    for step in way:
        place = place[step]
    place[last] = value
    return other


@pytest.mark.parametrize("workload", WORKLOADS)
def test_all_objects_are_what_kubernetes_takes(objects, wrong, workload):
    kinds = [thing["kind"] for thing in objects[workload].values()]
    found = {
        name: wrong(thing) for name, thing in objects[workload].items() if thing["kind"] not in OF_ADDONS
    }
    assert not any(found.values()), found
    assert {"Deployment", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount"} <= set(kinds)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("autoscaler", ["spec", "maxReplicas"], "many"),
        ("deployment", ["spec", "template", "spec", "containers", 0, "image_name"], "a:1"),
        ("deployment", ["spec", "template", "spec", "containers", 0, "ports"], [{"name": "main"}]),
        ("disruption-budget", ["spec", "selector"], "orders"),
        ("ingress-api", ["spec", "rules", 0, "http", "paths", 0, "path"], 1),
        ("namespace", ["metadata", "labels"], ["restricted"]),
        ("network-policy", ["spec", "ingress", 0, "ports"], "8080"),
        ("service", ["spec", "ports", 0, "port"], "http"),
        ("service-account", ["automountServiceAccountToken"], "no"),
    ],
)
def test_the_schemas_refuse_what_kubernetes_would(objects, wrong, name, path, value):
    assert wrong(changed(objects["orders"][name], path, value))


@pytest.mark.parametrize("workload", WORKLOADS)
def test_one_text_holds_them_all_in_an_order_to_apply_them(workloads, objects, workload):
    documents = list(yaml.safe_load_all(workloads[workload]["manifest"]))
    assert documents[0]["kind"] == "Namespace"
    assert sorted(map(str, documents)) == sorted(map(str, objects[workload].values()))


@pytest.mark.parametrize("workload", WORKLOADS)
def test_pods_may_do_no_more_than_the_restricted_standard_allows(objects, workload):
    labels = objects[workload]["namespace"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    of_pod, of_container = pod(objects[workload]), container(objects[workload])
    assert of_pod["securityContext"]["runAsNonRoot"] is True
    assert of_pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert of_pod["automountServiceAccountToken"] is False
    assert objects[workload]["service-account"]["automountServiceAccountToken"] is False
    assert of_container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
    }
    assert of_container["resources"]["limits"] == of_container["resources"]["requests"]


def test_a_pod_has_the_size_user_and_folders_asked_for(objects):
    of_pod, of_container = pod(objects["orders"]), container(objects["orders"])
    assert of_container["resources"]["requests"] == {
        "cpu": "500m",
        "ephemeral-storage": "1Gi",
        "memory": "1024Mi",
    }
    ids = {key: of_pod["securityContext"][key] for key in ("fsGroup", "runAsGroup", "runAsUser")}
    assert ids == {"fsGroup": 1000, "runAsGroup": 1000, "runAsUser": 1000}
    mounts = {mount["mountPath"]: mount["name"] for mount in of_container["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in of_pod["volumes"]}
    assert list(mounts) == ["/tmp", "/var/cache/orders", "/mnt/secrets"]
    assert all("emptyDir" in volumes[mounts[path]] for path in ("/tmp", "/var/cache/orders"))


def test_pods_are_checked_and_end_with_their_requests_answered(objects):
    orders, worker = container(objects["orders"]), container(objects["worker"])
    assert orders["readinessProbe"]["httpGet"] == {"path": "/ready", "port": 8080}
    assert orders["readinessProbe"]["periodSeconds"] == 5
    assert orders["startupProbe"]["failureThreshold"] * orders["startupProbe"]["periodSeconds"] == 30
    assert worker["livenessProbe"]["exec"] == {"command": ["/healthcheck"]}
    assert "readinessProbe" not in worker and "ports" not in worker
    drained = orders["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod(objects["orders"])["terminationGracePeriodSeconds"] == 60 + drained
    assert "livenessProbe" not in container(objects["report"])


def test_a_command_keeps_the_entry_point_of_the_image(objects):
    worker = container(objects["worker"])
    assert worker["args"] == ["worker"] and "command" not in worker


def test_where_pods_run_is_as_asked(objects):
    def capacity(workload):
        terms = pod(objects[workload])["affinity"]["nodeAffinity"][
            "requiredDuringSchedulingIgnoredDuringExecution"
        ]["nodeSelectorTerms"]
        return {
            expression["key"]: expression["values"]
            for term in terms
            for expression in term["matchExpressions"]
        }

    assert capacity("orders") == {
        "eks.amazonaws.com/capacityType": ["ON_DEMAND"],
        "karpenter.sh/capacity-type": ["on-demand"],
    }
    assert capacity("worker") == {
        "eks.amazonaws.com/capacityType": ["SPOT"],
        "karpenter.sh/capacity-type": ["spot"],
    }
    assert pod(objects["worker"])["tolerations"] == [
        {"effect": "NoSchedule", "key": "spot", "operator": "Equal", "value": "true"}
    ]
    assert pod(objects["orders"])["nodeSelector"] == {"kubernetes.io/arch": "arm64", "tier": "steady"}
    assert not {"affinity", "tolerations"} & set(pod(objects["minimal"]))


def test_a_profile_of_the_cluster_selects_pods_for_fargate_in_a_size_it_has(
    local, gallery, workloads, objects
):
    cluster = gallery["eks_workload_complete"]["cluster"]["name"]
    [selector] = local.client("eks").describe_fargate_profile(
        clusterName=cluster, fargateProfileName="batch"
    )["fargateProfile"]["selectors"]
    template = objects["report"]["deployment"]["spec"]["template"]
    assert selector["namespace"] == objects["report"]["deployment"]["metadata"]["namespace"]
    assert selector["labels"].items() <= template["metadata"]["labels"].items()
    assert template["spec"]["nodeSelector"]["kubernetes.io/arch"] == "amd64"
    assert workloads["report"]["fargate_size"] == {"cpu": 512, "memory_mb": 2048}
    assert workloads["orders"]["fargate_size"] is None


@pytest.mark.parametrize("workload", WORKLOADS)
def test_pods_are_spread_over_zones_and_nodes(objects, workload):
    labels = objects[workload]["deployment"]["spec"]["template"]["metadata"]["labels"]
    spread = pod(objects[workload])["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in spread] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    for each in spread:
        assert each["labelSelector"]["matchLabels"].items() <= labels.items()


def test_their_number_is_the_autoscalers_where_there_are_bounds(objects):
    orders = objects["orders"]
    assert "replicas" not in orders["deployment"]["spec"]
    spec = orders["autoscaler"]["spec"]
    targets = {
        metric["resource"]["name"]: metric["resource"]["target"]["averageUtilization"]
        for metric in spec["metrics"]
    }
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 12)
    assert targets == {"cpu": 50, "memory": 70}
    assert spec["scaleTargetRef"]["name"] == orders["deployment"]["metadata"]["name"]
    assert objects["report"]["deployment"]["spec"]["replicas"] == 1
    assert "autoscaler" not in objects["report"]


def test_all_objects_mean_the_same_pods(objects):
    orders = objects["orders"]
    wanted = orders["deployment"]["spec"]["selector"]["matchLabels"]
    assert wanted.items() <= orders["deployment"]["spec"]["template"]["metadata"]["labels"].items()
    assert orders["service"]["spec"]["selector"] == wanted
    assert orders["disruption-budget"]["spec"]["selector"]["matchLabels"] == wanted
    assert orders["network-policy"]["spec"]["podSelector"]["matchLabels"] == wanted
    assert pod(orders)["serviceAccountName"] == orders["service-account"]["metadata"]["name"]


def test_only_clients_and_the_load_balancer_connect(gallery, objects):
    rules = objects["orders"]["network-policy"]["spec"]["ingress"]
    [client], [balancer] = (rule["from"] for rule in rules)
    worker = objects["worker"]["deployment"]
    assert (
        client["podSelector"]["matchLabels"].items()
        <= worker["spec"]["template"]["metadata"]["labels"].items()
    )
    assert client["namespaceSelector"]["matchLabels"] == {
        "kubernetes.io/metadata.name": worker["metadata"]["namespace"]
    }
    assert balancer == {"ipBlock": {"cidr": "10.0.0.0/24"}}
    policy = objects["minimal"]["network-policy"]["spec"]
    assert (policy["policyTypes"], policy["ingress"]) == (["Ingress"], [])


def test_requests_come_encrypted_through_the_load_balancer_of_a_group(objects):
    ingress, service = objects["orders"]["ingress-api"], objects["orders"]["service"]
    found = {key.rpartition("/")[2]: value for key, value in ingress["metadata"]["annotations"].items()}
    assert (found["scheme"], found["ssl-redirect"], found["target-type"]) == ("internal", "443", "ip")
    assert found["certificate-arn"].startswith("arn:aws:acm:")
    assert (found["group.name"], found["group.order"]) == ("example-workload", "10")
    assert (found["healthcheck-path"], found["healthcheck-interval-seconds"]) == ("/ready", "5")
    [rule] = ingress["spec"]["rules"]
    assert rule["host"] == "workload-complete.example.com"
    assert [path["path"] for path in rule["http"]["paths"]] == ["/orders", "/orders/*"]
    backends = [path["backend"]["service"] for path in rule["http"]["paths"]]
    port = service["spec"]["ports"][0]["name"]
    assert backends == [{"name": service["metadata"]["name"], "port": {"name": port}}] * 2


def test_others_find_it_by_its_service(workloads, objects):
    service = objects["orders"]["service"]
    host = f"{service['metadata']['name']}.{service['metadata']['namespace']}.svc.cluster.local"
    assert workloads["orders"]["address"] == {
        "host": host,
        "port": service["spec"]["ports"][0]["port"],
        "protocol": "http",
        "url": f"http://{host}:8080",
    }
    assert workloads["worker"]["address"] is None and "service" not in objects["worker"]


def test_secrets_become_variables_without_passing_through_state(objects):
    orders = objects["orders"]
    provider = orders["secrets"]["spec"]
    files = set()
    for each in yaml.safe_load(provider["parameters"]["objects"]):
        files |= {each["objectAlias"], *(part["objectAlias"] for part in each.get("jmesPath", []))}
    kept = {data["key"] for data in provider["secretObjects"][0]["data"]}
    variables = {
        each["name"]: each["valueFrom"]["secretKeyRef"]
        for each in container(orders)["env"]
        if "valueFrom" in each
    }
    assert kept == set(variables) == {"DATABASE_PASSWORD", "FLAGS"} and kept <= files
    assert {each["name"] for each in variables.values()} == {provider["secretObjects"][0]["secretName"]}
    [volume] = [each for each in pod(orders)["volumes"] if "csi" in each]
    assert volume["csi"]["volumeAttributes"]["secretProviderClass"] == orders["secrets"]["metadata"]["name"]


def trust(local, workload):
    role = local.client("iam").get_role(RoleName=workload["role_name"])["Role"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    return statement


def allowed(local, workload):
    """Actions to resources of a workload's role."""
    found = {}
    document = local.client("iam").get_role_policy(RoleName=workload["role_name"], PolicyName="pod")
    for statement in document["PolicyDocument"]["Statement"]:
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            found.setdefault(action, []).append(statement["Resource"])
    return found


def test_a_pod_on_nodes_has_its_role_by_pod_identity(local, gallery, workloads, objects):
    eks, cluster = local.client("eks"), gallery["eks_workload_complete"]["cluster"]
    account = objects["orders"]["service-account"]["metadata"]
    [found] = eks.list_pod_identity_associations(
        clusterName=cluster["name"], namespace=account["namespace"], serviceAccount=account["name"]
    )["associations"]
    association = eks.describe_pod_identity_association(
        clusterName=cluster["name"], associationId=found["associationId"]
    )["association"]
    assert association["roleArn"] == workloads["orders"]["role_arn"]
    statement = trust(local, workloads["orders"])
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {
        "aws:RequestTag/kubernetes-namespace": "example-shop",
        "aws:RequestTag/kubernetes-service-account": "example-workload-orders",
        "aws:SourceAccount": "000000000000",
        "aws:SourceArn": cluster["arn"],
    }


def test_a_pod_on_fargate_has_its_role_by_the_clusters_issuer(local, gallery, workloads, objects):
    provider = gallery["eks_workload_complete"]["cluster"]["oidc_provider"]
    account = objects["report"]["service-account"]["metadata"]
    assert account["annotations"] == {"eks.amazonaws.com/role-arn": workloads["report"]["role_arn"]}
    statement = trust(local, workloads["report"])
    assert statement["Principal"] == {"Federated": provider["arn"]}
    assert statement["Condition"]["StringEquals"] == {
        f"{provider['issuer']}:aud": "sts.amazonaws.com",
        f"{provider['issuer']}:sub": f"system:serviceaccount:{account['namespace']}:{account['name']}",
    }


def test_roles_allow_the_grants_and_the_named_secrets_only(local, workloads):
    orders, worker = (allowed(local, workloads[name]) for name in ("orders", "worker"))
    assert "sqs:SendMessage" in orders and "sqs:ReceiveMessage" not in orders
    [secret] = orders["secretsmanager:GetSecretValue"]
    assert ":secret:example-workload-complete" in secret
    [parameter] = orders["ssm:GetParameters"]
    assert parameter.endswith(":parameter/example-workload-complete/flags")
    assert "sqs:ReceiveMessage" in worker
    assert not {"secretsmanager:GetSecretValue", "ssm:GetParameters"} & set(worker)
    assert workloads["minimal"]["role_arn"] is None
