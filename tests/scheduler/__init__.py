"""The clock door: the pace, the outbox under faults, the alarm clock."""
