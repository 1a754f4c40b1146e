"""Every resource says whose it is, where it belongs and who pays."""

from tooling.policy.rule import Block, Rule, Unknown

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
    tags = provider.mapping("default_tags.tags")
    if not tags and provider.has("default_tags"):
        raise Unknown  # an empty map is also what checkov makes of a variable without default
    return _complete(tags)


# Only plans know tags_all, which is the resource's own tags over the provider's.
@TAGS.on("aws_*", fix=f"Add {', '.join(REQUIRED)} to the provider's default_tags or to the resource's tags.")
def resource(resource: Block) -> bool:
    if "tags_all" not in resource:
        return True
    return _complete(resource.mapping("tags_all"))


def _complete(tags: dict[str, object]) -> bool:
    return all(tag in tags for tag in REQUIRED)
