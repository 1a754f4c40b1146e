data "aws_msk_kafka_version" "this" {
  preferred_versions = ["3.6.0"]
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  count = 2

  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}

resource "aws_msk_serverless_cluster" "this" {
  cluster_name = "probe"
  tags         = { team = "probe" }

  vpc_config {
    subnet_ids = aws_subnet.this[*].id
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}

resource "aws_msk_configuration" "this" {
  name              = "probe"
  server_properties = "auto.create.topics.enable = true"
}
