"""Sweeps: many points that share their trials, here, on a cluster or in shards."""
