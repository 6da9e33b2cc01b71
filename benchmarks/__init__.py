"""How fast digestlint is, beside its peers: ``python -m benchmarks``; see README.md."""
