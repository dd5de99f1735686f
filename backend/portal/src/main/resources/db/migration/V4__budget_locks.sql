-- Bucket4j locks by advisory locks now, and notes them here. A portal of before locks rows instead: while both run, a budget
-- may give a little more than it should. Rows without a lock are never cleaned up, so none is left behind.
ALTER TABLE budgets ADD COLUMN explicit_lock bigint;
DELETE FROM budgets;
CREATE INDEX budgets_expires_at ON budgets (expires_at);
