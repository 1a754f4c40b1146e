"""Every resource says whose it is, where it belongs and who pays."""

from tooling.policy.rule import Block, Rule

REQUIRED = ("Service", "Environment", "CostCenter")
TAGS = Rule(
    "PLATFORM_TAGS",
    f"Tagged with {', '.join(REQUIRED[:-1])} and {REQUIRED[-1]}",
    "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
)


@TAGS.on(
    "aws",
    block="provider",
    fix=f"Write default_tags {{ tags = {{ {', '.join(f'{tag} = …' for tag in REQUIRED)} }} }}.",
)
def provider(provider: Block) -> bool:
    tags = provider.get("default_tags.tags")
    return isinstance(tags, dict) and _complete(tags)


# Only plans know tags_all, which is the resource's own tags over the provider's.
@TAGS.on("aws_*", fix=f"Add {', '.join(REQUIRED)} to the provider's default_tags or to the resource's tags.")
def resource(resource: Block) -> bool:
    if "tags_all" not in resource:
        return True
    tags = resource.blocks("tags_all")
    return any(_complete(one) for one in tags)


def _complete(tags: object) -> bool:
    return all(tag in tags for tag in REQUIRED)  # type: ignore[operator]
