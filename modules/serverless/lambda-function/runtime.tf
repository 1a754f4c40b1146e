# When AWS stops patching runtimes. One that is not listed is newer than this table, and accepted.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-supported (November 2026)
locals {
  runtime_ends = {
    "dotnet10"        = "2028-11-14"
    "dotnet8"         = "2026-11-10"
    "java11"          = "2027-06-30"
    "java17"          = "2027-06-30"
    "java21"          = "2029-06-30"
    "java25"          = "2029-06-30"
    "java8.al2"       = "2027-06-30"
    "nodejs20.x"      = "2026-04-30"
    "nodejs22.x"      = "2027-04-30"
    "nodejs24.x"      = "2028-04-30"
    "provided.al2"    = "2026-07-31"
    "provided.al2023" = "2029-06-30"
    "python3.10"      = "2026-10-31"
    "python3.11"      = "2027-06-30"
    "python3.12"      = "2028-10-31"
    "python3.13"      = "2029-06-30"
    "python3.14"      = "2029-06-30"
    "ruby3.2"         = "2026-03-31"
    "ruby3.3"         = "2027-03-31"
    "ruby3.4"         = "2028-03-31"
  }
  runtime_end = "${lookup(local.runtime_ends, var.runtime, "9999-12-31")}T23:59:59Z"
}

check "runtime" {
  assert {
    condition = var.image != null || timecmp(plantimestamp(), local.runtime_end) < 0
    error_message = join(" ", [
      "runtime is \"${var.runtime}\", which AWS has not patched since ${substr(local.runtime_end, 0, 10)}:",
      "write a newer one.",
    ])
  }
}
