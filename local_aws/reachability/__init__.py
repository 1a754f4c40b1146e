"""Who reaches whom over a network, from the state that moto holds.

VPC Reachability Analyzer answers by it, and load balancers and VPC links ask before they forward a request.

`topology` describes a network, `paths` traces a packet and its reply over it; both know no engine. `networks`
reads moto's backends into a topology, and has `reaches`, by which other parts of the local AWS ask.
`answers` writes a path as EC2 does.
https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
"""
