output "arn" {
  description = "ARN of the parameter."
  value       = aws_ssm_parameter.this.arn
}

output "grants" {
  description = "Least-privilege statements: `read` where the service listens, while running."
  value = {
    read = [{
      actions    = ["ssm:GetParameter", "ssm:GetParameters"]
      resources  = [aws_ssm_parameter.this.arn]
      conditions = []
    }]
  }
}

output "name" {
  description = "Name of the parameter."
  value       = aws_ssm_parameter.this.name
}
