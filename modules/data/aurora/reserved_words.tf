locals {
  # Of PostgreSQL, MySQL and MariaDB, which RDS takes as names of no database and no user.
  # https://www.postgresql.org/docs/current/sql-keywords-appendix.html
  reserved_words = split(" ", join(" ", [
    "all analyse analyze and any array as asc asymmetric authorization between binary both by case cast check collate",
    "column constraint create cross current_date current_role current_time current_timestamp current_user database",
    "default deferrable delete desc distinct do else end except exists false fetch for foreign freeze from full grant",
    "group having ilike in index initially inner insert intersect into is isnull join key lateral leading left like",
    "limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary",
    "references returning right select session_user set similar some symmetric table tablesample then to trailing",
    "true union unique update user using values variadic verbose when where window with",
  ]))
}
