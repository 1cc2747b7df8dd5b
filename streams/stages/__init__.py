"""The stages: pure functions from message to messages. No Kafka, no clock, no environment."""
