"""The tables behind `layouts`: identifier, word, bytes and mode of every item, in the order of the record."""
