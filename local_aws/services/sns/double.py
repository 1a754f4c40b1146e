"""SNS: data protection policies of topics, settings of text messages. MiniStack answers for the rest.

Nothing is masked or denied. https://docs.aws.amazon.com/sns/latest/dg/message-data-protection.html
"""

from local_aws.double.hints import Kind, Record, Service, Values


def _protect(account: Record, request: Values) -> Values:
    """An empty policy takes the topic's away."""
    account.values["Policies"][request["ResourceArn"]] = request["DataProtectionPolicy"]
    return {}


def _protection(account: Record, request: Values) -> Values:
    return {"DataProtectionPolicy": account.values["Policies"].get(request["ResourceArn"], "")}


def _set_messages(account: Record, request: Values) -> Values:
    account.values["Messages"].update(request["attributes"])
    return {}


def _messages(account: Record, request: Values) -> Values:
    kept, asked = account.values["Messages"], request.get("attributes")
    return {"attributes": {name: value for name, value in kept.items() if not asked or name in asked}}


SERVICE = Service(
    "sns",
    kinds=(
        Kind(
            "Account",
            theirs=True,
            alone=True,
            made={"Messages": {"MonthlySpendLimit": "1"}, "Policies": {}},
        ),
    ),
    acts={
        "GetDataProtectionPolicy": ("Account", _protection),
        "GetSMSAttributes": ("Account", _messages),
        "PutDataProtectionPolicy": ("Account", _protect),
        "SetSMSAttributes": ("Account", _set_messages),
    },
    rest_elsewhere=True,
)
