"""Pure steps: text and frames in, frames out. No orchestration, no database, no network, no clock."""
