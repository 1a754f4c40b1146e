# What the local AWS refuses, each in the words that local_aws/types.toml tells.

resource "aws_codeartifact_domain" "this" {
  domain = "refused"
}

resource "aws_lightsail_static_ip" "this" {
  name = "refused"
}
