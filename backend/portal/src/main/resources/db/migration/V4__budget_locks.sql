-- Written by Bucket4j where it locks by advisory locks.
ALTER TABLE budgets ADD COLUMN explicit_lock bigint;
