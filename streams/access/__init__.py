"""May we do what we are about to do? Kafka is asked for our rights first, and a refusal is put into words."""
