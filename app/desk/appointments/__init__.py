"""The day's appointments confirmed at once (一括確認): a file, its progress, and only what needs somebody."""
