output "arn" {
  description = "ARN of the role."
  value       = aws_iam_role.this.arn
}

output "grants" {
  description = "Least-privilege statements: `assume`, and `pass` to the services among `callers`."
  value = {
    assume = [{ actions = ["sts:AssumeRole"], resources = [aws_iam_role.this.arn], conditions = [] }]
    pass = length(local.services) == 0 ? [] : [{
      actions    = ["iam:PassRole"]
      resources  = [aws_iam_role.this.arn]
      conditions = [{ test = "StringEquals", variable = "iam:PassedToService", values = local.services }]
    }]
  }
}

output "id" {
  description = "Unique id of the role: another role of the same name has another."
  value       = aws_iam_role.this.unique_id
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}
