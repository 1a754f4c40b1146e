"""The load balancers of the gallery and what listens behind them, as Elastic Load Balancing describes them.

Settings are read; where requests go is in `test_routing.py`.
"""

import pytest

pytestmark = pytest.mark.capability("network.alb", "apply")


@pytest.fixture
def elb(local):
    return local.client("elbv2")


def listeners(elb, alb):
    found = elb.describe_listeners(LoadBalancerArn=alb["arn"])["Listeners"]
    return {listener["Port"]: listener for listener in found}


def rules(elb, alb):
    """Rules by priority."""
    found = elb.describe_rules(ListenerArn=alb["listener_arn"])["Rules"]
    return {rule["Priority"]: rule for rule in found}


def conditions(rule):
    return {
        condition["Field"]: next(
            value["Values"] for key, value in condition.items() if key.endswith("Config") and value
        )
        for condition in rule["Conditions"]
    }


def target_group(elb, arn):
    return elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]


@pytest.mark.parametrize(
    ("example", "policy"),
    [
        ("alb_minimal", "ELBSecurityPolicy-TLS13-1-2-2021-06"),
        ("alb_complete", "ELBSecurityPolicy-TLS13-1-3-2021-06"),
    ],
)
def test_plain_http_is_only_redirected_and_https_takes_modern_tls(elb, gallery, example, policy):
    found = listeners(elb, gallery[example]["alb"])
    redirect = found[80]["DefaultActions"][0]["RedirectConfig"]
    assert (redirect["Protocol"], redirect["Port"], redirect["StatusCode"]) == ("HTTPS", "443", "HTTP_301")
    assert found[443]["SslPolicy"] == policy
    more = set(gallery[example]["alb"]["listeners"])
    ports = {80, 443, *(each["port"] for each in gallery[example]["alb"]["listeners"].values())}
    assert set(found) == ports and more == ({"admin"} if example == "alb_complete" else set())
    for port in ports - {80}:
        assert found[port]["SslPolicy"] == policy
        assert found[port]["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"] == "404"
        assert found[port]["MutualAuthentication"]["Mode"] == "off"


def test_each_domain_has_its_certificate(elb, gallery):
    alb = gallery["alb_complete"]["alb"]
    for listener in (alb["listener_arn"], alb["listeners"]["admin"]["listener_arn"]):
        certificates = elb.describe_listener_certificates(ListenerArn=listener)["Certificates"]
        assert len({certificate["CertificateArn"] for certificate in certificates}) == 2


def test_clients_are_asked_for_certificates_of_an_authority_that_is_trusted(elb, gallery):
    example = gallery["alb_existing"]
    asked = listeners(elb, example["alb"])[443]["MutualAuthentication"]
    assert asked["Mode"] == "verify"
    assert asked["TrustStoreArn"] == example["theirs"]["trust_store"]
    assert asked["IgnoreClientCertificateExpiry"] is True


def test_a_name_of_its_own_leads_to_it_over_both_versions_of_ip(local, gallery):
    example = gallery["alb_complete"]
    found = local.client("route53").list_resource_record_sets(HostedZoneId=example["zone"])
    aliases = {
        (each["Name"], each["Type"], each["AliasTarget"]["DNSName"].rstrip(".").lower())
        for each in found["ResourceRecordSets"]
        if "AliasTarget" in each
    }
    leads_to = example["alb"]["dns_name"].lower()
    assert aliases == {("shop.alb-complete.example.com.", type_, leads_to) for type_ in ("A", "AAAA")}


def test_browsers_stay_with_a_target_for_as_long_as_inputs_say(elb, gallery):
    services = gallery["alb_service_complete"]["services"]

    def kept(name):
        arn = services[name]["target_group_arn"]
        found = elb.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
        return {each["Key"]: each["Value"] for each in found if each["Key"].startswith("stickiness.")}

    users, admin = kept("users"), kept("admin")
    assert (users["stickiness.enabled"], users["stickiness.type"]) == ("true", "lb_cookie")
    assert users["stickiness.lb_cookie.duration_seconds"] == "600"
    assert (admin["stickiness.type"], admin["stickiness.app_cookie.cookie_name"]) == ("app_cookie", "session")
    assert kept("users_next")["stickiness.enabled"] == "false"
    assert admin.get("stickiness.app_cookie.duration_seconds") == "3600"
    assert services["admin"]["address"]["url"] == "https://api.alb-service-complete.example.com:8443"


