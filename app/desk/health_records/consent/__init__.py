"""What the patient is asked, and the form on paper."""
