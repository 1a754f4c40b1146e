"""Filter patterns of CloudWatch Logs, by the examples of its own page."""

import pytest

from local_aws.services.logs import patterns

ORDER = '{"level": "ERROR", "ms": 900, "of": {"id": "a-1"}, "list": [{"a": 1}], "ok": true, "gone": null}'
LINE = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("", "anything", True),
        ("ERROR", "[ERROR 400] BAD", True),
        ("error", "[ERROR 400] BAD", False),
        ("ERROR ARGUMENTS", "[ERROR 400] BAD", False),
        ("ERROR -400", "[ERROR 400] BAD", False),
        ("ERROR -500", "[ERROR 400] BAD", True),
        ("?ERROR ?WARN", "[WARN 1]", True),
        ("?ERROR ?WARN", "[INFO 1]", False),
        ('"BAD REQUEST"', "[ERROR 400] BAD REQUEST", True),
        ('"BAD REQUEST"', "[ERROR 400] BAD  REQUEST", False),
        ("%ERR.R [45]%", "[ERROR 400]", True),
        ('{ $.level = "ERR*" }', ORDER, True),
        ('{ $.level != "ERROR" }', ORDER, False),
        ('{ ($.ms >= 900) && ($.of.id = "a-1") }', ORDER, True),
        ("{ $.ms > 900 || $.list[0].a = 1 }", ORDER, True),
        ("{ $.ok IS TRUE && $.gone IS NULL && $.none NOT EXISTS }", ORDER, True),
        ("{ $.none = 1 }", ORDER, False),
        ("{ $.none != 1 }", ORDER, False),
        ("{ $.level EXISTS }", "no JSON", False),
        ("[ip, id, user, timestamp, request, status = 404, bytes]", LINE, True),
        ("[ip, ..., status = 4*, bytes > 2000]", LINE, False),
        ("[ip, ..., status = 4*, bytes > 1000]", LINE, True),
        ("[ip, user]", LINE, False),
    ],
)
def test_a_pattern_finds_what_it_says(pattern, message, matches):
    assert (patterns.match(pattern, message) is not None) == matches


def test_what_is_found_can_be_a_metric():
    document = patterns.match("{ $.ms > 1 }", ORDER)
    assert document is not None
    assert (document.get("$.ms"), document.get("$.of.id"), document.get("$.none")) == (900, "a-1", None)
    columns = patterns.match("[ip, ..., status, bytes]", LINE)
    assert columns is not None
    assert (columns["$ip"], columns["$bytes"]) == ("127.0.0.1", 1534.0)


@pytest.mark.parametrize("pattern", ["{ level = 1 }", "{ $.a = ", "{ $.a ~ 1 }", "[a, b", "{ ($.a = 1 }"])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(patterns.PatternError):
        patterns.match(pattern, "a b")
