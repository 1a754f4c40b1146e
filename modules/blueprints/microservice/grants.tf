# The words that functions write as their grants, and what a function then finds in its environment.
locals {
  grants = merge(
    { "events.publish" = var.platform.event_bus.grants.publish },
    { for name, queue in module.queue : "queues.${name}.send" => queue.grants.send },
    { for name, table in module.table : "tables.${name}.read" => table.grants.read },
    { for name, table in module.table : "tables.${name}.read_write" => table.grants.read_write },
    { for name, table in module.table : "tables.${name}.scan" => table.grants.scan },
    { for name, table in module.table : "tables.${name}.write" => table.grants.write },
    { for name, topic in module.topic : "topics.${name}.publish" => topic.grants.publish },
  )

  environments = {
    for function, settings in var.functions : function => merge(
      contains(settings.grants, "events.publish") ? { EVENT_BUS_NAME = var.platform.event_bus.name } : {},
      {
        for name, queue in module.queue :
        "QUEUE_${upper(replace(name, "-", "_"))}_URL" => queue.url if anytrue([
          for word in settings.grants : startswith(word, "queues.${name}.")
        ])
      },
      {
        for name, table in module.table :
        "TABLE_${upper(replace(name, "-", "_"))}" => table.name if anytrue([
          for word in settings.grants : startswith(word, "tables.${name}.")
        ])
      },
      {
        for name, topic in module.topic :
        "TOPIC_${upper(replace(name, "-", "_"))}_ARN" => topic.arn if anytrue([
          for word in settings.grants : startswith(word, "topics.${name}.")
        ])
      },
    )
  }
}
