locals {
  database_network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
}

module "rds_mariadb" {
  source = "../../../../modules/data/rds"

  name = "refusals"
  # major_upgrades is true and apply_immediately false: the database would still use the parameters of its version
  major_upgrades = true
  engine         = "mariadb"
  network        = local.database_network
  # deployment is "cluster" and engine "mariadb": RDS has clusters of PostgreSQL and MySQL only
  deployment = "cluster"
  # engine_version is "17" of mariadb: write for example "17" for postgres
  engine_version = "17"
  # logs.exports is ["postgresql"] of mariadb: write some of
  logs = { exports = ["postgresql"] }
}

module "rds_cluster" {
  source = "../../../../modules/data/rds"

  name       = "refusals"
  deployment = "cluster"
  # instance_class is "db.t4g.micro" and deployment "cluster": members of a cluster have local disks
  instance_class = "db.t4g.micro"
  insights       = "advanced"
  # monitoring_seconds is 0 and insights "advanced", which shows the operating system too
  monitoring_seconds = 0
  # network has database subnets in 2 zones: give it two, for deployment = "cluster" three
  network = local.database_network
  # replicas holds copy and deployment is "cluster": it has two readers already
  # replicas holds copy and managed_password is true: RDS copies no database
  replicas = { copy = {} }
}

module "rds_blue_green" {
  source = "../../../../modules/data/rds"

  name = "refusals"
  # blue_green_updates is true and so is managed_password: RDS copies no database
  # blue_green_updates is true with replicas or a cluster: the provider updates single databases only
  blue_green_updates = true
  deployment         = "cluster"
  instance_class     = "db.m6gd.large"
  network            = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b", c = "subnet-c" } }
}

module "rds_small" {
  source = "../../../../modules/data/rds"

  name   = "refusals"
  engine = "mysql"
  # instance_class is "db.t4g.micro" and insights "standard": so small, mysql has none
  instance_class   = "db.t4g.micro"
  managed_password = false
  network          = local.database_network
  # password_rotation_days is 30 and managed_password false: no rotation exists
  password_rotation_days = 30
}

# backups.retention_days is 0 with replicas (reports), which are made from backups: write 1 or more
module "rds_replicas" {
  source = "../../../../modules/data/rds"

  name             = "refusals"
  backups          = { retention_days = 0 }
  network          = local.database_network
  replicas         = { reports = {} }
  managed_password = false
}

module "rds_copy" {
  source = "../../../../modules/data/rds"

  name    = "refusals"
  network = local.database_network
  # primary is set and managed_password true: the password is the primary's
  # primary is set without kms_key: a copy in another region is encrypted with a key of that region
  # primary is set with deployment "multi-az", proxy or restore: a copy is an instance
  primary = { arn = "arn:aws:rds:eu-central-1:000000000000:db:orders" }
  proxy   = {}
}
