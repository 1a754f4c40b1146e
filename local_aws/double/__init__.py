"""A double of AWS APIs that no engine serves, driven by the models that botocore carries.

It keeps what it is given, as each service's model and its table in `services/*/double.py` say. What applies
on it is right in form; of what AWS would do with it, nothing is shown. See docs/decisions/0002-local-aws.md.
"""

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from local_aws import services
from local_aws.double.engine import TAGGING, Engine, meaning
from local_aws.double.hints import Record, Service

if TYPE_CHECKING:
    from local_aws.edge.calls import Call

_TABLES = [(services.ROOMS[room].signed_as, module.SERVICE) for room, module in services.files("double")]
# By boto3's name.
SERVICES: dict[str, Service] = {service.model: service for _, service in _TABLES}
# By the name in the credential scope, which the two of API Gateway share.
SIGNED: dict[str, list[Service]] = {
    name: [service for signed_as, service in _TABLES if signed_as == name] for name, _ in _TABLES
}


_running: list["Double"] = []  # the one of this process


def records(model: str, account: str, region: str) -> list[Record]:
    """What the double keeps of a service, by the service's name in botocore."""
    found = [double.engines.get((model, account, region)) for double in _running]
    return [record for engine in found if engine for record in list(engine.records)]


def regions(model: str, account: str) -> list[str]:
    """Where the double keeps something of a service."""
    return [place[2] for double in _running for place in double.engines if place[:2] == (model, account)]


class Double:
    """A WSGI app in front of another: it answers what it serves and passes on the rest."""

    def __init__(self, rest: Any, account: str) -> None:
        _running[:] = [self]
        self._rest = rest
        self._account = account
        self.engines: dict[tuple[str, str, str], Engine] = {}

    def __call__(self, environ: Any, start_response: Any) -> Any:
        raw = environ.pop("HTTP_X_LOCAL_RAW_PATH", environ["PATH_INFO"])
        scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition(",")[0].split("/")
        tables = SIGNED.get(scope[3], []) if len(scope) >= 5 else []
        if not tables:
            return self._rest(environ, start_response)
        # Imported at the first call of a service, and its model read then: they are large.
        from local_aws.double import protocol

        body = environ["wsgi.input"].read()  # once: reading a form would use it up
        what = environ["PATH_INFO"]
        for service in tables:
            again = {**environ, "RAW_URI": raw, "wsgi.input": io.BytesIO(body)}
            operation, labels, request = protocol.route(service, again)
            if operation is None:
                continue
            what, place = operation.name, self._place(service, scope[0], scope[2])
            if self._serves(service, place, operation.name, environ["PATH_INFO"], body):
                if place not in self.engines:
                    self.engines[place] = Engine(service, place[1], scope[2])
                answer = self.engines[place].answer
                return protocol.respond(operation, labels, request, answer)(environ, start_response)
        if any(service.rest_elsewhere for service in tables):
            return self._rest({**environ, "wsgi.input": io.BytesIO(body)}, start_response)
        return protocol.not_served(f"{what} of {tables[0].model}")(environ, start_response)

    def serves(self, call: "Call") -> bool:
        """Whether it answers a call itself."""
        service = SERVICES.get(call.service)
        if service is None:
            return False
        place = self._place(service, call.account, call.region)
        return self._serves(service, place, call.operation.name, call.path, call.body)

    def _place(self, service: Service, key: str, region: str) -> tuple[str, str, str]:
        # As MiniStack has it: an access key of twelve digits is an account.
        account = key if re.fullmatch(r"\d{12}", key) else self._account
        return service.model, account, "" if service.everywhere else region

    def _serves(
        self, service: Service, place: tuple[str, str, str], operation: str, path: str, body: bytes
    ) -> bool:
        if operation in (*TAGGING, *service.shared) and service.rest_elsewhere:  # if it is of something here
            asked = unquote(f"{unquote(path)} {body.decode(errors='replace')}")
            return place in self.engines and self.engines[place].has_one_of(asked)
        return operation in service.acts or operation in TAGGING or _means_something(service, operation)

    def reset(self) -> None:
        """Forget everything."""
        self.engines.clear()

    def answered(self) -> list[str]:
        """The services that were called."""
        return sorted({model for model, _, _ in self.engines})

    def inventory(self) -> list[str]:
        """Each resource as `service/kind/name`."""
        return [
            f"{model}/{re.sub(r'(?<!^)(?=[A-Z])', '-', record.kind.name).lower()}/{record.name}"
            for (model, _, _), engine in self.engines.items()
            for record in engine.records
            if not record.kind.theirs
        ]


def _means_something(service: Service, operation: str) -> bool:
    try:
        meaning(service, operation)
    except LookupError:
        return False
    return True
