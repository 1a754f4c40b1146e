"""Cognito user pools: how they answer risks, for which nothing is watched here. The rest is MiniStack's.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
"""

from local_aws.double.hints import Kind, Record, Service, Values

_PARTS = (
    "AccountTakeoverRiskConfiguration",
    "CompromisedCredentialsRiskConfiguration",
    "RiskExceptionConfiguration",
)


def _place(request: Values) -> str:
    return f"{request['UserPoolId']}:{request.get('ClientId', '')}"


def _set(account: Record, request: Values) -> Values:
    """One without any part is none."""
    kept = account.values["Risks"]
    kept.pop(_place(request), None)
    if any(request.get(part) for part in _PARTS):
        kept[_place(request)] = dict(request)
    return {"RiskConfiguration": request}


def _described(account: Record, request: Values) -> Values:
    return {"RiskConfiguration": account.values["Risks"].get(_place(request), request)}


SERVICE = Service(
    "cognito-idp",
    kinds=(Kind("Account", theirs=True, alone=True, made={"Risks": {}}),),
    acts={
        "DescribeRiskConfiguration": ("Account", _described),
        "SetRiskConfiguration": ("Account", _set),
    },
    rest_elsewhere=True,
)
