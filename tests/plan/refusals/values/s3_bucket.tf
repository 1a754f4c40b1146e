module "bucket" {
  source = "../../../../modules/data/s3-bucket"

  # name is "Shop.uploads": write 3 to 63 lower-case letters
  name = "Shop.uploads"
  # archives has the tiers [["FROZEN_ACCESS"]]: write ARCHIVE_ACCESS, DEEP_ARCHIVE_ACCESS or both in each
  archives = { photos = { tiers = { FROZEN_ACCESS = 180 } } }
  # cors names the methods ["PATCH"]: write some of "DELETE", "GET", "HEAD", "POST" and "PUT"
  cors = [{ origins = ["https://example.com"], methods = ["PATCH"] }]
  # inventories has the fields [["Owner"]]: write some that S3 knows
  inventories = { all = { bucket = { name = "lists" }, fields = ["Owner"] } }
  # noncurrent_days is 0: write 1 day or more, or null
  noncurrent_days = 0
  # object_lock.mode is "governance": write "GOVERNANCE" or "COMPLIANCE"
  object_lock = { days = 1, mode = "governance" }
  # presign_seconds is 604801: write 1 to 604800 seconds
  presign_seconds = 604801
  # readers holds the services ["cloudfront.amazonaws.com"]: write short names
  readers = { cdn = { service = "cloudfront.amazonaws.com" } }
  # writers holds the services ["logging.s3.amazonaws.com"]: write short names
  writers = { logs = { service = "logging.s3.amazonaws.com" } }
}

module "bucket_ages" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # archives has tiers after [{"DEEP_ARCHIVE_ACCESS":90}] days: write 90 to 730 for ARCHIVE_ACCESS, 180 to 730
  archives = { photos = { tiers = { DEEP_ARCHIVE_ACCESS = 90 } } }
  # inventories has the formats ["JSON"]: write "CSV", "ORC" or "Parquet"
  inventories = { all = { bucket = { name = "lists" }, format = "JSON" } }
  # lifecycle_rules holds idle, which does nothing: write expire_days or transitions
  lifecycle_rules = { idle = {} }
  # notifications holds none: write exactly one of queue, topic and function in each
  notifications = { none = {} }
  # object_lock.days is 0: write 1 to 36500 days
  object_lock = { days = 0 }
}

module "bucket_classes" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # inventories has the frequencies ["Hourly"]: write "Daily" or "Weekly"
  inventories = { all = { bucket = { name = "lists" }, frequency = "Hourly" } }
  # lifecycle_rules has transitions to COLD: write DEEP_ARCHIVE, GLACIER
  lifecycle_rules = { archive = { transitions = { COLD = 30 } } }
  # notifications names the events ["ObjectCreated"]: write them as S3 does
  notifications = { images = { queue = local.queue, events = ["ObjectCreated"] } }
}

module "bucket_transitions" {
  source = "../../../../modules/data/s3-bucket"

  name = "refusals"
  # lifecycle_rules has transitions {"archive":{"STANDARD_IA":29}}: S3 moves objects to ONEZONE_IA and STANDARD_IA after 30 days
  lifecycle_rules = { archive = { transitions = { STANDARD_IA = 29 } } }
}
