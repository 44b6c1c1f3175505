"""Every table, one class each: columns, types, units and the words of the data dictionary, defined once."""
