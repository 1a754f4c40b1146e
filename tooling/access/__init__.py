"""Who may do what, on what, under which condition, by which statement: the access map of a plan.

Reads the policies of roles (rights, trust, boundary), of users and groups, and of resources. A policy that it
does not read is listed as unread, never left out. An ARN that is known only after the apply is predicted from
the resource's name, or named by the resource's address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tooling.plan import Documents, arns, iam, resources
from tooling.plan.masking import masked
from tooling.plan.references import References, without_keys
from tooling.plan.resources import Planned, Resource

Kind = Literal["rights", "trust", "resource", "boundary"]

# Types with a policy: the attribute that holds it, and how they name what it is of; "" is themselves.
_POLICIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "aws_api_gateway_rest_api": ("policy", "", ()),
    "aws_api_gateway_rest_api_policy": ("policy", "rest_api_id", ("aws_api_gateway_rest_api",)),
    "aws_backup_vault_policy": ("policy", "backup_vault_name", ("aws_backup_vault",)),
    "aws_cloudwatch_event_bus_policy": ("policy", "event_bus_name", ("aws_cloudwatch_event_bus",)),
    "aws_dynamodb_resource_policy": ("policy", "resource_arn", ("aws_dynamodb_table",)),
    "aws_ecr_repository_policy": ("policy", "repository", ("aws_ecr_repository",)),
    "aws_efs_file_system_policy": ("policy", "file_system_id", ("aws_efs_file_system",)),
    "aws_kms_key": ("policy", "", ()),
    "aws_kms_key_policy": ("policy", "key_id", ("aws_kms_key",)),
    "aws_s3_bucket_policy": ("policy", "bucket", ("aws_s3_bucket",)),
    "aws_secretsmanager_secret": ("policy", "", ()),
    "aws_secretsmanager_secret_policy": ("policy", "secret_arn", ("aws_secretsmanager_secret",)),
    "aws_sns_topic": ("policy", "", ()),
    "aws_sns_topic_policy": ("policy", "arn", ("aws_sns_topic",)),
    "aws_sqs_queue": ("policy", "", ()),
    "aws_sqs_queue_policy": ("policy", "queue_url", ("aws_sqs_queue",)),
    "aws_vpclattice_auth_policy": ("policy", "resource_identifier", ()),
}
# Types that have rights by policies of their own, and what the attribute of those policies is called.
_IDENTITIES = {"aws_iam_role": "role", "aws_iam_user": "user", "aws_iam_group": "group"}
_INLINE = {f"{kind}_policy": name for kind, name in _IDENTITIES.items()}
_ATTACHED = {f"{kind}_policy_attachment": name for kind, name in _IDENTITIES.items()}
# Attributes with a policy in any resource, and types that give rights without one.
_DOCUMENTS = (
    "access_policies",
    "access_policy",
    "policy",
    "policy_document",
    "policy_text",
    "resource_policy",
)
_GIVING = {
    "aws_iam_group_policies_exclusive",
    "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive",
    "aws_iam_user_policies_exclusive",
    "aws_lambda_layer_version_permission",
    "aws_ram_principal_association",
    "aws_vpc_endpoint_service_allowed_principal",
}
# No policy gives rights by being there: these do where they are attached, as boundary or otherwise.
_ONLY_ATTACHED = {"aws_iam_policy"}


@dataclass(frozen=True)
class Policy:
    """A policy of a plan.

    Attributes:
        address: the resource that holds it.
        kind: the rights of a role, who may assume it, who may use a resource, or a boundary.
        of: the address of the role or resource that it is of; "" when that is not of this plan.
        on: the ARN of the resource or role that it is of.
        document: in IAM's grammar, with what is not known yet filled in.
        unknown: whether something of it could not be filled in.
    """

    address: str
    module: str
    kind: Kind
    of: str
    on: str
    document: Mapping[str, Any]
    unknown: bool = False


@dataclass(frozen=True, order=True)
class Right:
    """One action on one resource for one principal, by one statement."""

    who: str
    effect: str
    action: str
    resource: str
    condition: str
    statement: str
    module: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it another right than others; the statement that gives it does not."""
        return self.who, self.effect, self.action, self.resource, self.condition

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "who": self.who,
            "effect": self.effect,
            "action": self.action,
            "resource": self.resource,
            "condition": json.loads(self.condition) if self.condition else None,
            "statement": self.statement,
            "module": self.module,
        }


