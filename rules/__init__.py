"""One page a rule: documentation, and the specification that the tests execute."""
