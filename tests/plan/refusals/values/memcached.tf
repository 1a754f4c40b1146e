module "memcached" {
  source = "../../../../modules/data/memcached"

  # name is "pages--html": write 1 to 40 lower-case letters, digits
  name    = "pages--html"
  network = { id = "vpc-0", database_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # alarm_cpu_percent is 100: write 1 to 99 percent
  alarm_cpu_percent = 100
  # alarm_evictions is -1: write 0
  alarm_evictions = -1
  # maintenance_window is "sunday": write day:hh:mm-day:hh:mm in UTC
  maintenance_window = "sunday"
  # node_type is "t4g.small": write a type that begins with "cache."
  node_type = "t4g.small"
  # nodes is 0: write 1 to 60
  nodes = 0
}
