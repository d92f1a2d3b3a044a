"""Drug history and checkups, read under a consent in force (R15, R16); nothing of it is stored at the desk."""
