# A pod, as Kubernetes describes it, allowed no more than its "restricted" standard allows.
# https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
locals {
  # Memory in MiB that goes with each number of CPU units, as on ECS. Kubernetes' own parts take 256 MiB of it.
  # https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html
  fargate_sizes = {
    "256"   = [512, 1024, 2048]
    "512"   = range(1024, 4097, 1024)
    "1024"  = range(2048, 8193, 1024)
    "2048"  = range(4096, 16385, 1024)
    "4096"  = range(8192, 30721, 1024)
    "8192"  = range(16384, 61441, 4096)
    "16384" = range(32768, 122881, 8192)
  }
  fargate_overhead_mb = 256

  pod = {
    for key, value in {
      affinity = (
        contains(["on-demand", "spot"], var.capacity) ?
        {
          nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms = local.node_terms } }
        } :
        null
      )
      automountServiceAccountToken = var.kubernetes_api
      containers                   = [local.container]
      nodeSelector = merge(
        { "kubernetes.io/arch" = local.architectures[var.architecture] },
        var.node_labels
      )
      serviceAccountName            = var.name
      terminationGracePeriodSeconds = var.stop_seconds + local.deregistration_seconds
      volumes                       = concat(local.volumes, local.secret_volumes)

      securityContext = merge(
        { runAsNonRoot = true, seccompProfile = { type = "RuntimeDefault" } },
        { for key, id in zipmap(slice(["runAsUser", "runAsGroup"], 0, length(local.ids)), local.ids) : key => id },
        length(local.ids) < 2 ? {} : { fsGroup = local.ids[1] },
      )

      tolerations = length(var.tolerations) == 0 ? null : [
        for key, toleration in var.tolerations : merge(
          { key = key, operator = toleration.value == null ? "Exists" : "Equal" },
          toleration.value == null ? {} : { value = toleration.value },
          { effect = local.taint_effects[toleration.effect] },
        )
      ]

      # Over zones and nodes as evenly as there is room, but rather together than not at all.
      topologySpreadConstraints = [
        for key in ["topology.kubernetes.io/zone", "kubernetes.io/hostname"] : {
          labelSelector     = { matchLabels = local.selector }
          matchLabelKeys    = ["pod-template-hash"]
          maxSkew           = 1
          topologyKey       = key
          whenUnsatisfiable = "ScheduleAnyway"
        }
      ]
    } : key => value if value != null
  }

  # What ECS calls a command is what follows the image's entry point: Kubernetes' arguments.
  container = {
    for key, value in {
      name      = var.name
      args      = var.command
      image     = var.image
      lifecycle = var.port == null ? null : { preStop = { sleep = { seconds = local.deregistration_seconds } } }
      livenessProbe = (
        length(local.alive) == 0 ? null :
        merge(local.alive, { failureThreshold = 3, periodSeconds = 10, timeoutSeconds = 5 })
      )
      ports          = var.port == null ? null : [{ containerPort = var.port, name = "main", protocol = "TCP" }]
      readinessProbe = local.ready
      startupProbe = (
        length(local.alive) == 0 ? null :
        merge(
          local.alive,
          { failureThreshold = max(1, ceil(var.start_seconds / 5)), periodSeconds = 5, timeoutSeconds = 5 }
        )
      )

      env = concat(
        [for name, value in var.environment : { name = name, value = value }],
        [
          for name in sort(keys(var.secrets)) :
          { name = name, valueFrom = { secretKeyRef = { key = name, name = var.name } } }
        ],
      )

      resources = {
        limits   = local.size
        requests = local.size
      }

      securityContext = {
        allowPrivilegeEscalation = false
        capabilities             = { drop = ["ALL"] }
        privileged               = false
        readOnlyRootFilesystem   = var.read_only_root
      }

      volumeMounts = concat(
        [for number, path in var.writable_paths : { mountPath = path, name = "writable-${number}" }],
        [for volume in local.secret_volumes : { mountPath = "/mnt/secrets", name = volume.name, readOnly = true }],
      )
    } : key => value if value != null
  }

  # As a task on ECS, a pod has just what it asks for.
  size = {
    cpu               = "${floor(var.cpu * 1000 / 1024)}m"
    ephemeral-storage = "${var.storage_gb}Gi"
    memory            = "${var.memory_mb}Mi"
  }

  # One that does not answer any more is started again; one that cannot answer now gets no requests.
  alive = merge(
    var.health_command == null ? {} : { exec = { command = var.health_command } },
    var.health_command != null || var.port == null ? {} : { tcpSocket = { port = "main" } },
  )
  ready = var.port == null ? null : merge(
    var.protocol == "tcp" ? { tcpSocket = { port = "main" } } : {},
    var.protocol == "grpc" ? { grpc = { port = coalesce(var.health_check.port, var.port) } } : {},
    startswith(var.protocol, "http") ?
    {
      httpGet = {
        path = coalesce(var.health_check.path, "/health")
        port = coalesce(var.health_check.port, var.port)
      }
    } :
    {},
    {
      failureThreshold = var.health_check.unhealthy_after
      periodSeconds    = var.health_check.interval_seconds
      successThreshold = var.health_check.healthy_after
      timeoutSeconds   = var.health_check.timeout_seconds
    },
  )

  # A pod that ends is still sent requests until all have heard of it.
  deregistration_seconds = var.port == null ? 0 : 15

  ids = var.user == null ? [] : [for id in split(":", var.user) : tonumber(id)]

  volumes = [
    for number, path in var.writable_paths :
    { emptyDir = { sizeLimit = "${var.storage_gb}Gi" }, name = "writable-${number}" }
  ]
  secret_volumes = length(var.secrets) == 0 ? [] : [
    {
      csi = {
        driver           = "secrets-store.csi.k8s.io"
        readOnly         = true
        volumeAttributes = { secretProviderClass = var.name }
      }
      name = "secrets"
    }
  ]

  architectures = { arm64 = "arm64", x86_64 = "amd64" }
  taint_effects = { no-execute = "NoExecute", no-schedule = "NoSchedule", prefer-no-schedule = "PreferNoSchedule" }

  # Node groups say it by one label, Auto Mode by another.
  node_terms = [
    for key, values in {
      "eks.amazonaws.com/capacityType" = [upper(replace(var.capacity, "-", "_"))]
      "karpenter.sh/capacity-type"     = [var.capacity]
    } : { matchExpressions = [{ key = key, operator = "In", values = values }] }
  ]
}
