"""One file per terminal command. Each says its arguments and runs; heavy libraries are imported when it runs."""
