"""EC2's Network Insights: paths, and analyses of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, EC2_RESOURCE_TO_PREFIX
from moto.moto_api._internal import mock_random as random

from local_aws.corrections import correction
from local_aws.reachability.answers import arns, found
from local_aws.reachability.explanations import Code, Explanation, Path
from local_aws.reachability.networks import reaches, read
from local_aws.reachability.points import NotAnEndError, find
from local_aws.reachability.ports import Ports

Record = dict[str, Any]
_PATH, _ANALYSIS = "network-insights-path", "network-insights-analysis"
_PREFIXES = {_PATH: "nip", _ANALYSIS: "nia"}
# https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
_ENDS = ("eni-", "i-", "igw-", "pcx-", "tgw-", "vgw-", "vpce-")
_FILTERS = ("FilterAtSource", "FilterAtDestination")  # of a path, the first before the second


@dataclass
class Insight:
    """A path, or an analysis of one: all that EC2 tells of it but its tags."""

    id: str
    kind: str
    facts: Record


@correction
def network_insights() -> None:
    """AWS: Reachability Analyzer says who reaches whom, and what blocks the way. moto: has no such call.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAnalysis.html
    """
    for kind, prefix in _PREFIXES.items():
        EC2_RESOURCE_TO_PREFIX[kind], EC2_PREFIX_TO_RESOURCE[prefix] = prefix, kind
    EC2Response.create_network_insights_path = _create_path
    EC2Response.describe_network_insights_paths = _describe_paths
    EC2Response.delete_network_insights_path = _delete_path
    EC2Response.start_network_insights_analysis = _start_analysis
    EC2Response.describe_network_insights_analyses = _describe_analyses
    EC2Response.delete_network_insights_analysis = _delete_analysis


def _create_path(self: Any) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html"""
    names = ("SourceIp", "DestinationIp", "Source", "Destination", "Protocol", "DestinationPort", *_FILTERS)
    asked = {name: self._get_param(name) for name in names if self._get_param(name) is not None}
    if "Destination" not in asked and not _address(asked, "Destination"):
        raise EC2ClientError("MissingParameter", "A path needs a destination, or the address of one.")
    for end in ("Source", "Destination"):
        if end in asked:
            _require(self, end, asked[end])
            asked |= {end: asked[end].rpartition("/")[2], f"{end}Arn": _arn(self, asked[end])}
    made = _add(self, _PATH, asked | {"CreatedDate": datetime.now(UTC)})
    return ActionResult({"NetworkInsightsPath": made})


def _require(self: Any, end: str, named: str) -> None:
    """Refuse what no path may begin or end at, and what does not exist."""
    if not named.rpartition("/")[2].startswith(_ENDS):
        raise EC2ClientError("InvalidParameterValue", f"'{named}' is of no kind that a path has as {end}.")
    try:
        find(read(self.current_account, self.region), named)
    except NotAnEndError as none:
        if none.path.blocker and none.path.blocker.code is Code.NO_SOURCE_OR_DESTINATION:
            text = f"The {end.lower()} '{named}' does not exist"
            raise EC2ClientError(f"NetworkInsights{end}.NotFound", text) from none


def _describe_paths(self: Any) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsPaths.html"""
    return ActionResult({"NetworkInsightsPaths": _described(self, _PATH, "NetworkInsightsPathIds")})


def _delete_path(self: Any) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsPath.html"""
    id = self._get_param("NetworkInsightsPathId")
    _get(self, _PATH, id)
    if any(each.facts["NetworkInsightsPathId"] == id for each in _held(self, _ANALYSIS).values()):
        raise EC2ClientError(
            "AnalysisExistsForNetworkInsightsPath", f"There are analyses of the path '{id}'."
        )
    return ActionResult({"NetworkInsightsPathId": _drop(self, _PATH, id)})


def _start_analysis(self: Any) -> ActionResult:
    """The analysis is done when it is answered.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAnalysis.html
    """
    path = _get(self, _PATH, self._get_param("NetworkInsightsPathId"))
    names = ("AdditionalAccounts", "FilterInArns", "FilterOutArns")
    asked = {name: self._get_param(name) for name in names if self._get_param(name)}
    result = _filtered(self, _analysed(self, path.facts), asked)
    facts = found(result, arns(self.partition, self.region, self.current_account))
    state = {"NetworkInsightsPathId": path.id, "StartDate": datetime.now(UTC), "Status": "succeeded"}
    return ActionResult({"NetworkInsightsAnalysis": _add(self, _ANALYSIS, asked | state | facts)})


def _describe_analyses(self: Any) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsAnalyses.html"""
    of_path = self._get_param("NetworkInsightsPathId")
    analyses = [
        each
        for each in _described(self, _ANALYSIS, "NetworkInsightsAnalysisIds")
        if of_path in (None, each["NetworkInsightsPathId"])
    ]
    return ActionResult({"NetworkInsightsAnalyses": analyses})


def _delete_analysis(self: Any) -> ActionResult:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInsightsAnalysis.html"""
    id = self._get_param("NetworkInsightsAnalysisId")
    _get(self, _ANALYSIS, id)
    return ActionResult({"NetworkInsightsAnalysisId": _drop(self, _ANALYSIS, id)})


