# Two regions, a tenth of whose callers are tried in the second one; flow logs; a name of one's own.
module "logs" {
  source = "../../../../data/s3-bucket"

  name = "example-global-accelerator-complete"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

resource "aws_eip" "api" {
  #checkov:skip=CKV2_AWS_19: represents what listens in this region
  for_each = { blue = 0, green = 1 }

  domain = "vpc"
}

module "accelerator" {
  source = "../.."

  name      = "example-global-accelerator-complete"
  flow_logs = { bucket = module.logs }

  listeners = {
    https = {
      ports  = [443, 8443]
      sticky = true
      groups = {
        eu-west-1 = {
          dial_percent = 90
          endpoints = {
            for name, address in aws_eip.api :
            name => { id = address.allocation_id, keep_client_ip = false, weight = name == "blue" ? 200 : 55 }
          }
          health_check = { protocol = "HTTPS", path = "/ready", interval_seconds = 10, unhealthy_after = 2 }
        }
        eu-central-1 = {
          # An Elastic IP of that region, made there.
          endpoints = { api = { id = "eipalloc-0123456789abcdef0", keep_client_ip = false } }
        }
      }
    }
  }

  tags = { Example = "global-accelerator-complete" }
}

resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: an example's zone, of a domain that does not exist
  #checkov:skip=CKV2_AWS_39: an example's zone, which is never queried
  name = "global-accelerator-complete.example.com"
}

module "name" {
  source = "../../../dns-failover"

  name      = "api.global-accelerator-complete.example.com"
  endpoints = { world = { load_balancer = module.accelerator } }
  policy    = "weighted"
  zone      = aws_route53_zone.this
}

output "accelerator" {
  value = module.accelerator
}

output "name" {
  value = module.name
}

output "zone" {
  value = aws_route53_zone.this.zone_id
}
