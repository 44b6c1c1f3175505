"""The trained reader: one small encoder that tags quotations, cues, speakers and mentions, and links them."""
