-- Media monitor: Which outlet gives whom how much room?
PIVOT (
    SELECT coalesce(outlet, 'unknown') AS outlet, speaker FROM out_quotations
    WHERE speaker IN ('Callum Wexcombe', 'Priya Castellane', 'Marta Lindqvist', 'Desmond Achterberg')
) ON speaker USING count(*) GROUP BY outlet ORDER BY outlet
