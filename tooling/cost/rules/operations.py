"""Keys, logs, alarms, secrets, parameters, users."""

from collections.abc import Iterator

from tooling.cost.rules import Case, Part, priced


@priced("aws_kms_key")
def key(case: Case) -> Iterator[Part]:
    """The key, and requests to it. Each of the first two rotations adds a key's price, not counted here."""
    yield Part("kms.key", 1)
    yield case.used("kms.request", "requests")


@priced("aws_cloudwatch_log_group")
def logs(case: Case) -> Iterator[Part]:
    """GB ingested, and kept: compressed to about 15 %."""
    yield case.used("cloudwatch.logs_gb", "gb")
    days = case.number("retention_in_days")
    if not days:
        yield Part("cloudwatch.logs_gb_month", None, "a retention: what is kept for ever grows for ever")
    else:
        yield case.used("cloudwatch.logs_gb_month", "gb", 0.15 * days / 30)


@priced("aws_cloudwatch_metric_alarm")
def alarm(case: Case) -> Iterator[Part]:
    """Each metric that it looks at."""
    metrics = sum(bool(each.get("metric")) for each in case.blocks("metric_query")) or 1
    high = 0 < case.number("period", 60) < 60
    yield Part("cloudwatch.alarm_high" if high else "cloudwatch.alarm", metrics)


@priced("aws_cloudwatch_composite_alarm")
def composite_alarm(case: Case) -> Iterator[Part]:
    """The alarm; those that it is made of are charged by themselves."""
    yield Part("cloudwatch.composite_alarm", 1)


@priced("aws_cloudwatch_dashboard")
def dashboard(case: Case) -> Iterator[Part]:
    """The dashboard."""
    yield Part("cloudwatch.dashboard", 1)


@priced("aws_secretsmanager_secret")
def secret(case: Case) -> Iterator[Part]:
    """The secret, and calls for it."""
    yield Part("secretsmanager.secret", 1)
    yield case.used("secretsmanager.request", "requests")


@priced("aws_ssm_parameter")
def parameter(case: Case) -> Iterator[Part]:
    """Advanced ones only."""
    if case.values.get("tier") == "Advanced":
        yield Part("ssm.advanced", 1)


@priced("aws_cognito_user_pool")
def users(case: Case) -> Iterator[Part]:
    """Users that do something in the month."""
    yield case.used("cognito.user", "users")