@dataclass(frozen=True)
class Role:
    """A role, user or group of the plan; `arn` is "" while it is known only after the apply."""

    address: str
    arn: str
    name: str
    managed: tuple[str, ...] = ()
    """ARNs of attached policies that are not in the plan: AWS's own."""
    kind: str = "role"


@dataclass(frozen=True)
class Access:
    """The access map at one time."""

    roles: tuple[Role, ...]
    policies: tuple[Policy, ...]
    arns: Mapping[str, str] = field(default_factory=dict)
    account: str = ""
    others: tuple[str, ...] = ()
    """Addresses of what gives rights too, and is not read."""

    def rights(self) -> list[Right]:
        """Every right that a statement gives or denies."""
        return sorted({right for policy in self.policies for right in self._rights(policy)})

    def unread(self) -> list[str]:
        """What the map cannot say."""
        found = [
            f"{policy.address}: not all of it is known before the apply"
            for policy in self.policies
            if policy.unknown
        ]
        for role in self.roles:
            found += [f"{role.address}: {arn} is a policy that is not in the plan" for arn in role.managed]
        return found + [f"{address}: this map does not read what it allows" for address in self.others]

    def role(self, address: str) -> Role | None:
        """The role at an address."""
        return next((role for role in self.roles if role.address == address), None)

    def _rights(self, policy: Policy) -> Iterator[Right]:
        for index, statement in enumerate(_many(policy.document.get("Statement"))):
            name = str(statement.get("Sid") or f"statement {index + 1}")
            condition = statement.get("Condition")
            text = json.dumps(condition, sort_keys=True) if condition else ""
            for who in self._who(policy, statement):
                for action in _element(statement, "Action"):
                    for place in _element(statement, "Resource") or [policy.on or policy.of]:
                        where = (
                            policy.on or policy.of if place == "*" and policy.kind == "resource" else place
                        )
                        yield Right(
                            who, str(statement.get("Effect")), action, where, text,
                            f"{policy.address} ({name})", policy.module,
                        )  # fmt: skip

    def _who(self, policy: Policy, statement: Mapping[str, Any]) -> list[str]:
        if policy.kind in ("rights", "boundary"):
            kind = next((n for t, n in _IDENTITIES.items() if f".{t}." in f".{policy.of}"), "role")
            role = f"{kind} {policy.of or '(of another state)'}"
            return [f"{role}, at most" if policy.kind == "boundary" else role]
        return [principal for _, principal in principals(statement)]


def read(plan: Mapping[str, Any], root: Path | None = None, *, before: bool = False) -> Access:
    """The access map of a plan's JSON: after the apply, or before it.

    Args:
        root: the folder of its root module, which tells more of what is not known yet.
    """
    plan = masked(plan)
    planned = resources.read(plan)
    return _Reading(plan, planned, root, before).access()


def added(before: Access, after: Access) -> list[Right]:
    """What somebody may do after the change and could not before: rights that come, denials that go."""
    had = {right.key for right in before.rights()}
    has = {right.key for right in after.rights()}
    came = [right for right in after.rights() if right.effect == "Allow" and right.key not in had]
    went = [right for right in before.rights() if right.effect == "Deny" and right.key not in has]
    return came + went


def taken(before: Access, after: Access) -> list[Right]:
    """What somebody may do no more."""
    has = {right.key for right in after.rights()}
    return [right for right in before.rights() if right.effect == "Allow" and right.key not in has]


