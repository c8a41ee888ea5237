"""What a launch is: frozen types without input or output.

From the bottom: outcomes, places, documents, plan, dossier, report.
"""
