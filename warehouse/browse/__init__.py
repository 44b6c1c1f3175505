"""A local web page over a published run: search, articles with their quotations marked, speakers, targets, tables."""
