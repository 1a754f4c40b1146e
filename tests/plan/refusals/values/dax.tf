module "dax" {
  source = "../../../../modules/data/dax"

  # name is "shop-prod-orders-cache": write 1 to 20 lower-case letters
  name    = "shop-prod-orders-cache"
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # alarm_cpu_percent is 100: write 1 to 99 percent
  alarm_cpu_percent = 100
  # alarm_evicted_bytes is -1: write 0
  alarm_evicted_bytes = -1
  # grants is empty: write those of at least one table
  grants = []
  # item_ttl_seconds is -1: write 0
  item_ttl_seconds = -1
  # maintenance_window is "sunday": write day:hh:mm-day:hh:mm in UTC
  maintenance_window = "sunday"
  # node_type is "r5.large": write a type that begins with "dax."
  node_type = "r5.large"
  # nodes is 12: write 1 to 11
  nodes = 12
  # query_ttl_seconds is -1: write 0
  query_ttl_seconds = -1
}
