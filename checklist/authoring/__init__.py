"""For the authors of rules: check a pack, try its examples, start a new rule, print the rule book."""
