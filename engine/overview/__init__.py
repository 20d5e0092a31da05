"""How do things stand, for somebody who looks? Figures, findings and pictures; nothing is changed here."""
