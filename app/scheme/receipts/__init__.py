"""Electronic receipts (レセプト, UKE files): read as a stream, checked, written again byte for byte.

`reading` gives receipts one after another, `receipt` is one of them, `layouts` says what stands in which item,
`checking` what is wrong with them, `writing` puts them back into bytes.
"""
