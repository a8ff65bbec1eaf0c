"""The folder that Python is started on to read an .xlsx; nothing else can be imported there but Python's own library."""
