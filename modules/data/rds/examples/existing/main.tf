# A database in a VPC, with a key and for clients that exist already: their ids and ARNs are written by hand, as one
# does for what another team or another tool has made. The resources below stand for that.
resource "aws_vpc" "shared" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists already
  #checkov:skip=CKV2_AWS_12: represents a network that exists already
  cidr_block           = "10.90.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "shared" {
  for_each = { a = "10.90.1.0/24", b = "10.90.2.0/24" }

  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
  vpc_id            = aws_vpc.shared.id
}

resource "aws_security_group" "orders" {
  #checkov:skip=CKV2_AWS_5: represents that of a service that exists already
  name        = "example-database-existing-orders"
  description = "A service that asks the database."
  vpc_id      = aws_vpc.shared.id
}

resource "aws_kms_key" "shared" {
  #checkov:skip=CKV2_AWS_64: represents a key that exists already
  description             = "Databases."
  deletion_window_in_days = 7
  enable_key_rotation     = true
}

module "database" {
  source = "../.."

  name       = "example-database-existing"
  clients    = { orders = { security_group_id = aws_security_group.orders.id } }
  deployment = "single"
  kms_key    = { arn = aws_kms_key.shared.arn }
  network = {
    id                  = aws_vpc.shared.id
    database_subnet_ids = { a = aws_subnet.shared["a"].id, b = aws_subnet.shared["b"].id }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false
}

output "database" {
  value = module.database
}
