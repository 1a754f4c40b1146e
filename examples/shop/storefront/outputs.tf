output "analytics" {
  description = "The functions on both ends of the stream, the stream, the table of sums, and the queue of what failed."
  value = {
    consume = module.analytics_consumer
    failed  = module.analytics_failed
    produce = module.analytics.functions["produce"]
    stream  = module.analytics_stream
    table   = module.analytics.tables["sales"]
  }
}

output "carts" {
  description = "The service, see `blueprints/microservice`."
  value       = module.carts
}

output "documents" {
  description = "The function that signs addresses, and the bucket."
  value       = { bucket = module.documents_bucket, links = module.documents.functions["links"] }
}

output "products" {
  description = "The functions by name, the cache, the database, and the table of changes that were heard of."
  value = {
    cache     = module.products_cache
    database  = module.products_database
    functions = merge(module.products.functions, module.products_function)
    history   = module.products.tables["history"]
  }
}
