resource "aws_cloudwatch_event_connection" "key" {
  name               = "probe-key"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-api-key"
      value = "probe"
    }
  }
}

resource "aws_cloudwatch_event_connection" "oauth" {
  name               = "probe-oauth"
  authorization_type = "OAUTH_CLIENT_CREDENTIALS"
  auth_parameters {
    oauth {
      authorization_endpoint = "https://auth.example.com/token"
      http_method            = "POST"
      client_parameters {
        client_id     = "probe"
        client_secret = "probe"
      }
      oauth_http_parameters {
        body {
          key             = "audience"
          value           = "probe"
          is_value_secret = false
        }
      }
    }
  }
}

resource "aws_cloudwatch_event_connection" "basic" {
  name               = "probe-basic"
  authorization_type = "BASIC"
  auth_parameters {
    basic {
      username = "probe"
      password = "probe"
    }
    invocation_http_parameters {
      header {
        key             = "x-probe"
        value           = "probe"
        is_value_secret = false
      }
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "this" {
  name                             = "probe"
  invocation_endpoint              = "https://example.com/hook"
  http_method                      = "POST"
  invocation_rate_limit_per_second = 20
  connection_arn                   = aws_cloudwatch_event_connection.key.arn
}

resource "aws_cloudwatch_event_endpoint" "this" {
  name = "probe"
  event_bus {
    event_bus_arn = "arn:aws:events:eu-west-1:000000000000:event-bus/default"
  }
  event_bus {
    event_bus_arn = "arn:aws:events:eu-central-1:000000000000:event-bus/default"
  }
  replication_config {
    state = "DISABLED"
  }
  routing_config {
    failover_config {
      primary {
        health_check = "arn:aws:route53:::healthcheck/11111111-1111-1111-1111-111111111111"
      }
      secondary {
        route = "eu-central-1"
      }
    }
  }
}
