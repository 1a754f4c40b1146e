"""CDN, firewall, DNS and discovery."""

from typing import Any

from tests.local_aws.references import Account, Do, kind, name


def _distribution(aws: Account, behaviour: dict[str, Any] | None = None, **settings: Any) -> Do:
    """Makes a distribution; the call that takes it away."""
    origin = {
        "Id": "o",
        "DomainName": "example.com",
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
        },
        **settings.pop("origin", {}),
    }
    if "S3OriginConfig" in origin:
        del origin["CustomOriginConfig"]
    made = aws.cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": name(),
            "Comment": "",
            "Enabled": False,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o",
                "ViewerProtocolPolicy": "https-only",
                "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                **(behaviour or {}),
            },
            **settings,
        }
    )
    distribution, tag = made["Distribution"]["Id"], made["ETag"]
    return lambda: aws.cloudfront.delete_distribution(Id=distribution, IfMatch=tag)


@kind("FunctionInUse", "it is in use by 1 distributions")
def cdn_function_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    function = name()
    made = aws.cloudfront.create_function(
        Name=function,
        FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"},
        FunctionCode=b"function handler(event) { return event.request }",
    )
    aws.cloudfront.publish_function(Name=function, IfMatch=made["ETag"])
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
    item = {"FunctionARN": arn, "EventType": "viewer-request"}
    free = _distribution(aws, {"FunctionAssociations": {"Quantity": 1, "Items": [item]}})
    return lambda: aws.cloudfront.delete_function(Name=function, IfMatch=made["ETag"]), free


