"""The window around the screens: bar, rail, lamps, pages over everything, practice."""
