"""Health information: drugs and costs as reviewed receipts tell them, checkups as insurers register them (R15–R17)."""
