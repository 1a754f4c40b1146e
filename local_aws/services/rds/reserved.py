"""Words that name neither a database nor its master user.

https://www.postgresql.org/docs/current/sql-keywords-appendix.html
https://dev.mysql.com/doc/refman/8.4/en/keywords.html
"""

_POSTGRES_WORDS = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
collation column concurrently constraint create cross current_catalog current_date current_role
current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
only or order outer overlaps placing primary references returning right select session_user similar some
symmetric table tablesample then to trailing true union unique user using variadic verbose when where
window with
"""
_POSTGRES = frozenset(_POSTGRES_WORDS.split())
_MYSQL_WORDS = """
accessible add all alter analyze and as asc before between both by call cascade case change check collate
column condition constraint continue convert create cross cube current_date current_time current_timestamp
current_user cursor database databases declare default delayed delete desc describe distinct div drop dual
each else elseif empty enclosed escaped except exists exit explain false fetch for force foreign from
fulltext function generated get grant group grouping groups having if ignore in index infile inner inout
insert interval into is iterate join json_table key keys kill lateral leading leave left like limit linear
lines load lock loop match mod natural not null of on optimize option or order out outer over partition
precision primary procedure purge range rank read recursive references regexp release rename repeat
replace require restrict return revoke right row rows schema schemas select separator set show signal
spatial sql ssl starting stored system table terminated then to trailing trigger true undo union unique
unlock unsigned update usage use using values varying virtual when where while window with write xor
"""
_MYSQL = frozenset(_MYSQL_WORDS.split())
# RDS's own users.
_OWN = {
    "postgres": {"admin", "rdsadmin", "rds_superuser", "rdsrepladmin"},
    "mysql": {"rdsadmin", "rdsrepladmin"},
}


def _family(engine: str) -> str:
    return "postgres" if "postgres" in engine else "mysql"


def is_word(engine: str, name: str) -> bool:
    """Whether a name is a word of an engine's language."""
    return name.lower() in (_POSTGRES if _family(engine) == "postgres" else _MYSQL)


def is_user(engine: str, name: str) -> bool:
    """Whether a name is of no master user: a word, or a user of RDS's own."""
    return is_word(engine, name) or name.lower() in _OWN[_family(engine)]
