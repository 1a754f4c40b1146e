output "experiments" {
  description = "Ids of the experiment templates, by their names, for `aws fis start-experiment`."
  value       = { for key, template in aws_fis_experiment_template.this : key => template.id }
}

output "grants" {
  description = "Least-privilege statements: `run`, for who starts and stops these experiments."
  value = {
    run = [
      for ids in [[for template in aws_fis_experiment_template.this : template.id]] : {
        actions = ["fis:GetExperiment", "fis:StartExperiment", "fis:StopExperiment", "fis:TagResource"]
        resources = concat(
          [for id in ids : "arn:${local.partition}:fis:${local.place}:experiment-template/${id}"],
          ["arn:${local.partition}:fis:${local.place}:experiment/*"],
        )
        conditions = []
      } if length(ids) > 0
    ]
  }
}

output "role_arn" {
  description = "ARN of the role that breaks things."
  value       = aws_iam_role.this.arn
}
