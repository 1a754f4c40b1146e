# Readers that come and go with the load, besides those of `instances`.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html
resource "aws_appautoscaling_target" "readers" {
  count = var.reader_scaling == null ? 0 : 1

  max_capacity       = var.reader_scaling.max
  min_capacity       = var.reader_scaling.min
  resource_id        = "cluster:${aws_rds_cluster.this.cluster_identifier}"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"

  tags = var.tags

  depends_on = [aws_rds_cluster_instance.this]
}

resource "aws_appautoscaling_policy" "readers" {
  count = var.reader_scaling == null ? 0 : 1

  name               = "${var.name}-readers"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.readers[0].resource_id
  scalable_dimension = aws_appautoscaling_target.readers[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.readers[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = var.reader_scaling.cpu_percent

    predefined_metric_specification {
      predefined_metric_type = "RDSReaderAverageCPUUtilization"
    }
  }
}
