"""The centre on the network: HTTP in front of what decides. The only use of the web framework."""
