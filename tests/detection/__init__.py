"""How much of what is wrong is found: seeds each kind of defect into good posts, and counts."""