def _analysed(self: Any, path: Record) -> Path:
    return reaches(
        self.current_account,
        self.region,
        path["Source"],
        path.get("Destination"),
        path["Protocol"],
        _ports(path),
        source_address=_address(path, "Source"),
        destination_address=_address(path, "Destination"),
    )


def _address(path: Record, end: str) -> str | None:
    """The address that a path names of its source or destination, in itself or in a filter."""
    of_filters = [path.get(name, {}).get(f"{end}Address") for name in _FILTERS]
    return next((str(each) for each in (path.get(f"{end}Ip"), *of_filters) if each), None)


def _ports(path: Record) -> Ports | None:
    """The destination ports that a path names; None for any."""
    if path.get("DestinationPort") is not None:
        return Ports.of(int(path["DestinationPort"]))
    ranges = [path.get(name, {}).get("DestinationPortRange") for name in _FILTERS]
    named = next((each for each in ranges if each), None)
    return Ports.of(int(named["FromPort"]), int(named["ToPort"])) if named else None


def _filtered(self: Any, path: Path, asked: Record) -> Path:
    """The path, unless it passes a component that it must not, or passes by one that it must."""
    passed = {_arn(self, hop.component) for hop in (*path.forward, *path.reply)}
    missing = [arn for arn in asked.get("FilterInArns", ()) if arn not in passed]
    excess = [arn for arn in asked.get("FilterOutArns", ()) if arn in passed]
    if path.reachable and (wrong := [*missing, *excess]):
        explanation = Explanation(
            Code.COMPONENT_FILTER_RESTRICTION, {"Component": wrong[0].rpartition("/")[2]}
        )
        return Path(path.forward, path.reply, explanation)
    return path


def _held(self: Any, kind: str) -> dict[str, Insight]:
    name = "network_insights_paths" if kind == _PATH else "network_insights_analyses"
    held: dict[str, Insight] = vars(self.ec2_backend).setdefault(name, {})
    return held


def _member(kind: str) -> str:
    """The name of a kind in members: NetworkInsightsPath, NetworkInsightsAnalysis."""
    return "".join(part.capitalize() for part in kind.split("-"))


def _add(self: Any, kind: str, facts: Record) -> Record:
    id = f"{_PREFIXES[kind]}-{random.get_random_hex(17)}"
    tags = self._parse_tag_specification().get(kind, {})
    self.ec2_backend.create_tags([id], tags)
    names = {f"{_member(kind)}Id": id, f"{_member(kind)}Arn": _arn(self, id)}
    _held(self, kind)[id] = Insight(id, kind, facts | names)
    return _with_tags(self, _held(self, kind)[id])


def _get(self: Any, kind: str, id: str) -> Insight:
    insight = _held(self, kind).get(id)
    if insight is None:
        raise EC2ClientError(f"Invalid{_member(kind)}Id.NotFound", f"The {kind} '{id}' does not exist.")
    return insight


def _drop(self: Any, kind: str, id: str) -> str:
    del _held(self, kind)[id]
    self.ec2_backend.tags.pop(id, None)
    return id


def _described(self: Any, kind: str, ids: str) -> list[Record]:
    """All of a kind, or the named ones, that pass the request's filters."""
    named = self._get_param(ids, [])
    insights = [_get(self, kind, id) for id in named] if named else list(_held(self, kind).values())
    facts = [_with_tags(self, insight) for insight in insights]
    filters = self._filters_from_querystring()
    return [each for each in facts if all(_passes(each, name, values) for name, values in filters.items())]


def _passes(facts: Record, name: str, values: list[str]) -> bool:
    """Whether a path or analysis has what a filter wants: `path-found`, `source`, `tag:Name`."""
    tags = {tag["Key"]: tag["Value"] for tag in facts["Tags"]}
    if name.startswith("tag:"):
        return tags.get(name.removeprefix("tag:")) in values
    if name == "tag-key":
        return any(key in values for key in tags)
    members = {
        "path-found": "NetworkPathFound",
        "status": "Status",
        "source": "Source",
        "destination": "Destination",
        "protocol": "Protocol",
    }
    if name not in members:
        raise EC2ClientError("InvalidParameterValue", f"The filter '{name}' is invalid")
    value = facts.get(members[name])
    return (str(value).lower() if isinstance(value, bool) else value) in values


def _with_tags(self: Any, insight: Insight) -> Record:
    tags = self.ec2_backend.tags.get(insight.id, {})
    return insight.facts | {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _arn(self: Any, id: str) -> str:
    return arns(self.partition, self.region, self.current_account)(id)
