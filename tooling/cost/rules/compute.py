"""Containers and instances."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tooling.cost.rules import Case, Part, priced


@priced("aws_ecs_service")
def service(case: Case) -> Iterator[Part]:
    """Fargate's vCPU and memory of each task; on instances, the instances are charged."""
    shares = case.blocks("capacity_provider_strategy")
    names = {str(each.get("capacity_provider") or "") for each in shares}
    if not names & {"FARGATE", "FARGATE_SPOT"} and case.values.get("launch_type") != "FARGATE":
        if not shares and case.values.get("launch_type") is None:
            yield Part("fargate.vcpu.x86", None, "the cluster's default capacity provider is not in the plan")
        return
    tasks = case.usage.get("tasks", case.number("desired_count"))
    definitions = case.beside("aws_ecs_task_definition")
    if not definitions:
        yield Part("fargate.vcpu.x86", None, "the task definition is not in the plan")
        return
    definition = definitions[0]
    platform = (definition.get("runtime_platform") or [{}])[0]
    chip = "arm" if platform.get("cpu_architecture") == "ARM64" else "x86"
    for market, count in _markets(shares, tasks):
        yield case.hours(f"fargate.{market}vcpu.{chip}", count * int(definition["cpu"]) / 1024)
        yield case.hours(f"fargate.{market}gb.{chip}", count * int(definition["memory"]) / 1024)
    sizes = [each.get("size_in_gib") or 20 for each in definition.get("ephemeral_storage") or []]
    if extra := sum(max(size - 20, 0) for size in sizes):
        yield case.hours("fargate.storage", tasks * extra)


def _markets(shares: list[Mapping[str, Any]], tasks: float) -> Iterator[tuple[str, float]]:
    """How many tasks run on demand and how many on Spot: the base first, the rest by weight."""
    left = tasks
    counts = {"FARGATE": 0.0, "FARGATE_SPOT": 0.0}
    known = [each for each in shares if each.get("capacity_provider") in counts]
    for each in known:
        base = min(each.get("base") or 0, left)
        counts[each["capacity_provider"]] += base
        left -= base
    weights = sum(each.get("weight") or 0 for each in known)
    for each in known:
        if weights:
            counts[each["capacity_provider"]] += left * (each.get("weight") or 0) / weights
    if not weights:
        counts["FARGATE"] += left
    yield from (
        (market, count) for market, count in zip(("", "spot_"), counts.values(), strict=True) if count
    )


@priced("aws_eks_cluster")
def kubernetes(case: Case) -> Iterator[Part]:
    """The control plane, of a version in standard support; Auto Mode adds a share of each instance."""
    yield case.hours("eks.cluster")
    if any(each.get("enabled") for each in case.blocks("compute_config")):
        yield Part("ec2.m6g.large", None, "what EKS Auto Mode starts is not in the plan")


@priced("aws_eks_node_group")
def nodes(case: Case) -> Iterator[Part]:
    """The instances that it starts with."""
    count = sum(each.get("desired_size") or 0 for each in case.blocks("scaling_config"))
    kinds = case.values.get("instance_types") or ["t3.medium"]
    yield case.hours(f"ec2.{kinds[0]}", case.usage.get("instances", count))


@priced("aws_instance")
def instance(case: Case) -> Iterator[Part]:
    """One instance and its root volume."""
    yield case.hours(f"ec2.{case.values.get('instance_type')}")
    for volume in case.blocks("root_block_device"):
        yield Part("ebs.gp3_gb", volume.get("volume_size") or 8)


@priced("aws_autoscaling_group")
def group(case: Case) -> Iterator[Part]:
    """The instances that it starts with, and their volumes."""
    count = case.number("desired_capacity") or case.number("min_size")
    count = case.usage.get("instances", count)
    templates = case.beside("aws_launch_template")
    kind = _instance_type(case, templates)
    if not kind:
        yield Part("ec2.t3.medium", None, "the instance type is chosen when it starts")
        return
    yield case.hours(f"ec2.{kind}", count)
    for template in templates:
        for mapping in template.get("block_device_mappings") or []:
            for volume in mapping.get("ebs") or []:
                yield Part("ebs.gp3_gb", count * (volume.get("volume_size") or 8))


def _instance_type(case: Case, templates: list[Mapping[str, Any]]) -> str:
    for policy in case.blocks("mixed_instances_policy"):
        for template in policy.get("launch_template") or []:
            for override in template.get("override") or []:
                if override.get("instance_type"):
                    return str(override["instance_type"])
    return next((str(one["instance_type"]) for one in templates if one.get("instance_type")), "")


@priced("aws_ecr_repository")
def registry(case: Case) -> Iterator[Part]:
    """What images take."""
    yield case.used("ecr.gb", "gb")


@priced("aws_kinesisanalyticsv2_application")
def flink(case: Case) -> Iterator[Part]:
    """KPUs, one more for the application itself, and 50 GB of storage for each."""
    text = json.dumps(case.values.get("application_configuration") or [])
    units = case.usage.get("kpus", 1 if '"parallelism"' not in text else _parallelism(case))
    yield case.hours("flink.kpu", units + 1)
    yield Part("flink.gb", units * 50)


def _parallelism(case: Case) -> float:
    for configuration in case.blocks("application_configuration"):
        for flink in configuration.get("flink_application_configuration") or []:
            for each in flink.get("parallelism_configuration") or []:
                return float((each.get("parallelism") or 1) / (each.get("parallelism_per_kpu") or 1))
    return 1
