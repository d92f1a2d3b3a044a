"""The intermediary (中間サーバー): the one place that holds My Numbers, in a database of its own (R3)."""
