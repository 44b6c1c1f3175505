"""The steps as plain functions: each takes a Context and returns a StepReport; running one again changes nothing."""
