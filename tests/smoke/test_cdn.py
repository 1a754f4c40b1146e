"""The distributions of the gallery, as CloudFront describes them: no engine here answers as an edge does."""

import json

import pytest

pytestmark = pytest.mark.capability("edge.cdn", "apply")

CLOUDFRONT = "us-east-1"  # where it has its certificates, web ACLs, logs and metrics


@pytest.fixture
def cloudfront(local):
    return local.client("cloudfront")


@pytest.fixture
def config(cloudfront, gallery):
    return cloudfront.get_distribution_config(Id=gallery["cdn_complete"]["cdn"]["id"])["DistributionConfig"]


def policy(behaviour, cloudfront):
    """Names of the cache policy and of the policy for what is passed on."""
    cache = cloudfront.get_cache_policy(Id=behaviour["CachePolicyId"])["CachePolicy"]
    passed = behaviour.get("OriginRequestPolicyId")
    named = passed and cloudfront.get_origin_request_policy(Id=passed)["OriginRequestPolicy"]
    return (
        cache["CachePolicyConfig"]["Name"],
        named["OriginRequestPolicyConfig"]["Name"] if named else None,
    )


def test_only_the_distribution_reads_the_bucket(local, cloudfront, gallery, config):
    made = gallery["cdn_complete"]
    (site,) = [origin for origin in config["Origins"]["Items"] if origin["Id"] == "site"]
    control = cloudfront.get_origin_access_control(Id=site["OriginAccessControlId"])["OriginAccessControl"]
    signing = control["OriginAccessControlConfig"]
    assert (signing["SigningBehavior"], signing["OriginAccessControlOriginType"]) == ("always", "s3")
    bucket = made["site"]["name"]
    statements = json.loads(local.client("s3", CLOUDFRONT).get_bucket_policy(Bucket=bucket)["Policy"])[
        "Statement"
    ]
    (read,) = [each for each in statements if each["Effect"] == "Allow"]
    assert read["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert made["cdn"]["arn"] in json.dumps(read["Condition"])


def test_pages_are_kept_and_the_api_is_not(cloudfront, config):
    assert policy(config["DefaultCacheBehavior"], cloudfront) == ("Managed-CachingOptimized", None)
    behaviours = config["CacheBehaviors"]["Items"]
    # CloudFront takes the first path that fits.
    assert [each["PathPattern"] for each in behaviours] == ["/api/images/*", "/bought/*", "/api/*"]
    images, _, api = behaviours
    assert policy(images, cloudfront) == ("Managed-CachingOptimized", None)
    assert policy(api, cloudfront) == ("Managed-CachingDisabled", "Managed-AllViewerExceptHostHeader")
    assert set(images["AllowedMethods"]["Items"]) == {"GET", "HEAD", "OPTIONS"}
    assert "POST" in api["AllowedMethods"]["Items"]


def test_it_speaks_modern_protocols_only(config):
    certificate = config["ViewerCertificate"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert (config["HttpVersion"].lower(), config["IsIPV6Enabled"]) == ("http2and3", True)
    (api,) = [origin for origin in config["Origins"]["Items"] if origin["Id"] == "api"]
    custom = api["CustomOriginConfig"]
    assert (custom["OriginProtocolPolicy"], custom["OriginSslProtocols"]["Items"]) == (
        "https-only",
        ["TLSv1.2"],
    )


def test_answers_carry_security_headers(cloudfront, config):
    def headers(behaviour):
        found = cloudfront.get_response_headers_policy(Id=behaviour["ResponseHeadersPolicyId"])
        return found["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]

    for behaviour in config["CacheBehaviors"]["Items"]:
        assert headers(behaviour)["Name"] == "Managed-SecurityHeadersPolicy"
    own = headers(config["DefaultCacheBehavior"])
    security = own["SecurityHeadersConfig"]
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == "default-src 'self'"
    assert security["FrameOptions"]["FrameOption"] == "SAMEORIGIN"
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 600
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "same-origin"
    assert own["CorsConfig"]["AccessControlAllowOrigins"]["Items"] == ["https://partner.example.com"]
    assert own["CorsConfig"]["AccessControlAllowCredentials"] is True
    assert own["CorsConfig"]["AccessControlMaxAgeSec"] == 60
    assert own["CorsConfig"]["AccessControlExposeHeaders"]["Items"] == ["x-shop"]
    assert own["CorsConfig"]["AccessControlAllowHeaders"]["Items"] == ["authorization"]
    assert own["CorsConfig"]["AccessControlAllowMethods"]["Items"] == ["GET"]
    assert [(each["Header"], each["Value"]) for each in own["CustomHeadersConfig"]["Items"]] == [
        ("x-region", "eu")
    ]
    assert [each["Header"] for each in own["RemoveHeadersConfig"]["Items"]] == ["server"]


def test_another_origin_answers_while_the_first_one_fails(config):
    [group] = config["OriginGroups"]["Items"]
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == group["Id"] == "sites"
    assert [each["OriginId"] for each in group["Members"]["Items"]] == ["site", "spare"]
    assert sorted(group["FailoverCriteria"]["StatusCodes"]["Items"]) == [500, 503]


def test_what_was_bought_needs_a_signature(cloudfront, config):
    trusted = {
        each["PathPattern"]: each.get("TrustedKeyGroups", {}).get("Items", [])
        for each in config["CacheBehaviors"]["Items"]
    }
    [group] = trusted["/bought/*"]
    assert not trusted["/api/*"]
    keys = cloudfront.get_key_group(Id=group)["KeyGroup"]["KeyGroupConfig"]["Items"]
    key = cloudfront.get_public_key(Id=keys[0])["PublicKey"]["PublicKeyConfig"]
    assert key["Name"].startswith("example-cdn-complete-shop-now-")


def test_what_exists_already_is_used_as_it_is(cloudfront, gallery):
    example = gallery["cdn_existing"]
    config = cloudfront.get_distribution_config(Id=example["cdn"]["id"])["DistributionConfig"]
    [api] = [origin for origin in config["Origins"]["Items"] if origin["Id"] == "api"]
    # A load balancer inside a VPC, by the name that its certificate has.
    assert api["DomainName"] == "api.edge-existing.example.com"
    inside = cloudfront.get_vpc_origin(Id=api["VpcOriginConfig"]["VpcOriginId"])["VpcOrigin"]
    endpoint = inside["VpcOriginEndpointConfig"]
    assert endpoint["Arn"] == example["theirs"]["load_balancer"]
    assert (endpoint["HTTPSPort"], endpoint["OriginProtocolPolicy"]) == (443, "https-only")
    signers = config["DefaultCacheBehavior"]["TrustedKeyGroups"]["Items"]
    assert signers == [example["theirs"]["key_group"]]


def test_a_page_that_is_not_there_is_the_site_itself(config):
    errors = {
        each["ErrorCode"]: (each["ResponseCode"], each["ResponsePagePath"])
        for each in config["CustomErrorResponses"]["Items"]
    }
    assert errors == {403: ("200", "/index.html"), 404: ("200", "/index.html")}


def test_the_function_runs_for_each_page(cloudfront, config):
    associations = {
        each["EventType"]: each["FunctionARN"].rpartition("/")[2]
        for each in config["DefaultCacheBehavior"]["FunctionAssociations"]["Items"]
    }
    assert associations == {
        "viewer-request": "example-cdn-complete-folders",
        "viewer-response": "example-cdn-complete-stamp",
    }
    images = config["CacheBehaviors"]["Items"][0]["FunctionAssociations"]["Items"]
    assert [each["EventType"] for each in images] == ["viewer-response"]
    code = cloudfront.get_function(Name="example-cdn-complete-folders", Stage="LIVE")["FunctionCode"].read()
    assert b"index.html" in code


def test_it_is_guarded_and_closed_to_a_country(config):
    assert ":global/webacl/example-cdn-complete/" in config["WebACLId"]
    closed = config["Restrictions"]["GeoRestriction"]
    assert (closed["RestrictionType"], closed["Items"]) == ("blacklist", ["KP"])


def test_requests_are_recorded_in_the_bucket(local, gallery):
    logs = local.client("logs", CLOUDFRONT)
    source = logs.get_delivery_source(name="example-cdn-complete")["deliverySource"]
    assert source["resourceArns"] == [gallery["cdn_complete"]["cdn"]["arn"]]
    target = logs.get_delivery_destination(name="example-cdn-complete")["deliveryDestination"]
    bucket = target["deliveryDestinationConfiguration"]["destinationResourceArn"]
    assert bucket == gallery["cdn_complete"]["records"]["arn"]


def test_failing_requests_raise_alarms(local, gallery):
    found = local.client("cloudwatch", CLOUDFRONT).describe_alarms(
        AlarmNamePrefix="example-cdn-complete-cdn-"
    )
    thresholds = {alarm["AlarmName"]: alarm["Threshold"] for alarm in found["MetricAlarms"]}
    assert thresholds == {"example-cdn-complete-cdn-errors": 2, "example-cdn-complete-cdn-refused": 20}


def test_its_grant_invalidates_this_distribution_only(cloudfront, gallery):
    made = gallery["cdn_complete"]["cdn"]
    (statement,) = made["grants"]["invalidate"]
    assert statement["resources"] == [made["arn"]]
    assert "cloudfront:CreateInvalidation" in statement["actions"]
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "test"}
    done = cloudfront.create_invalidation(DistributionId=made["id"], InvalidationBatch=batch)
    assert done["Invalidation"]["Status"] in ("Completed", "InProgress")
