"""Create, read, update, delete, list and tag, of whatever kinds a service's table names."""

import re
import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.model import OperationModel, Shape

from local_aws.double.hints import Kind, Record, Ref, RefusedError, Service, Values
from local_aws.double.model import can_miss

TAGGING = (
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
    "ListTags",
    "AddTagsToResource",
    "RemoveTagsFromResource",
    "AddTags",
    "RemoveTags",
)
# How requests call it.
_TAGGED = ("resource", "resourcearn", "resourcearns", "resourcename", "resourceid", "resourceidlist")
_TAGS = ("tags", "resourcetags", "taglist", "tagslist")
_FAILURES = ("Errors", "FailedBatches")  # lists in which none of the resources stand
_TOKENS = ("NextToken", "nextToken", "NextPageToken")
_LIMITS = ("MaxResults", "maxResults", "Limit")
_VERBS = {"Create": "create", "Get": "read", "Describe": "read", "Update": "update", "Delete": "delete"}


class Engine:
    """One service in one account and region."""

    def __init__(self, service: Service, account: str, region: str) -> None:
        self.records: list[Record] = []
        self._service = service
        self._place = {"account": account, "region": region}
        for kind in service.kinds:
            if kind.theirs and kind.alone:
                self._create(kind, {})

    def answer(self, operation: OperationModel, request: Values) -> Values:
        """Do what `operation` asks for; its output."""
        if operation.name in self._service.acts:
            of, act = self._service.acts[operation.name]
            return act(self._find(self._kind(of), request), request)
        if (tags := self._tagging(operation, request)) is not None:
            return tags
        kind, verb, sets = meaning(self._service, operation.name)
        values = _flat(request, kind)
        if verb == "list":
            return self._list(kind, operation, values)
        if verb.endswith(" each"):
            [(_, entries)] = request.items()
            each = [entry if isinstance(entry, dict) else {kind.members[0]: entry} for entry in entries]
            done = [self._do(verb.removesuffix(" each"), kind, one, sets) for one in each]
            return _outputs(done, operation.output_shape)
        return _output(self._do(verb, kind, values, sets), operation.output_shape)

    def has_one_of(self, text: str) -> bool:
        """Whether a text names one of its resources by the ARN."""
        return any(arn in text for record in self.records for arn in _arns(record))

    def _do(self, verb: str, kind: Kind, values: Values, sets: Values) -> Record:
        if verb == "put":
            verb = "update" if next(self._matching(kind, values), None) else "create"
        record = self._create(kind, values) if verb == "create" else self._find(kind, values)
        if verb == "update":
            for ref in kind.refs:
                if ref.loose and ref.member in values:
                    self._target(ref, values)
            _follow(record, verb, values)
            record.values.update(_own(values, kind))
        if verb in ("create", "update"):
            record.values.update(sets)
            record.changed = datetime.now(UTC)
        if verb == "delete":
            self._delete(record, values)
            record.values.update(sets)
        return record

    def _kind(self, name: str) -> Kind:
        return next(kind for kind in self._service.kinds if kind.name == name)

    # Which one is meant

    def _find(self, kind: Kind, request: Values) -> Record:
        found = next(self._matching(kind, request), None)
        if found is None:
            given = [*kind.members, *(ref.member for ref in kind.refs)]
            name = (
                str(next((request[member] for member in given if member in request), "")) or "of this account"
            )
            raise RefusedError(kind.missing or "missing", f"{kind.name} {name} not found", kind.name, name)
        return found

    def _matching(self, kind: Kind, request: Values) -> Iterator[Record]:
        """Those of a kind that a request's references and names mean."""
        refs = [ref for ref in kind.refs if not ref.loose and (ref.member in request or not ref.member)]
        targets = {ref.member: self._target(ref, request) for ref in refs}
        named = [request[member] for member in kind.members if member in request]
        for record in [record for record in self.records if record.kind is kind]:
            own = {record.values.get(name) for name in kind.names or kind.members}
            if all(name in own for name in named) and all(
                record.of.get(member) in found for member, found in targets.items()
            ):
                yield record

    def _target(self, ref: Ref, request: Values) -> list[Record]:
        """What a reference means; several when a list is given."""
        if not ref.member:
            return [self._find(self._kind(ref.kinds[0]), {})]
        given = request[ref.member]
        found = []
        for name in given if isinstance(given, list) else [given]:
            kinds = [self._kind(of) for of in ref.kinds]
            # The request may say more of the one it refers to: of which service a listener is.
            asked = [(kind, {**request, **dict.fromkeys(kind.members[:1], name)}) for kind in kinds]
            match = next((one for kind, named in asked for one in self._matching(kind, named)), None)
            if match is None:
                raise RefusedError("missing", f"{kinds[0].name} {name} not found", kinds[0].name, name)
            found.append(match)
        return found

    # What happens to it

    def _create(self, kind: Kind, request: Values) -> Record:
        refs = [ref for ref in kind.refs if request.get(ref.member) or not ref.member]
        targets = {ref.member: self._target(ref, request) for ref in refs}
        of = {ref.member: targets[ref.member][0] for ref in refs if not ref.loose}
        rivals = [one for one in self.records if one.kind is kind and one.of == of]
        same = [name for name in _unique(kind) for one in rivals if one.values.get(name) == request.get(name)]
        if same or (kind.alone and rivals):
            name = ", ".join(str(request.get(member)) for member in same)
            raise RefusedError("conflict", f"{kind.name} {name} exists already", kind.name, name)
        tags = next((request[name] for name in request if _are_tags(name, kind)), None)
        record = Record(kind, {}, _tags_in(tags), of)
        for ref in kind.refs:
            if ref.member in of:
                source = of[ref.member].values
                record.values.update({here: source.get(there) for there, here in ref.copies.items()})
        given = {**_own(request, kind), **{name: request[name] for name in kind.members if name in request}}
        for name, value in kind.made.items():
            record.values[name] = _filled(value, {**record.values, **given, **self._place})
        record.values = _merged(record.values, given)
        _follow(record, "create", request)
        self.records.append(record)
        return record

    def _delete(self, record: Record, request: Values) -> None:
        _follow(record, "delete", request)
        using = [one for one in self.records if record in one.of.values()]
        parts = [
            one for one in using if any(r.within and one.of.get(r.member) is record for r in one.kind.refs)
        ]
        others = [one for one in using if one not in parts]
        if others:
            message = f"{record.kind.name} {record.name} is in use by {others[0].kind.name} {others[0].name}"
            raise RefusedError("conflict", message, record.kind.name, record.name)
        for part in parts:
            if part in self.records:  # a rule goes with its listener already
                self._delete(part, {})
        self.records.remove(record)

    def _list(self, kind: Kind, operation: OperationModel, request: Values) -> Values:
        output = operation.output_shape
        records = self._listed(kind, operation, request)
        token = next((request[token] for token in _TOKENS if token in request), "0")
        if not token.isdigit():
            raise RefusedError("invalid", f"{token} is no token of an earlier page")
        start = int(token)
        limit = next((request[member] for member in _LIMITS if member in request), len(records))
        more = [token for token in _TOKENS if token in output.members and start + limit < len(records)]
        return {
            **_outputs(records[start : start + limit], output),
            **dict.fromkeys(more, str(start + limit)),
        }

    def _listed(self, kind: Kind, operation: OperationModel, request: Values) -> list[Record]:
        """Those that a listing's filters leave: names in lists, prefixes, and members by their value."""
        filters = {name: value for name, value in request.items() if value not in ([], "")}
        wanted = [f"{member}List" for member in kind.members if f"{member}List" in filters]
        plurals = [f"{member}{ending}" for member in kind.members for ending in ("s", "es")]
        wanted += [name for name in plurals if name in filters]
        if wanted:
            asked = [{kind.members[0]: name} for name in filters[wanted[0]]]
            if can_miss(operation):
                return [self._find(kind, one) for one in asked]
            return [record for one in asked for record in self._matching(kind, one)]
        found = list(self._matching(kind, filters))
        for name, value in filters.items():
            if name.endswith("Prefix"):
                found = [one for one in found if str(one.values.get(name[:-6], "")).startswith(value)]
            elif name.endswith("s") and isinstance(value, list):
                found = [one for one in found if one.values.get(name[:-1], value[0]) in value]
            else:
                found = [one for one in found if one.values.get(name, value) in (value, None)]
        return found

    def _tagging(self, operation: OperationModel, request: Values) -> Values | None:
        of_tags = (*TAGGING, *({"DescribeTags"} & {*self._service.shared}))  # elsewhere that lists by filters
        if operation.name not in of_tags:
            return None
        arn = next((value for name, value in request.items() if name.lower() in _TAGGED), "")
        arn = arn[0] if isinstance(arn, list) else arn
        record = next((one for one in self.records if arn in _arns(one)), None)
        if record is None:
            raise RefusedError("missing", f"Resource {arn} not found", self._service.kinds[0].name, arn)
        for name, value in request.items():
            if _are_tags(name, record.kind):
                keys = _tags_in(value)
                record.tags.update(keys)
                if operation.name == "RemoveTags":  # which names them with their values
                    record.tags = {key: tag for key, tag in record.tags.items() if key not in keys}
            if name.lower().endswith(("keys", "keylist")):
                record.tags = {key: tag for key, tag in record.tags.items() if key not in value}
        output = operation.output_shape
        return _output(record, output) or (_outputs([record], output) if output is not None else {})


