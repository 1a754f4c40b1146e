"""Who may do what: asked by calls with credentials, by services that deliver, by services that take a role.

`evaluation` is AWS's evaluation logic, without any state. `policies` finds the policies that apply, and
`rights` puts both together. Services ask through `deliveries`, `keys` and `rights.may_assume`.
"""
