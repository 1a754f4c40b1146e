"""Lambda: code signing configurations, updates of runtimes. MiniStack answers for the rest.

No signature is looked at. https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
"""

from local_aws.double.hints import Kind, Record, Service, Values


def _pin_runtime(region: Record, request: Values) -> Values:
    kept = {name: request[name] for name in ("UpdateRuntimeOn", "RuntimeVersionArn") if name in request}
    region.values["Runtimes"][_version(request)] = kept
    return _runtime(region, request)


def _runtime(region: Record, request: Values) -> Values:
    """https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"""
    place, name = region.values, request["FunctionName"].split(":")
    known = {"account": place["account"], "region": place["region"], "name": name[6 if len(name) > 6 else -1]}
    return {
        "UpdateRuntimeOn": "Auto",
        "FunctionArn": "arn:aws:lambda:{region}:{account}:function:{name}".format(**known),
        **place["Runtimes"].get(_version(request), {}),
    }


def _version(request: Values) -> str:
    return f"{request['FunctionName'].rpartition(':function:')[2]}:{request.get('Qualifier', '$LATEST')}"


SERVICE = Service(
    "lambda",
    kinds=(
        Kind(
            "Region",
            theirs=True,
            alone=True,
            made={"Runtimes": {}, "account": "{account}", "region": "{region}"},
        ),
        Kind(
            "CodeSigningConfig",
            members=("CodeSigningConfigArn",),
            made={
                "CodeSigningConfigId": "csc-{new}",
                "CodeSigningConfigArn": (
                    "arn:aws:lambda:{region}:{account}:code-signing-config:{CodeSigningConfigId}"
                ),
                "CodeSigningPolicies": {"UntrustedArtifactOnDeployment": "Warn"},
                "LastModified": "{now}",
            },
        ),
    ),
    acts={
        "GetRuntimeManagementConfig": ("Region", _runtime),
        "ListFunctionsByCodeSigningConfig": ("CodeSigningConfig", lambda *_: {"FunctionArns": []}),
        "PutRuntimeManagementConfig": ("Region", _pin_runtime),
    },
    rest_elsewhere=True,
)
