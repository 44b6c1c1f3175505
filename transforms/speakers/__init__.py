"""Who speaks: mentions and names inside an article, speakers across articles."""
