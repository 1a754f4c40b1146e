"""Mapping templates in VTL: what is understood, and that the rest is refused."""

import pytest

from local_aws import velocity
from local_aws.services.appsync import templates

CONTEXT = {"arguments": {"id": "1", "n": 3, "tags": ["a", "b"]}, "error": None, "result": {"x": True}}


class ToldError(Exception):
    """What `$util.error` tells."""


def evaluate(template):
    def refuse(*told):
        raise ToldError(*told)

    return templates.evaluate(template, CONTEXT, refuse)


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("$util.toJson($context.arguments)", CONTEXT["arguments"]),
        (
            '{"n": ${ctx.arguments.n}, "x": $ctx.result.x, "none": "$!ctx.nothing"}',
            {"n": 3, "x": True, "none": ""},
        ),
        ('#set($k = {"b": [1, "x-$ctx.arguments.id"]})\n$util.toJson($k)', {"b": [1, "x-1"]}),
        ('#set($k = {})$util.qr($k.put("a", 1))$util.toJson($k)', {"a": 1}),
        ('[#foreach($t in $ctx.arguments.tags)"$t", #end 1]', ["a", "b", 1]),
        ("[#foreach($t in [])1#end]", []),
        ("#if($ctx.arguments.n > 2 && !$ctx.nothing)1#elseif(true)2#else 3#end", 1),
        ('#if(false)#if(true)1#end#elseif($ctx.arguments.id.equals("1"))2#else 3#end', 2),
        ("#if(false)$util.error('not told')#end## a comment\n4", 4),
        ('"# $5"', "# $5"),
        ("$util.dynamodb.toDynamoDBJson([1, null])", {"L": [{"N": "1"}, {"NULL": True}]}),
        ("", None),
    ],
)
def test_a_template_makes_json(template, made):
    assert evaluate(template) == made


def test_an_error_is_told():
    with pytest.raises(ToldError, match="no such order"):
        evaluate('$util.error("no such order")')


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("$util.sing()", "does not know the method sing"),
        ("#return(1)", "does not know the directive #return"),
        ("#if(true)1", "an #if has no #end"),
        ("#set($k = 1", "not understood here"),
        ("1 #end", "#end ends nothing"),
        ("{", "makes no JSON"),
    ],
)
def test_what_is_not_understood_is_refused(template, why):
    with pytest.raises(velocity.TemplateError, match=why):
        evaluate(template)
