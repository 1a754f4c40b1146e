# The definition is read as it is written, before anything is put into it: so a plan refuses what is wrong with it while
# the ARNs it names are not known yet.
locals {
  machine = try(jsondecode(var.definition), {})

  substitutes = merge(
    { for name, function in var.functions : name => { text = function.arn, json = jsonencode(function.arn) } },
    {
      for name, text in var.substitutions.texts :
      name => { text = trimsuffix(trimprefix(jsonencode(text), "\""), "\""), json = jsonencode(text) }
    },
    { for name, number in var.substitutions.numbers : name => { text = tostring(number), json = jsonencode(number) } },
    {
      for name, boolean in var.substitutions.booleans :
      name => { text = tostring(boolean), json = jsonencode(boolean) }
    },
  )

  # "${name}" in quotes becomes a number, a boolean or a text; within a text, it is written into it.
  definition = join("", [
    for token in regexall("\"\\$\\{[a-zA-Z0-9_]+\\}\"|\\$\\{[a-zA-Z0-9_]+\\}|[^$\"]+|[$\"]", var.definition) :
    can(regex("^\"\\$", token)) ? try(local.substitutes[replace(token, "/\\W/", "")].json, token) :
    can(regex("^\\$\\{", token)) ? try(local.substitutes[replace(token, "/\\W/", "")].text, token) : token
  ])

  given_names = concat(
    keys(var.functions),
    keys(var.substitutions.texts),
    keys(var.substitutions.numbers),
    keys(var.substitutions.booleans)
  )
  named         = [for found in regexall("\\$\\{([a-zA-Z0-9_]+)\\}", var.definition) : found[0]]
  unknown_names = sort(setsubtract(local.named, local.given_names))
  unused_names  = sort(setsubtract(local.given_names, local.named))
}

# All states: those of the machine, of its Parallels' branches and Maps' items, of those in them, and so on. HCL has no
# recursion, so each depth is written out. `caught` says whether a Parallel or Map around the state catches its failure.
locals {
  depth_0 = [for name, state in try(local.machine.States, {}) : { name = name, state = state, caught = false }]
  depth_1 = flatten([
    for outer in local.depth_0 :
    [
      for inner in concat(
        try(outer.state.Branches, []),
        try([outer.state.ItemProcessor], []),
        try([outer.state.Iterator], [])
      ) :
      [
        for name, state in try(inner.States, {}) :
        { name = name, state = state, caught = outer.caught || can(outer.state.Catch[0]) }
      ]
    ]
  ])
  depth_2 = flatten([
    for outer in local.depth_1 :
    [
      for inner in concat(
        try(outer.state.Branches, []),
        try([outer.state.ItemProcessor], []),
        try([outer.state.Iterator], [])
      ) :
      [
        for name, state in try(inner.States, {}) :
        { name = name, state = state, caught = outer.caught || can(outer.state.Catch[0]) }
      ]
    ]
  ])
  depth_3 = flatten([
    for outer in local.depth_2 :
    [
      for inner in concat(
        try(outer.state.Branches, []),
        try([outer.state.ItemProcessor], []),
        try([outer.state.Iterator], [])
      ) :
      [
        for name, state in try(inner.States, {}) :
        { name = name, state = state, caught = outer.caught || can(outer.state.Catch[0]) }
      ]
    ]
  ])
  depth_4 = flatten([
    for outer in local.depth_3 :
    [
      for inner in concat(
        try(outer.state.Branches, []),
        try([outer.state.ItemProcessor], []),
        try([outer.state.Iterator], [])
      ) :
      [
        for name, state in try(inner.States, {}) :
        { name = name, state = state, caught = outer.caught || can(outer.state.Catch[0]) }
      ]
    ]
  ])

  states = concat(local.depth_0, local.depth_1, local.depth_2, local.depth_3, local.depth_4)
  tasks  = [for each in local.states : each if try(each.state.Type, "") == "Task"]
  uncaught_tasks = [
    for task in local.tasks :
    task.name if !task.caught &&
    !can(task.state.Catch[0]) &&
    !can(regex("^Not caught: (\\S+\\s+){2,}\\S", task.state.Comment))
  ]
  uncaught = join(" ", [
    "${join(", ", local.uncaught_tasks)}: the execution fails with the task, write a Catch into it or into the",
    "Parallel or Map around it, or begin its Comment with \"Not caught: \" and the reason in three words or",
    "more.",
  ])
  waiting_tasks = [
    for task in local.tasks : task.name if can(regex("\\.(sync(:2)?|waitForTaskToken)$", task.state.Resource))
  ]
  too_deep = [for each in local.depth_4 : each.name if contains(["Map", "Parallel"], try(each.state.Type, ""))]
  distributed = anytrue([
    for each in local.states : try(each.state.ItemProcessor.ProcessorConfig.Mode, "") == "DISTRIBUTED"
  ])
}
