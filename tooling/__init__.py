"""The harness: drives Terraform, runs the local AWS, builds packages, checks policy."""