def meaning(service: Service, operation: str) -> tuple[Kind, str, Values]:
    """The kind an operation is about, what it does to it, and what it sets.

    Raises:
        LookupError: the double does not serve it.
    """
    for kind in service.kinds:
        if operation in kind.operations:
            return kind, *kind.operations[operation]
        for prefix, verb in _VERBS.items():
            if operation == prefix + kind.name:
                return kind, verb, {}
        if re.fullmatch(f"(List|Get|Describe){kind.plural or kind.name + 's'}", operation):
            return kind, "list", {}
    raise LookupError(operation)


def _follow(record: Record, verb: str, request: Values) -> None:
    if rule := record.kind.rules.get(verb):
        rule(record, request)


def _is_wrapper(name: str, kind: Kind) -> bool:
    return name.lower() == kind.name.lower() or name in kind.inside


def _is_list_of(name: str, kind: Kind) -> bool:
    return name == (kind.plural or f"{kind.name}s")


def _flat(request: Values, kind: Kind) -> Values:
    """A request with what stands in the resource's own structure beside the rest."""
    flat: Values = {}
    for name, value in request.items():
        flat.update(
            _flat(value, kind) if _is_wrapper(name, kind) and isinstance(value, dict) else {name: value}
        )
    return flat


def _own(request: Values, kind: Kind) -> Values:
    """What a request says about the resource itself: not which one it is, nor its tags."""
    others = {*kind.members, *(ref.member for ref in kind.refs if not ref.loose)}
    return {
        name: value
        for name, value in request.items()
        if name not in others
        and not _are_tags(name, kind)
        and name.lower() not in ("clienttoken", "idempotencytoken")
    }


