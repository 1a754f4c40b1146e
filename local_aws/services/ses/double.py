"""SES: the domains that mail of identities comes from. MiniStack answers for the rest.

https://docs.aws.amazon.com/ses/latest/APIReference/API_SetIdentityMailFromDomain.html
"""

from local_aws.double.hints import Kind, Record, Service, Values

_NONE = {"BehaviorOnMXFailure": "UseDefaultValue", "MailFromDomainStatus": "Pending"}


def _set(account: Record, request: Values) -> Values:
    """Without a domain the identity has none any more."""
    kept = account.values["MailFrom"]
    kept.pop(request["Identity"], None)
    if domain := request.get("MailFromDomain"):
        kept[request["Identity"]] = {
            "BehaviorOnMXFailure": request.get("BehaviorOnMXFailure", "UseDefaultValue"),
            "MailFromDomain": domain,
            "MailFromDomainStatus": "Success",
        }
    return {}


def _attributes(account: Record, request: Values) -> Values:
    kept = account.values["MailFrom"]
    return {"MailFromDomainAttributes": {name: kept.get(name, _NONE) for name in request["Identities"]}}


SERVICE = Service(
    "ses",
    kinds=(Kind("Account", theirs=True, alone=True, made={"MailFrom": {}}),),
    acts={
        "GetIdentityMailFromDomainAttributes": ("Account", _attributes),
        "SetIdentityMailFromDomain": ("Account", _set),
    },
    rest_elsewhere=True,
)
