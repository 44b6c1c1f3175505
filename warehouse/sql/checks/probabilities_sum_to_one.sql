SELECT quotation_id, target_id FROM core_stance WHERE abs(p_favor + p_against + p_neutral - 1) > 1e-6