def _unique(kind: Kind) -> tuple[str, ...]:
    """By default the names that the caller chooses."""
    return kind.unique or tuple(name for name in kind.names or kind.members if name not in kind.made)


def _arns(record: Record) -> list[Any]:
    """By which its tags are asked for: its ARNs, and ids that AWS gave it."""
    made = record.kind.made
    return [
        record.values[name] for name in made if name.lower().endswith("arn") or name in record.kind.members
    ]


def _filled(value: Any, known: Values) -> Any:
    if isinstance(value, dict):
        return {name: _filled(entry, known) for name, entry in value.items()}
    if isinstance(value, list):
        return [_filled(entry, known) for entry in value]
    if not isinstance(value, str):
        return value
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.format(**{**known, "now": now, "new": secrets.token_hex(9)[:17], "uuid": uuid.uuid4()})


def _merged(made: Values, given: Values) -> Values:
    merged = {**made, **{name: value for name, value in given.items() if value is not None}}
    for name in made.keys() & given.keys():
        if isinstance(made[name], dict) and isinstance(given[name], dict):
            merged[name] = _merged(made[name], given[name])
    return merged


def _are_tags(name: str, kind: Kind) -> bool:
    return name.lower() in (*_TAGS, f"{kind.name.lower()}tags")


def _tags_in(tags: Any) -> dict[str, str]:
    """Tags as a map, however the service writes them."""
    if isinstance(tags, list):
        pairs = [sorted(tag.items(), key=lambda pair: pair[0].lower()) for tag in tags]
        return {pair[0][1]: pair[1][1] for pair in pairs}  # Key before Value
    return dict(tags or {})


def _output(record: Record, shape: Shape | None) -> Values:
    """As much of a resource as an output's shape has room for."""
    shown: Values = {}
    for name, member in shape.members.items() if shape is not None else ():
        if _are_tags(name, record.kind):
            shown[name] = _tags_out(record.tags, member)
        elif name in record.values:
            shown[name] = record.values[name]
        elif _is_wrapper(name, record.kind) and member.type_name == "structure":
            shown[name] = _output(record, member)
        elif _is_list_of(name, record.kind) and member.type_name == "list":
            shown[name] = [_output(record, member.member)]
        elif member.type_name == "timestamp" and re.match("(?i)creat|versioncreated", name):
            shown[name] = record.made
        elif member.type_name == "timestamp" and re.match("(?i)(last)?(updated?|modified)", name):
            shown[name] = record.changed
    return shown


def _outputs(records: list[Record], shape: Shape) -> Values:
    """Resources in the list of an output, if it has one of them."""
    for name, listed in shape.members.items():
        if listed.type_name == "list" and name not in _FAILURES:
            structures = listed.member.type_name == "structure"
            return {name: [_output(one, listed.member) if structures else one.name for one in records]}
    return {}


def _tags_out(tags: dict[str, str], shape: Shape) -> Any:
    if shape.type_name == "map":
        return tags
    key, value = sorted(shape.member.members, key=str.lower)
    return [{key: name, value: tag} for name, tag in tags.items()]