def principals(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The kind and the name of each principal of a statement: `service`, `account`, `anyone` and so on."""
    for key, negated in (("Principal", ""), ("NotPrincipal", "everybody but ")):
        named = statement.get(key)
        for kind, names in named.items() if isinstance(named, Mapping) else [("AWS", named)] if named else []:
            for name in _many(names):
                yield kind, negated + _shown(kind, str(name))


def _shown(kind: str, name: str) -> str:
    if kind == "Service":
        return f"service {name}"
    if name == "*":
        return "anyone"
    parts = name.split(":")
    if len(parts) == 1 and name.isdigit():
        return f"account {name}"
    return f"account {parts[4]}" if len(parts) > 5 and parts[5] == "root" else name


class _Reading:
    """One reading of a plan, at one time."""

    def __init__(self, plan: Mapping[str, Any], planned: Planned, root: Path | None, before: bool) -> None:
        self._plan = plan
        self._before = before
        self._region = planned.region
        self._account = arns.account(planned.resources)
        self._documents = Documents(plan)
        self._references = References(plan, root)
        self._raw = {each["address"]: each for each in plan.get("resource_changes") or []}
        self._resources = {
            each.address: values
            for each in planned.resources
            for values in [each.before if before else each.after]
            if values is not None
        }
        self._planned = {each.address: each for each in planned.resources}
        self._by_config: dict[str, list[str]] = {}
        for address in self._resources:
            self._by_config.setdefault(without_keys(address), []).append(address)

    def access(self) -> Access:
        found: list[Policy] = []
        managed: dict[str, list[str]] = {}
        others: list[str] = []
        for address, values in self._resources.items():
            resource = self._planned[address]
            if resource.type == "aws_iam_role":
                found += self._policy(resource, "assume_role_policy", "trust", address)
                found += self._boundary(resource, values)
            elif resource.type == "aws_iam_user":
                found += self._boundary(resource, values)
            elif resource.type in _INLINE:
                holder = self._holder(resource, values, _INLINE[resource.type])
                found += self._policy(resource, "policy", "rights", holder)
            elif resource.type in _ATTACHED:
                holder = self._holder(resource, values, _ATTACHED[resource.type])
                policies, unread = self._attached(resource, holder, values)
                found += policies
                managed.setdefault(holder, []).extend(unread)
            elif resource.type == "aws_lambda_permission":
                found.append(self._permission(resource, values))
            elif resource.type in _POLICIES:
                attribute, of, types = _POLICIES[resource.type]
                owner = self._one(resource, of, types) if of else address
                found += self._policy(resource, attribute, "resource", owner, str(values.get(of) or ""))
            elif self._gives(resource, values):
                others.append(address)
        roles = tuple(
            Role(
                address,
                self._arn(address),
                str(values.get("name") or ""),
                tuple(managed.get(address, ())),
                _IDENTITIES[self._planned[address].type],
            )
            for address, values in self._resources.items()
            if self._planned[address].type in _IDENTITIES
        )
        # Of a group or role in another state it is only known which policy it gets.
        others += [f"{arn} attached elsewhere" for arn in managed.get("", ())]
        known = {address: self._arn(address) for address in self._resources}
        arns_known = {address: arn for address, arn in known.items() if arn}
        return Access(roles, tuple(found), arns_known, self._account, tuple(others))

    def _gives(self, resource: Resource, values: Mapping[str, Any]) -> bool:
        """Whether a resource that is not read gives rights to somebody."""
        if resource.type in _ONLY_ATTACHED:
            return False
        unknown = {} if self._before else resource.unknown
        documents = (values.get(name) or unknown.get(name) for name in _DOCUMENTS)
        return resource.type in _GIVING or any(_is_document(each) for each in documents)

    def _policy(
        self, resource: Resource, attribute: str, kind: Kind, of: str, named: str = ""
    ) -> Iterator[Policy]:
        values = self._resources[resource.address]
        on = self._arn(of) if of else named
        text = values.get(attribute)
        if isinstance(text, str) and text:
            try:
                document = json.loads(text)
            except ValueError:
                return
            yield Policy(resource.address, resource.module, kind, of, on, document)
        elif not self._before:
            pending = self._documents.of(self._raw[resource.address]).get(attribute)
            if pending is not None:
                document, unknown = self._filled(resource, attribute, pending)
                yield Policy(resource.address, resource.module, kind, of, on, document, unknown)
            elif resource.unknown.get(attribute) is True and kind in ("rights", "trust"):
                yield Policy(resource.address, resource.module, kind, of, on, {"Statement": []}, True)

    def _boundary(self, resource: Resource, values: Mapping[str, Any]) -> Iterator[Policy]:
        arn = values.get("permissions_boundary")
        for address in self._targets(resource, "permissions_boundary"):
            if self._planned[address].type == "aws_iam_policy":
                yield from (
                    Policy(
                        each.address, each.module, "boundary", resource.address, str(arn or ""), each.document
                    )
                    for each in self._policy(self._planned[address], "policy", "boundary", resource.address)
                )

    def _attached(
        self, resource: Resource, holder: str, values: Mapping[str, Any]
    ) -> tuple[list[Policy], list[str]]:
        own = [
            policy
            for address in self._targets(resource, "policy_arn")
            if self._planned[address].type == "aws_iam_policy"
            for policy in self._policy(self._planned[address], "policy", "rights", holder)
        ]
        arn = str(values.get("policy_arn") or "a policy that only the apply will tell")
        return own, [] if own else [arn]

    def _permission(self, resource: Resource, values: Mapping[str, Any]) -> Policy:
        owner = self._one(resource, "function_name", ("aws_lambda_function",))
        named = str(values.get("function_name") or "")
        on = self._arn(owner) or (named if named.startswith("arn:") else "")
        principal = str(values.get("principal") or iam.UNKNOWN)
        kind = "Service" if principal.endswith(".amazonaws.com") else "AWS"
        conditions: dict[str, dict[str, str]] = {}
        unknown = False
        if resource.unknown.get("source_arn") is True and not values.get("source_arn"):
            sources = [
                arn
                for each in self._targets(resource, "source_arn")
                if arns.SERVICES.get(self._planned[each].type) in _senders({"Principal": principal})
                for arn in [self._arn(each)]
            ]
            unknown = not sources
            conditions["ArnLike"] = {"aws:SourceArn": f"{sources[0]}*" if sources else iam.UNKNOWN}
        elif values.get("source_arn"):
            conditions["ArnLike"] = {"aws:SourceArn": str(values["source_arn"])}
        if values.get("source_account"):
            conditions["StringEquals"] = {"aws:SourceAccount": str(values["source_account"])}
        statement = {
            "Sid": str(values.get("statement_id") or ""),
            "Effect": "Allow",
            "Action": str(values.get("action") or "lambda:InvokeFunction"),
            "Principal": {kind: principal},
            "Resource": on or named or "*",
            **({"Condition": conditions} if conditions else {}),
        }
        return Policy(
            resource.address, resource.module, "resource", owner, on, {"Statement": [statement]}, unknown
        )

    def _filled(
        self, resource: Resource, attribute: str, pending: Mapping[str, Any]
    ) -> tuple[dict[str, Any], bool]:
        """A pending document with ARNs for what is not known, and whether some are missing."""
        sources = [
            each for each in self._references.of(resource.address, attribute) if ".data." in f".{each}"
        ]
        related = {
            address
            for source in sources
            for target in self._references.of(source)
            for address in self._by_config.get(target, [])
        }
        unknown = False
        statements = []
        for statement in pending.get("Statement") or []:
            done = dict(statement)
            services = {str(action).partition(":")[0].lower() for action in _many(statement.get("Action"))}
            for name in ("Resource", "NotResource"):
                if name in done:
                    done[name], missing = self._places(done[name], related, services)
                    unknown = unknown or missing
            if "Condition" in done:
                senders = _senders(done)
                done["Condition"], missing = self._conditions(done["Condition"], related, senders)
                unknown = unknown or missing
            statements.append(done)
        return {"Statement": statements}, unknown

    def _places(self, names: Any, related: set[str], services: set[str]) -> tuple[list[str], bool]:
        known = [name for name in _many(names) if name != iam.UNKNOWN]
        if len(known) == len(_many(names)):
            return known, False
        fitting = sorted(
            address
            for address in related
            if arns.SERVICES.get(self._planned[address].type) in services or "*" in services
        )
        found = [self._arn(address) for address in fitting]
        # What belongs to a resource is named by its ARN and more: an index, an object, a stream.
        beneath = [f"{arn}/*" for arn in found if ":s3:::" in arn or ":table/" in arn]
        return known + found + beneath, not found

    def _conditions(
        self, conditions: Any, related: set[str], senders: set[str]
    ) -> tuple[dict[str, Any], bool]:
        """Conditions of a data source as IAM writes them, with the ARNs of senders that are not known yet."""
        if isinstance(conditions, Mapping):
            return dict(conditions), False
        unknown = False
        found: dict[str, dict[str, list[str]]] = {}
        for each in conditions:
            values = []
            for value in _many(each.get("values")) or [None]:
                if value is not None:
                    values.append(str(value))
                    continue
                fitting = [one for one in related if arns.SERVICES.get(self._planned[one].type) in senders]
                known = sorted(filter(None, map(self._arn, fitting)))
                unknown = unknown or not known
                values += known or [iam.UNKNOWN]
            found.setdefault(str(each.get("test")), {})[str(each.get("variable"))] = values
        return found, unknown

    def _holder(self, resource: Resource, values: Mapping[str, Any], attribute: str) -> str:
        """The role, user or group of the plan that an attribute names; "" for one of another state."""
        of_kind = f"aws_iam_{attribute}"
        found = [each for each in self._targets(resource, attribute) if self._planned[each].type == of_kind]
        named = str(values.get(attribute) or "")
        found += [
            address
            for address, each in self._resources.items()
            if named and self._planned[address].type == of_kind and each.get("name") == named
        ]
        return found[0] if found else ""

    def _one(self, resource: Resource, attribute: str, types: tuple[str, ...]) -> str:
        """The resource of these types that an attribute names, by its value or by the code."""
        value = self._resources[resource.address].get(attribute)
        of_types = [each for each in self._resources if self._planned[each].type in types]
        for address in of_types if isinstance(value, str) and value else []:
            values = self._resources[address]
            if value in (values.get(key) for key in ("arn", "id", "url", "name", "bucket", "function_name")):
                return address
        found = [each for each in self._targets(resource, attribute) if each in of_types]
        return found[0] if found else ""

    def _targets(self, resource: Resource, attribute: str) -> list[str]:
        """What an attribute refers to; of several instances, the one with the same key."""
        found: list[str] = []
        key = resource.address[resource.address.rfind("[") :] if resource.address.endswith("]") else ""
        for target in sorted(self._references.of(resource.address, attribute)):
            instances = self._by_config.get(target, [])
            same = [each for each in instances if key and each.endswith(key)]
            found += same or instances
        return found

    def _arn(self, address: str) -> str:
        if address not in self._resources:
            return ""
        return arns.arn(self._planned[address], self._resources[address], self._region, self._account)


def _is_document(value: Any) -> bool:
    """Whether a value is a policy, or may become one."""
    return value is True or (isinstance(value, str) and '"Statement"' in value)


def _senders(statement: Mapping[str, Any]) -> set[str]:
    """The services that a statement's principals send from, as ARNs and actions name them."""
    text = json.dumps(statement.get("Principal"))
    found = {service for service in set(arns.SERVICES.values()) if f"{service}.amazonaws.com" in text}
    return found | ({"execute-api"} if "apigateway.amazonaws.com" in text else set())


def _element(statement: Mapping[str, Any], name: str) -> list[str]:
    return [
        *map(str, _many(statement.get(name))),
        *(f"everything but {each}" for each in _many(statement.get(f"Not{name}"))),
    ]


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def grouped(rights: Iterable[Right]) -> dict[tuple[str, str, str, str, str], list[str]]:
    """Actions by who, effect, resource, condition and statement."""
    found: dict[tuple[str, str, str, str, str], list[str]] = {}
    for right in rights:
        key = (right.who, right.effect, right.resource, right.condition, right.statement)
        found.setdefault(key, []).append(right.action)
    return found
