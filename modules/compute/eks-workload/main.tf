data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.id

  on_fargate = var.capacity == "fargate"
  scales     = var.tasks.min < var.tasks.max

  selector = { "app.kubernetes.io/name" = var.name }
  labels   = merge(local.selector, { "app.kubernetes.io/managed-by" = "Terraform" })
  metadata = { labels = local.labels, name = var.name, namespace = var.namespace }

  # What each object is, is said by its schema in Kubernetes: https://kubernetes.io/docs/reference/kubernetes-api/
  objects = {
    namespace = {
      apiVersion = "v1"
      kind       = "Namespace"
      metadata = {
        name = var.namespace
        labels = {
          "pod-security.kubernetes.io/enforce" = "restricted"
          "pod-security.kubernetes.io/warn"    = "restricted"
        }
      }
    }

    service_account = {
      apiVersion                   = "v1"
      automountServiceAccountToken = var.kubernetes_api
      kind                         = "ServiceAccount"
      metadata = merge(local.metadata, {
        annotations = {
          for role in local.identity == "irsa" ? aws_iam_role.this : [] : "eks.amazonaws.com/role-arn" => role.arn
        }
      })
    }

    # How many pods there are is the autoscaler's to say, where there is one.
    deployment = {
      apiVersion = "apps/v1"
      kind       = "Deployment"
      metadata   = local.metadata
      spec = merge(local.scales ? {} : { replicas = var.tasks.min }, {
        progressDeadlineSeconds = 600
        revisionHistoryLimit    = 5
        selector                = { matchLabels = local.selector }
        strategy                = { type = "RollingUpdate", rollingUpdate = { maxSurge = "25%", maxUnavailable = 0 } }
        template                = { metadata = { labels = merge(var.labels, local.labels) }, spec = local.pod }
      })
    }

    service = var.port == null ? null : {
      apiVersion = "v1"
      kind       = "Service"
      metadata   = local.metadata
      spec = {
        ports = [{
          appProtocol = local.app_protocols[var.protocol]
          name        = "main"
          port        = var.port
          protocol    = "TCP"
          targetPort  = "main"
        }]
        selector = local.selector
        type     = "ClusterIP"
      }
    }

    autoscaler = !local.scales ? null : {
      apiVersion = "autoscaling/v2"
      kind       = "HorizontalPodAutoscaler"
      metadata   = local.metadata
      spec = {
        maxReplicas    = var.tasks.max
        minReplicas    = var.tasks.min
        scaleTargetRef = { apiVersion = "apps/v1", kind = "Deployment", name = var.name }
        metrics = [
          for resource, percent in { cpu = var.scaling.cpu_percent, memory = var.scaling.memory_percent } :
          {
            type     = "Resource"
            resource = { name = resource, target = { type = "Utilization", averageUtilization = percent } }
          } if percent != null
        ]
      }
    }

    # Nodes that are drained end a quarter of the pods at a time, and none wait for those that are broken anyway.
    disruption_budget = {
      apiVersion = "policy/v1"
      kind       = "PodDisruptionBudget"
      metadata   = local.metadata
      spec = {
        maxUnavailable             = "25%"
        selector                   = { matchLabels = local.selector }
        unhealthyPodEvictionPolicy = "AlwaysAllow"
      }
    }

    # Who may connect. What a pod may call, its role and the others' policies say.
    network_policy = {
      apiVersion = "networking.k8s.io/v1"
      kind       = "NetworkPolicy"
      metadata   = local.metadata
      spec = {
        podSelector = { matchLabels = local.selector }
        policyTypes = ["Ingress"]
        ingress = concat(
          [
            for client in var.clients : {
              from = [
                {
                  namespaceSelector = { matchLabels = { "kubernetes.io/metadata.name" = client.namespace } }
                  podSelector       = { matchLabels = { "app.kubernetes.io/name" = client.name } }
                }
              ]
              ports = [{ port = var.port, protocol = "TCP" }]
            }
          ],
          [
            for ingress in var.ingress == null ? [] : [var.ingress] : {
              from = [for cidr in ingress.cidrs : { ipBlock = { cidr = cidr } }]
              ports = [
                for port in distinct([var.port, coalesce(var.health_check.port, var.port)]) :
                { port = port, protocol = "TCP" }
              ]
            }
          ],
        )
      }
    }

    secrets = length(var.secrets) == 0 ? null : {
      apiVersion = "secrets-store.csi.x-k8s.io/v1"
      kind       = "SecretProviderClass"
      metadata   = local.metadata
      spec = {
        provider = "aws"
        parameters = {
          objects        = yamlencode(local.secret_objects)
          region         = local.region
          usePodIdentity = tostring(local.identity == "pod-identity")
        }
        secretObjects = [{
          secretName = var.name
          type       = "Opaque"
          data       = [for name in sort(keys(var.secrets)) : { key = name, objectName = name }]
        }]
      }
    }
  }

  ingresses = {
    for route, rule in var.routes : "ingress-${route}" => {
      apiVersion = "networking.k8s.io/v1"
      kind       = "Ingress"
      metadata = merge(local.metadata, {
        name        = "${var.name}-${route}"
        annotations = merge(local.load_balancer, { "alb.ingress.kubernetes.io/group.order" = tostring(rule.priority) })
      })
      spec = {
        ingressClassName = "alb"
        rules = [
          for host in length(rule.hosts) == 0 ? [null] : rule.hosts : merge(host == null ? {} : { host = host }, {
            http = {
              paths = [
                for path in length(rule.paths) == 0 ? ["/*"] : rule.paths : {
                  backend  = { service = { name = var.name, port = { name = "main" } } }
                  path     = path
                  pathType = "ImplementationSpecific" # the load balancer's own patterns, as in network/alb-service
                }
              ]
            }
          })
        ]
      }
    }
  }

  # https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
  load_balancer = var.ingress == null ? {} : {
    for annotation, value in {
      backend-protocol-version     = { grpc = "GRPC", http = "HTTP1", http2 = "HTTP2", tcp = "HTTP1" }[var.protocol]
      certificate-arn              = var.ingress.certificate.arn
      "group.name"                 = var.ingress.group
      healthcheck-interval-seconds = tostring(var.health_check.interval_seconds)
      healthcheck-path = coalesce(
        var.health_check.path,
        var.protocol == "grpc" ? "/AWS.ALB/healthcheck" : "/health"
      )
      healthcheck-port            = var.health_check.port == null ? "traffic-port" : tostring(var.health_check.port)
      healthcheck-timeout-seconds = tostring(var.health_check.timeout_seconds)
      healthy-threshold-count     = tostring(var.health_check.healthy_after)
      listen-ports                = jsonencode([{ HTTP = 80 }, { HTTPS = 443 }])
      scheme                      = var.ingress.internal ? "internal" : "internet-facing"
      ssl-policy                  = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      ssl-redirect                = "443"
      success-codes               = coalesce(var.health_check.codes, var.protocol == "grpc" ? "12" : "200")
      target-group-attributes     = "deregistration_delay.timeout_seconds=${var.stop_seconds}"
      target-type                 = "ip"
      unhealthy-threshold-count   = tostring(var.health_check.unhealthy_after)
    } : "alb.ingress.kubernetes.io/${annotation}" => value
  }

  app_protocols = { grpc = "grpc", http = "http", http2 = "kubernetes.io/h2c", tcp = "tcp" }

  # One for each variable; a key of a secret that is JSON becomes a file of its own beside the whole.
  # https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-examples.html
  secret_objects = [
    for name in sort(keys(var.secrets)) : merge(
      {
        objectName  = var.secrets[name].secret != null ? var.secrets[name].secret.arn : var.secrets[name].parameter.arn
        objectAlias = var.secrets[name].key == null ? name : "${name}-whole"
      },
      var.secrets[name].key == null ? {} :
      { jmesPath = [{ path = "\"${var.secrets[name].key}\"", objectAlias = name }] },
    )
  ]

  manifests = merge(
    { for name, object in local.objects : replace(name, "_", "-") => yamlencode(object) if object != null },
    { for name, object in local.ingresses : name => yamlencode(object) },
  )
}
