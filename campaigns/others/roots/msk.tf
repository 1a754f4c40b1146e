data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_msk_kafka_version" "this" {
  preferred_versions = ["3.9.x", "3.8.x"]
}
resource "aws_security_group" "this" {
  name   = "msk"
  vpc_id = data.aws_vpc.default.id
}
resource "aws_msk_configuration" "this" {
  name              = "msk"
  kafka_versions    = ["3.8.x"]
  server_properties = "auto.create.topics.enable = true\ndelete.topic.enable = true\n"
}
resource "aws_msk_cluster" "this" {
  cluster_name           = "msk"
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 3
  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = slice(tolist(data.aws_subnets.this.ids), 0, 3)
    security_groups = [aws_security_group.this.id]
    storage_info {
      ebs_storage_info {
        volume_size = 100
      }
    }
  }
  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }
  client_authentication {
    sasl {
      iam = true
    }
  }
}
resource "aws_msk_serverless_cluster" "this" {
  cluster_name = "serverless"
  vpc_config {
    subnet_ids         = data.aws_subnets.this.ids
    security_group_ids = [aws_security_group.this.id]
  }
  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}
