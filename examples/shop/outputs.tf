output "services" {
  description = "Per service its URL, and requests to try in order."
  value = {
    users = {
      url = "${module.users_api.url}/users"
      try = [
        { what = "create a user", method = "POST", path = "", body = jsonencode({ name = "Ada Lovelace", email = "ada@example.com" }) },
        { what = "find it by e-mail", method = "GET", path = "?email=ada@example.com", body = null },
        { what = "be refused: no e-mail", method = "POST", path = "", body = jsonencode({ name = "Nobody" }) },
      ]
    }
  }
}