def test_every_request_is_logged_to_a_bucket_that_only_elastic_load_balancing_writes_to(local, elb, gallery):
    alb = gallery["alb_complete"]["alb"]
    described = elb.describe_load_balancer_attributes(LoadBalancerArn=alb["arn"])["Attributes"]
    attributes = {attribute["Key"]: attribute["Value"] for attribute in described}
    assert attributes["access_logs.s3.enabled"] == "true"
    assert attributes["access_logs.s3.bucket"] == alb["log_bucket_name"]
    assert attributes["access_logs.s3.prefix"] == "edge"
    assert attributes["routing.http.drop_invalid_header_fields.enabled"] == "true"
    policy = local.client("s3").get_bucket_policy(Bucket=alb["log_bucket_name"])["Policy"]
    assert '"logdelivery.elasticloadbalancing.amazonaws.com"' in policy
    assert f'{alb["log_bucket_name"]}/edge/AWSLogs/000000000000/*"' in policy


def test_the_web_acl_is_asked_first(local, gallery):
    arn = gallery["alb_complete"]["alb"]["arn"]
    assert local.client("wafv2").get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] == (
        "example-alb-complete"
    )


def test_only_the_named_clients_connect(local, gallery):
    group = gallery["alb_complete"]["alb"]["security_group_id"]
    of_group = [{"Name": "group-id", "Values": [group]}]
    found = local.client("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    entries = {
        (rule.get("CidrIpv4") or rule.get("CidrIpv6"), rule["FromPort"])
        for rule in found
        if not rule["IsEgress"]
    }
    assert entries == {
        (range_, port) for range_ in ("203.0.113.0/24", "2001:db8::/32") for port in (80, 443, 8443)
    }


def test_services_are_told_apart_by_host_path_method_and_header(elb, gallery):
    found = rules(elb, gallery["alb_service_complete"]["alb"])
    assert conditions(found["20"]) == {
        "host-header": ["api.alb-service-complete.example.com"],
        "path-pattern": ["/users", "/users/*"],
    }
    assert conditions(found["10"]) == {"http-header": ["next"]}
    assert sorted(conditions(found["30"])["http-request-method"]) == ["GET", "HEAD"]
    assert set(found) == {"5", "6", "7", "8", "9", "10", "20", "30", "31", "40", "default"}
    users = gallery["alb_service_complete"]["services"]["users"]
    assert users["address"]["url"] == "https://api.alb-service-complete.example.com"


def test_a_tenth_of_the_requests_reaches_the_next_version(elb, gallery):
    services = gallery["alb_service_complete"]["services"]
    action = rules(elb, gallery["alb_service_complete"]["alb"])["20"]["Actions"][0]
    shares = {group["TargetGroupArn"]: group["Weight"] for group in action["ForwardConfig"]["TargetGroups"]}
    assert shares == {
        services["users"]["target_group_arn"]: 90,
        services["users_next"]["target_group_arn"]: 10,
    }


def test_who_is_not_logged_in_is_sent_to_cognito_first(elb, gallery):
    first, second = rules(elb, gallery["alb_service_complete"]["alb"])["40"]["Actions"]
    assert first["Type"] == "authenticate-cognito"
    assert first["AuthenticateCognitoConfig"]["UserPoolDomain"] == "example-alb-service-complete"
    assert second["Type"] == "forward"


def test_instances_are_asked_for_their_health_where_they_answer(elb, gallery):
    group = target_group(elb, gallery["alb_service_complete"]["services"]["users"]["target_group_arn"])
    assert (group["TargetType"], group["Protocol"], group["Port"]) == ("instance", "HTTPS", 8443)
    assert (group["HealthCheckPath"], group["HealthCheckPort"]) == ("/ready", "8081")
    assert group["Matcher"] == {"HttpCode": "200,204"}


def test_a_function_is_a_target_that_the_load_balancer_may_call(local, elb, gallery):
    example = gallery["alb_service_complete"]
    arn = example["services"]["echo"]["target_group_arn"]
    health = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert [each["Target"]["Id"] for each in health] == [example["function"]["arn"]]
    policy = local.client("lambda").get_policy(
        FunctionName=example["function"]["name"], Qualifier=example["function"]["alias"]
    )["Policy"]
    assert "elasticloadbalancing.amazonaws.com" in policy
    assert arn in policy