@kind("OriginAccessControlInUse", "still being used")
def origin_access_control_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    made = aws.cloudfront.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": name(),
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
    )
    control = made["OriginAccessControl"]["Id"]
    origin = {
        "DomainName": "b.s3.eu-west-1.amazonaws.com",
        "OriginAccessControlId": control,
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    free = _distribution(aws, origin=origin)
    return lambda: aws.cloudfront.delete_origin_access_control(Id=control, IfMatch=made["ETag"]), free


@kind("CachePolicyInUse", "currently associated with a cache behavior")
def cache_policy_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    made = aws.cloudfront.create_cache_policy(CachePolicyConfig={"Name": name(), "MinTTL": 1})
    policy = made["CachePolicy"]["Id"]
    free = _distribution(aws, {"CachePolicyId": policy})
    return lambda: aws.cloudfront.delete_cache_policy(Id=policy, IfMatch=made["ETag"]), free


@kind("OriginRequestPolicyInUse", "")
def origin_request_policy_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    made = aws.cloudfront.create_origin_request_policy(
        OriginRequestPolicyConfig={
            "Name": name(),
            "HeadersConfig": {"HeaderBehavior": "none"},
            "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "none"},
        }
    )
    policy = made["OriginRequestPolicy"]["Id"]
    free = _distribution(aws, {"OriginRequestPolicyId": policy})
    return lambda: aws.cloudfront.delete_origin_request_policy(Id=policy, IfMatch=made["ETag"]), free


@kind("ResponseHeadersPolicyInUse", "")
def response_headers_policy_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    frames = {"FrameOptions": {"Override": True, "FrameOption": "DENY"}}
    made = aws.cloudfront.create_response_headers_policy(
        ResponseHeadersPolicyConfig={"Name": name(), "SecurityHeadersConfig": frames}
    )
    policy = made["ResponseHeadersPolicy"]["Id"]
    free = _distribution(aws, {"ResponseHeadersPolicyId": policy})
    return lambda: aws.cloudfront.delete_response_headers_policy(Id=policy, IfMatch=made["ETag"]), free


_PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u
+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyeh
kd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ
0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdg
cKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbc
mwIDAQAB
-----END PUBLIC KEY-----
"""


def _public_key(aws: Account) -> tuple[str, str]:
    """Its id and ETag."""
    made = aws.cloudfront.create_public_key(
        PublicKeyConfig={"CallerReference": name(), "Name": name(), "EncodedKey": _PUBLIC_KEY}
    )
    return made["PublicKey"]["Id"], made["ETag"]


def _key_group(aws: Account, key: str) -> tuple[str, str]:
    """Its id and ETag."""
    made = aws.cloudfront.create_key_group(KeyGroupConfig={"Name": name(), "Items": [key]})
    return made["KeyGroup"]["Id"], made["ETag"]


@kind("PublicKeyInUse", "")
def public_key_of_a_key_group(aws: Account) -> tuple[Do, Do]:
    key, tag = _public_key(aws)
    group, of_group = _key_group(aws, key)
    return (
        lambda: aws.cloudfront.delete_public_key(Id=key, IfMatch=tag),
        lambda: aws.cloudfront.delete_key_group(Id=group, IfMatch=of_group),
    )


@kind("ResourceInUse", "")
def key_group_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    group, tag = _key_group(aws, _public_key(aws)[0])
    trusted = {"Enabled": True, "Quantity": 1, "Items": [group]}
    free = _distribution(aws, {"TrustedKeyGroups": trusted})
    return lambda: aws.cloudfront.delete_key_group(Id=group, IfMatch=tag), free


@kind("ResourceInUseException", "is in use")
def certificate_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    certificate = aws.certificate("us-east-1")
    free = _distribution(
        aws,
        ViewerCertificate={
            "ACMCertificateArn": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
    )
    acm = aws.client("acm", "us-east-1")
    return lambda: acm.delete_certificate(CertificateArn=certificate), free


_SEEN = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "a"}
_ASSOCIATED = "your resource is being used by another resource"


def _web_acl(
    aws: Account, client: Any, scope: str, statement: dict[str, Any] | None = None
) -> dict[str, Any]:
    action = {"OverrideAction": {"None": {}}} if "RuleGroup" in str(statement) else {"Action": {"Block": {}}}
    rule = {"Name": "a", "Priority": 0, "Statement": statement, "VisibilityConfig": _SEEN, **action}
    made = client.create_web_acl(
        Name=name(),
        Scope=scope,
        DefaultAction={"Allow": {}},
        Rules=[rule] if statement else [],
        VisibilityConfig=_SEEN,
    )["Summary"]
    return dict(made)


def _named(made: dict[str, Any], scope: str = "REGIONAL") -> dict[str, str]:
    return {"Name": made["Name"], "Scope": scope, "Id": made["Id"], "LockToken": made["LockToken"]}


@kind("WAFAssociatedItemException", _ASSOCIATED)
def web_acl_of_a_load_balancer(aws: Account) -> tuple[Do, Do]:
    acl, balancer = _web_acl(aws, aws.wafv2, "REGIONAL"), aws.balancer()
    aws.wafv2.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=balancer)
    return (
        lambda: aws.wafv2.delete_web_acl(**_named(acl)),
        lambda: aws.wafv2.disassociate_web_acl(ResourceArn=balancer),
    )


@kind("WAFAssociatedItemException", _ASSOCIATED)
def web_acl_of_a_deleted_stage(aws: Account) -> tuple[Do, Do]:
    """Its association ends with the stage."""
    api = aws.apigateway.create_rest_api(name=name())["id"]
    root = aws.apigateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    aws.apigateway.put_method(**method, authorizationType="NONE")
    aws.apigateway.put_integration(**method, type="MOCK")
    aws.apigateway.create_deployment(restApiId=api, stageName="live")
    acl = _web_acl(aws, aws.wafv2, "REGIONAL")
    stage = f"arn:aws:apigateway:eu-west-1::/restapis/{api}/stages/live"
    aws.wafv2.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=stage)
    return (
        lambda: aws.wafv2.delete_web_acl(**_named(acl)),
        lambda: aws.apigateway.delete_rest_api(restApiId=api),
    )


@kind("WAFAssociatedItemException", _ASSOCIATED)
def web_acl_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    waf = aws.client("wafv2", "us-east-1")
    acl = _web_acl(aws, waf, "CLOUDFRONT")
    free = _distribution(aws, WebACLId=acl["ARN"])
    return lambda: waf.delete_web_acl(**_named(acl, "CLOUDFRONT")), free


def _of_web_acl(aws: Account, statement: dict[str, Any]) -> Do:
    """Makes a web ACL with the statement; the call that takes it away."""
    acl = _web_acl(aws, aws.wafv2, "REGIONAL", statement)
    return lambda: aws.wafv2.delete_web_acl(**_named(acl))


@kind("WAFAssociatedItemException", _ASSOCIATED)
def ip_set_of_a_web_acl(aws: Account) -> tuple[Do, Do]:
    made = aws.wafv2.create_ip_set(
        Name=name(), Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=["10.0.0.0/8"]
    )["Summary"]
    free = _of_web_acl(aws, {"NotStatement": {"Statement": _in_set(made["ARN"])}})
    return lambda: aws.wafv2.delete_ip_set(**_named(made)), free


def _in_set(arn: str) -> dict[str, Any]:
    return {"IPSetReferenceStatement": {"ARN": arn}}


@kind("WAFAssociatedItemException", _ASSOCIATED)
def regex_set_of_a_web_acl(aws: Account) -> tuple[Do, Do]:
    made = aws.wafv2.create_regex_pattern_set(
        Name=name(), Scope="REGIONAL", RegularExpressionList=[{"RegexString": "^a"}]
    )["Summary"]
    free = _of_web_acl(
        aws,
        {
            "RegexPatternSetReferenceStatement": {
                "ARN": made["ARN"],
                "FieldToMatch": {"UriPath": {}},
                "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
            }
        },
    )
    return lambda: aws.wafv2.delete_regex_pattern_set(**_named(made)), free


@kind("WAFAssociatedItemException", _ASSOCIATED)
def rule_group_of_a_web_acl(aws: Account) -> tuple[Do, Do]:
    made = aws.wafv2.create_rule_group(
        Name=name(), Scope="REGIONAL", Capacity=10, Rules=[], VisibilityConfig=_SEEN
    )["Summary"]
    free = _of_web_acl(aws, {"RuleGroupReferenceStatement": {"ARN": made["ARN"]}})
    return lambda: aws.wafv2.delete_rule_group(**_named(made)), free


@kind("HostedZoneNotEmpty", "contains non-required resource record sets and so cannot be deleted")
def zone_with_a_record(aws: Account) -> tuple[Do, Do]:
    zone = f"{name()}.example.com"
    made = aws.route53.create_hosted_zone(Name=zone, CallerReference=name())["HostedZone"]["Id"]
    record = {"Name": f"a.{zone}", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.1"}]}

    def change(action: str) -> None:
        changes = [{"Action": action, "ResourceRecordSet": record}]
        aws.route53.change_resource_record_sets(HostedZoneId=made, ChangeBatch={"Changes": changes})

    change("CREATE")
    return lambda: aws.route53.delete_hosted_zone(Id=made), lambda: change("DELETE")


def _discovery_service(aws: Account) -> tuple[str, str]:
    """A namespace and a service in it."""
    made = name()
    aws.servicediscovery.create_http_namespace(Name=made)
    listed = aws.servicediscovery.list_namespaces()["Namespaces"]
    namespace = next(each["Id"] for each in listed if each["Name"] == made)
    service = aws.servicediscovery.create_service(Name=name(), NamespaceId=namespace)["Service"]["Id"]
    return namespace, service


@kind("ResourceInUse", "")
def namespace_with_a_service(aws: Account) -> tuple[Do, Do]:
    namespace, service = _discovery_service(aws)
    return (
        lambda: aws.servicediscovery.delete_namespace(Id=namespace),
        lambda: aws.servicediscovery.delete_service(Id=service),
    )


@kind(
    "ResourceInUse", "Service contains registered instances; delete the instances before deleting the service"
)
def discovery_service_with_an_instance(aws: Account) -> tuple[Do, Do]:
    _, service = _discovery_service(aws)
    one = {"ServiceId": service, "InstanceId": "a"}
    aws.servicediscovery.register_instance(**one, Attributes={"url": "a"})
    return (
        lambda: aws.servicediscovery.delete_service(Id=service),
        lambda: aws.servicediscovery.deregister_instance(**one),
    )


def _lattice_service(aws: Account) -> str:
    return str(aws.vpc_lattice.create_service(name=name())["id"])


@kind("ConflictException", "")
def lattice_target_group_of_a_listener(aws: Account) -> tuple[Do, Do]:
    group = aws.vpc_lattice.create_target_group(
        name=name(), type="IP", config={"port": 80, "protocol": "HTTP", "vpcIdentifier": aws.vpc}
    )["id"]
    service = _lattice_service(aws)
    forward = {"forward": {"targetGroups": [{"targetGroupIdentifier": group}]}}
    listener = aws.vpc_lattice.create_listener(
        serviceIdentifier=service, name=name(), protocol="HTTP", defaultAction=forward
    )["id"]
    return (
        lambda: aws.vpc_lattice.delete_target_group(targetGroupIdentifier=group),
        lambda: aws.vpc_lattice.delete_listener(serviceIdentifier=service, listenerIdentifier=listener),
    )


@kind("ConflictException", "")
def lattice_service_in_a_network(aws: Account) -> tuple[Do, Do]:
    service = _lattice_service(aws)
    network = aws.vpc_lattice.create_service_network(name=name())["id"]
    made = aws.vpc_lattice.create_service_network_service_association(
        serviceIdentifier=service, serviceNetworkIdentifier=network
    )["id"]
    return (
        lambda: aws.vpc_lattice.delete_service(serviceIdentifier=service),
        lambda: aws.vpc_lattice.delete_service_network_service_association(
            serviceNetworkServiceAssociationIdentifier=made
        ),
    )


@kind("ConflictException", "")
def lattice_network_of_a_vpc(aws: Account) -> tuple[Do, Do]:
    network = aws.vpc_lattice.create_service_network(name=name())["id"]
    vpc = aws.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    made = aws.vpc_lattice.create_service_network_vpc_association(
        serviceNetworkIdentifier=network, vpcIdentifier=vpc
    )["id"]
    return (
        lambda: aws.vpc_lattice.delete_service_network(serviceNetworkIdentifier=network),
        lambda: aws.vpc_lattice.delete_service_network_vpc_association(
            serviceNetworkVpcAssociationIdentifier=made
        ),
    )


@kind("AssociatedListenerFoundException", "")
def accelerator_with_a_listener(aws: Account) -> tuple[Do, Do]:
    global_ = aws.client("globalaccelerator", "us-west-2")
    made = global_.create_accelerator(Name=name(), Enabled=False, IdempotencyToken=name())
    accelerator = made["Accelerator"]["AcceleratorArn"]
    listener = global_.create_listener(
        AcceleratorArn=accelerator,
        PortRanges=[{"FromPort": 80, "ToPort": 80}],
        Protocol="TCP",
        IdempotencyToken=name(),
    )["Listener"]["ListenerArn"]
    return (
        lambda: global_.delete_accelerator(AcceleratorArn=accelerator),
        lambda: global_.delete_listener(ListenerArn=listener),
    )
