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
        "own-admin",
        "own-agents",
        "own-debug",
        "own-exports",
        "rate-all",
        "rate-login",
        "rate-partners",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesBotControlRuleSet",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesPHPRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ]


def conditions(rule):
    """Pattern, part and whether it is one that must not be, of each condition of a rule."""
    found = []
    for each in rule["Statement"]["AndStatement"]["Statements"]:
        negated = each.get("NotStatement")
        match = (negated["Statement"] if negated else each)["RegexMatchStatement"]
        [(part, of)] = match["FieldToMatch"].items()
        found.append((match["RegexString"], of.get("Name", part), bool(negated)))
    return found


def test_own_rules_take_requests_that_fit_all_conditions(rules):
    found = rules("waf")
    assert conditions(found["own-admin"]) == [("^/admin", "UriPath", False), ("^1$", "x-office", True)]
    assert found["own-admin"]["Action"] == {"Block": {}}
    assert conditions(found["own-agents"]) == [("(curl|wget)/[0-9]", "user-agent", False)] * 2
    assert conditions(found["own-debug"]) == [(r"debug=1\.5", "QueryString", False)] * 2
    assert conditions(found["own-exports"]) == [("^GET$", "Method", False), (r"\.csv$", "UriPath", False)]
    actions = {name: next(iter(found[f"own-{name}"]["Action"])) for name in ("agents", "debug", "exports")}
    assert actions == {"agents": "Challenge", "debug": "Count", "exports": "Captcha"}


def test_a_group_looks_at_some_paths_only(rules):
    def scope(name):
        return rules("waf")[name]["Statement"]["ManagedRuleGroupStatement"]["ScopeDownStatement"]

    assert scope("AWSManagedRulesSQLiRuleSet")["ByteMatchStatement"]["SearchString"] == b"/search"
    other = scope("AWSManagedRulesPHPRuleSet")["NotStatement"]["Statement"]["ByteMatchStatement"]
    assert other["SearchString"] == b"/office/"


def test_a_rule_group_that_exists_is_asked_last(local, gallery):
    example = gallery["cdn_existing"]
    waf, made = local.client("wafv2", "us-east-1"), example["waf"]
    acl = waf.get_web_acl(Name=made["name"], Id=made["id"], Scope="CLOUDFRONT")["WebACL"]
    last = max(acl["Rules"], key=lambda rule: rule["Priority"])
    assert last["Statement"]["RuleGroupReferenceStatement"]["ARN"] == example["theirs"]["rule_group"]
    assert last["OverrideAction"] == {"Count": {}}


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
