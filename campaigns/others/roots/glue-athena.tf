resource "aws_glue_catalog_database" "this" {
  name = "lake"
}
resource "aws_s3_bucket" "this" {
  bucket_prefix = "lake-"
  force_destroy = true
}
resource "aws_glue_catalog_table" "this" {
  name          = "events"
  database_name = aws_glue_catalog_database.this.name
  table_type    = "EXTERNAL_TABLE"
  parameters    = { EXTERNAL = "TRUE", "parquet.compression" = "SNAPPY" }
  storage_descriptor {
    location      = "s3://${aws_s3_bucket.this.bucket}/events"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
    ser_de_info {
      name                  = "s"
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
      parameters            = { "serialization.format" = 1 }
    }
    columns {
      name = "id"
      type = "string"
    }
  }
  partition_keys {
    name = "day"
    type = "date"
  }
}
resource "aws_iam_role" "this" {
  name = "glue"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "glue.amazonaws.com" } }]
  })
}
resource "aws_glue_crawler" "this" {
  database_name = aws_glue_catalog_database.this.name
  name          = "events"
  role          = aws_iam_role.this.arn
  schedule      = "cron(0 1 * * ? *)"
  s3_target {
    path = "s3://${aws_s3_bucket.this.bucket}/events"
  }
}
resource "aws_glue_job" "this" {
  name              = "job"
  role_arn          = aws_iam_role.this.arn
  glue_version      = "5.0"
  number_of_workers = 2
  worker_type       = "G.1X"
  command {
    script_location = "s3://${aws_s3_bucket.this.bucket}/job.py"
    python_version  = "3"
  }
}
resource "aws_glue_trigger" "this" {
  name     = "trigger"
  type     = "SCHEDULED"
  schedule = "cron(15 12 * * ? *)"
  actions {
    job_name = aws_glue_job.this.name
  }
}
resource "aws_athena_workgroup" "this" {
  name          = "team"
  force_destroy = true
  configuration {
    enforce_workgroup_configuration = true
    result_configuration {
      output_location = "s3://${aws_s3_bucket.this.bucket}/output/"
      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}
resource "aws_athena_database" "this" {
  name   = "athena"
  bucket = aws_s3_bucket.this.bucket
}
resource "aws_athena_named_query" "this" {
  name      = "bar"
  workgroup = aws_athena_workgroup.this.id
  database  = aws_glue_catalog_database.this.name
  query     = "SELECT 1"
}
