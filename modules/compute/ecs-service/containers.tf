# The containers of a task, as ECS describes them.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
locals {
  on_fargate        = alltrue([for provider in keys(var.capacity) : startswith(provider, "FARGATE")])
  cpu_architectures = { arm64 = "ARM64", x86_64 = "X86_64" }

  # Memory in MiB that goes with each number of CPU units.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
  fargate_sizes = {
    "256"   = [512, 1024, 2048]
    "512"   = range(1024, 4097, 1024)
    "1024"  = range(2048, 8193, 1024)
    "2048"  = range(4096, 16385, 1024)
    "4096"  = range(8192, 30721, 1024)
    "8192"  = range(16384, 61441, 4096)
    "16384" = range(32768, 122881, 8192)
  }

  log_options = {
    for stream in concat(["connect", "log-router", var.name], keys(local.all_sidecars)) : stream => {
      awslogs-group         = local.log_group_name
      awslogs-region        = split(":", var.cluster.arn)[3]
      awslogs-stream-prefix = stream
      max-buffer-size       = "25m"
      mode                  = "non-blocking"
    }
  }

  # The collector is one more. When it fails, its service goes on without traces.
  all_sidecars = merge(var.sidecars, {
    for name, collector in { collector = var.collector } : name => {
      image                            = collector.image
      command                          = null
      environment                      = zipmap(["AOT_CONFIG_CONTENT"], [collector.config])
      essential                        = false
      first                            = false
      health_command                   = null
      memory_mb                        = null
      port                             = null
      user                             = null
      writable_paths                   = []
    } if collector != null
  })

  # What the OpenTelemetry SDKs read. https://opentelemetry.io/docs/specs/otel/protocol/exporter/
  environment = merge(
    {
      for name, value in {
        OTEL_EXPORTER_OTLP_ENDPOINT = "http://localhost:4318"
        OTEL_EXPORTER_OTLP_PROTOCOL = "http/protobuf"
        OTEL_SERVICE_NAME           = var.name
      } : name => value if var.collector != null
    },
    var.environment,
  )

  # A root file system is read-only: what has to be written goes to an empty volume each, gone with the task.
  volumes = merge(
    { for number, path in var.writable_paths : "${var.name}-${number}" => { container = var.name, path = path } },
    merge([
      for name, sidecar in local.all_sidecars :
      { for number, path in sidecar.writable_paths : "${name}-${number}" => { container = name, path = path } }
    ]...),
  )

  # Those that keep what is written.
  kept = {
    for name, volume in var.volumes : name => { container = var.name, path = volume.path, read_only = volume.read_only }
  }

  ports = merge({ for port in [var.port] : var.name => port if port != null }, var.ports)

  # The host of an image's address, Docker's own without one.
  hosts = {
    for image in distinct(concat(
      [var.image], [for sidecar in local.all_sidecars : sidecar.image], local.router[*].image
    )) :
    image => try(regex("^([^/]*[.:][^/]*)/", image)[0], "docker.io")
  }
  credentials = {
    for image, host in local.hosts :
    image => { credentialsParameter = var.registry_credentials[host].arn }
    if contains(keys(var.registry_credentials), host)
  }

  router = try(var.log_driver.router, null)
  own_log = {
    for key, value in {
      logDriver     = try(var.log_driver.name, null)
      options       = try(var.log_driver.options, null)
      secretOptions = try([for name, secret in var.log_driver.secrets : { name = name, valueFrom = secret.arn }], null)
    } : key => value if value != null
  }

  # FireLens: the main container's log goes through it.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
  routers = [
    for router in local.router[*] : merge(
      {
        name                  = "log-router"
        essential             = true
        firelensConfiguration = { type = "fluentbit", options = { enable-ecs-log-metadata = "true" } }
        image                 = router.image
        logConfiguration      = { logDriver = "awslogs", options = local.log_options["log-router"] }
        memory                = router.memory_mb
        user                  = "0"
      },
      { for image, secret in local.credentials : "repositoryCredentials" => secret if image == router.image },
    )
  ]

  main = {
    for key, value in {
      name    = var.name
      command = var.command
      dependsOn = [
        for name, sidecar in local.all_sidecars :
        { containerName = name, condition = sidecar.health_command == null ? "START" : "HEALTHY" } if sidecar.first
      ]
      environment = [for name, value in local.environment : { name = name, value = value }]
      essential   = true
      healthCheck = var.health_command == null ? null : local.health_checks[var.name]
      image       = local.image
      portMappings = [
        for name, port in local.ports :
        merge(
          { name = name, containerPort = port, hostPort = port, protocol = "tcp" },
          var.protocol == "tcp" || name != var.name ? {} : { appProtocol = var.protocol }
        )
      ]
      secrets     = [for name in sort(keys(var.secrets)) : { name = name, valueFrom = local.secret_addresses[name] }]
      stopTimeout = min(var.stop_seconds, 120)
      user        = var.user

      linuxParameters = { initProcessEnabled = true }
      # Both as JSON: the driver's options are other than those of CloudWatch.
      logConfiguration = jsondecode(
        var.log_driver == null ?
        jsonencode({ logDriver = "awslogs", options = local.log_options[var.name] }) :
        jsonencode(local.own_log)
      )
      mountPoints = concat(
        [
          for name, volume in local.volumes :
          { sourceVolume = name, containerPath = volume.path, readOnly = false } if volume.container == var.name
        ],
        [
          for name, volume in local.kept :
          { sourceVolume = name, containerPath = volume.path, readOnly = volume.read_only }
        ],
      )
      readonlyRootFilesystem = var.read_only_root
      repositoryCredentials  = lookup(local.credentials, var.image, null)
      ulimits = length(var.ulimits) == 0 ? null : [
        for name, limit in var.ulimits :
        { name = name, hardLimit = limit.hard, softLimit = limit.soft == null ? limit.hard : limit.soft }
      ]
    } : key => value if value != null
  }

  sidecars = [
    for name in sort(keys(local.all_sidecars)) : {
      for key, value in {
        name        = name
        command     = local.all_sidecars[name].command
        environment = [for variable, value in local.all_sidecars[name].environment : { name = variable, value = value }]
        essential   = local.all_sidecars[name].essential
        healthCheck = local.all_sidecars[name].health_command == null ? null : local.health_checks[name]
        image       = local.all_sidecars[name].image
        memory      = local.all_sidecars[name].memory_mb
        portMappings = [
          for port in [local.all_sidecars[name].port] :
          { containerPort = port, hostPort = port, protocol = "tcp" } if port != null
        ]
        user = local.all_sidecars[name].user

        logConfiguration = { logDriver = "awslogs", options = local.log_options[name] }
        mountPoints = [
          for mount, volume in local.volumes :
          { sourceVolume = mount, containerPath = volume.path, readOnly = false } if volume.container == name
        ]
        readonlyRootFilesystem = true
        repositoryCredentials  = lookup(local.credentials, local.all_sidecars[name].image, null)
      } : key => value if value != null
    }
  ]

  health_checks = {
    for name, command in merge(
      { (var.name) = var.health_command },
      { for name, sidecar in local.all_sidecars : name => sidecar.health_command },
      ) : name => {
      command = (
        contains(["CMD", "CMD-SHELL"], try(command[0], "")) ? command :
        concat(["CMD"], coalesce(command, []))
      )
      interval    = 10
      retries     = 3
      startPeriod = var.start_seconds
      timeout     = 5
    }
  }

  # A key of a secret that is JSON is named behind its ARN, with the newest version: `arn:key::`.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
  secret_addresses = {
    for name, source in var.secrets : name =>
    source.parameter != null ? source.parameter.arn :
    source.key == null ? source.secret.arn : "${source.secret.arn}:${source.key}::"
  }
}
