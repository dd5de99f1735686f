-- Lets the request that rotated an onboarding's secret be repeated by whoever did not get its answer.
ALTER TABLE onboardings ADD COLUMN previous_secret_hash bytea;
