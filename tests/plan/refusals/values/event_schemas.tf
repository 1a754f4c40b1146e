module "schemas" {
  source = "../../../../modules/messaging/event-schemas"

  # name is "discovered-schemas": write 1 to 64 letters
  name = "discovered-schemas"
  # schemas holds order placed: write names of letters
  # The content of order placed is no JSON object: write the schema as JSON
  # The type of order placed is "Avro": write "OpenApi3" or "JSONSchemaDraft4"
  schemas = { "order placed" = { content = "not json", type = "Avro" } }
}
