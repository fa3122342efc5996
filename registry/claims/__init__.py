"""What a cited ranking comes to: `judge` holds a claim against the record, by where a model stands in a ranking and in parts of its field."""
