"""Who an institution and a user are, who may see what, and the records that everything else builds on.

Promises: no tenant's row is read outside its institution's scope; audit rows are appended and chained,
never changed; what is sealed can be opened only with a key that is not in the database.
"""
