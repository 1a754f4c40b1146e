"""The web ACLs of the gallery, as WAF describes them: no engine here filters requests."""

import pytest

pytestmark = pytest.mark.capability("security.waf", "apply")


@pytest.fixture
def waf(local):
    return local.client("wafv2")


@pytest.fixture
def rules(waf, gallery):
    """The rules of a web ACL by name, in the order in which they decide."""

    def of(output: str):
        made = gallery["waf_complete"][output]
        acl = waf.get_web_acl(Name=made["name"], Id=made["id"], Scope=made["scope"])["WebACL"]
        return {rule["Name"]: rule for rule in sorted(acl["Rules"], key=lambda rule: rule["Priority"])}

    return of


def test_lists_decide_before_limits_and_limits_before_managed_groups(rules):
    assert list(rules("waf")) == [
        "allowed-ips",
        "blocked-ips",
        "countries-not-allowed",
        "rate-all",
        "rate-login",
        "rate-partners",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesBotControlRuleSet",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ]


def test_an_address_may_send_few_logins_a_minute(rules):
    login = rules("waf")["rate-login"]
    limit = login["Statement"]["RateBasedStatement"]
    assert (limit["Limit"], limit["EvaluationWindowSec"], limit["AggregateKeyType"]) == (20, 60, "IP")
    path = limit["ScopeDownStatement"]["ByteMatchStatement"]
    assert (path["PositionalConstraint"], path["FieldToMatch"]) == ("STARTS_WITH", {"UriPath": {}})
    assert login["Action"] == {"Block": {}}


def test_behind_a_proxy_the_caller_is_in_a_header(rules):
    partners = rules("waf")["rate-partners"]
    limit = partners["Statement"]["RateBasedStatement"]
    assert limit["AggregateKeyType"] == "FORWARDED_IP"
    assert limit["ForwardedIPConfig"]["HeaderName"] == "X-Forwarded-For"
    assert partners["Action"] == {"Count": {}}


def test_a_rule_of_a_group_only_counts_while_the_others_block(rules):
    common = rules("waf")["AWSManagedRulesCommonRuleSet"]
    assert common["OverrideAction"] == {"None": {}}
    (override,) = common["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert override == {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}
    assert rules("waf")["AWSManagedRulesBotControlRuleSet"]["OverrideAction"] == {"Count": {}}


def test_other_countries_are_kept_out(rules):
    others = rules("waf")["countries-not-allowed"]
    assert others["Statement"]["NotStatement"]["Statement"]["GeoMatchStatement"]["CountryCodes"] == [
        "AT",
        "CH",
        "DE",
    ]
    assert others["Action"] == {"Block": {}}


def test_ranges_of_both_versions_are_let_in(waf, rules):
    allowed = rules("waf")["allowed-ips"]
    assert allowed["Action"] == {"Allow": {}}
    sets = {each["Name"]: each for each in waf.list_ip_sets(Scope="REGIONAL")["IPSets"]}
    for version, ranges in {"ipv4": ["198.51.100.0/24"], "ipv6": ["2001:db8:1::/48"]}.items():
        name = f"example-waf-complete-allowed-{version}"
        assert {"IPSetReferenceStatement": {"ARN": sets[name]["ARN"]}} in allowed["Statement"]["OrStatement"][
            "Statements"
        ]
        found = waf.get_ip_set(Name=name, Id=sets[name]["Id"], Scope="REGIONAL")["IPSet"]
        assert found["Addresses"] == ranges


def test_where_only_the_office_is_let_in_everyone_else_is_blocked(waf, gallery, rules):
    office = gallery["waf_complete"]["office"]
    acl = waf.get_web_acl(Name=office["name"], Id=office["id"], Scope="REGIONAL")["WebACL"]
    assert acl["DefaultAction"] == {"Block": {}}
    assert list(rules("office")) == ["allowed-ips", "blocked-countries"]


def test_the_log_leaves_out_credentials(local, waf, gallery):
    made = gallery["waf_complete"]["waf"]
    kept = waf.get_logging_configuration(ResourceArn=made["arn"])["LoggingConfiguration"]
    headers = {field["SingleHeader"]["Name"] for field in kept["RedactedFields"] if field.get("SingleHeader")}
    assert headers == {"authorization", "cookie"}
    assert any("QueryString" in field for field in kept["RedactedFields"])
    (group,) = local.client("logs").describe_log_groups(logGroupNamePrefix=made["log_group_name"])[
        "logGroups"
    ]
    assert group["retentionInDays"] == 90


@pytest.mark.parametrize(
    ("example", "resource"), [("alb_complete", "alb"), ("rest_api_complete", "api")], ids=["alb", "api"]
)
def test_it_stands_before_a_load_balancer_and_an_api(waf, gallery, example, resource):
    made = gallery[example][resource]
    arn = made.get("stage_arn") or made["arn"]
    assert waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] == f"example-{example}".replace(
        "_", "-"
    )


def test_many_blocked_requests_raise_the_alarm(local, gallery):
    name = gallery["waf_complete"]["waf"]["name"]
    (alarm,) = local.client("cloudwatch").describe_alarms(AlarmNames=[f"{name}-waf-blocked"])["MetricAlarms"]
    assert {each["Name"]: each["Value"] for each in alarm["Dimensions"]} == {
        "Region": "eu-west-1",
        "Rule": "ALL",
        "WebACL": name,
    }
    assert alarm["Threshold"] == 500
