"""The line to the central service: our values out, messages of the contract over HTTP, our values back."""
