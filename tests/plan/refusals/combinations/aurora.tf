module "aurora" {
  source = "../../../../modules/data/aurora"

  name    = "refusals"
  network = local.database_network
  # engine_version is "9" of postgres: write for example "17" for postgres
  engine_version = "9"
  # global_name is "shop" and managed_password true: RDS manages no password of a global database
  # global_name is "shop", and instances are of a db.t class: global databases take none
  global_name = "shop"
  insights    = "advanced"
  instances   = { one = { class = "db.t4g.medium" }, two = {} }
  # logs.exports is ["slowquery"] of postgres: write some of
  logs = { exports = ["slowquery"] }
  # monitoring_seconds is 0 and insights "advanced", which shows the operating system too
  monitoring_seconds = 0
  # reader_scaling is {"cpu_percent":60,"max":4,"min":0} with 2 instances: write min of at least
  reader_scaling = { min = 0, max = 4 }
}

module "aurora_global" {
  source = "../../../../modules/data/aurora"

  name             = "refusals"
  global_name      = "shop"
  managed_password = false
  network          = local.database_network
  # password_rotation_days is 30 and managed_password false: no rotation exists
  password_rotation_days = 30
  # primary and global_name are both set: a cluster joins a global database or begins one
  # primary is set without kms_key: a copy in another region is encrypted with a key of that region
  primary = { global_cluster_id = "shop" }
}

module "aurora_secondary" {
  source = "../../../../modules/data/aurora"

  name    = "refusals"
  kms_key = local.key
  network = local.database_network
  # primary is set and managed_password true: the password is the primary's
  primary = { global_cluster_id = "shop" }
}

module "aurora_upgrade" {
  source = "../../../../modules/data/aurora"

  name             = "refusals"
  global_name      = "shop"
  instances        = { one = { class = "db.r7g.large" }, two = { class = "db.r7g.large" } }
  kms_key          = local.key
  managed_password = false
  network          = local.database_network
  # major_upgrades is true and apply_immediately false: the database would still use the parameters of its version
  # major_upgrades is true of a cluster in a global database, whose major version is that of all its clusters
  major_upgrades = true
}

module "aurora_copy" {
  source = "../../../../modules/data/aurora"

  name             = "refusals"
  kms_key          = local.key
  managed_password = false
  network          = local.database_network
  primary          = { global_cluster_id = "shop" }
  # proxy is set and primary too: a secondary has no secret
  proxy = {}
  # restore is {"at":null,"snapshot":"kept","source":null} of a cluster in a global database
  restore = { snapshot = "kept" }
}
