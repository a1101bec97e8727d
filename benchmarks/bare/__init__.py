"""The least that can sit an exam, in Django's ordinary way. What the product is measured against.

A database session, a user row, persistent connections; one answer is one upsert that looks at the
deadline itself. No event log, no revisions, no lock, no checks of what is sent.
"""
