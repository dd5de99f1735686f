-- Which charging a report went with, and which one made a charge. Of one workspace they grow in the order in which its charges
-- were made, so a day can be gone through again as it was, and the growth of each report is known to its own payer. Null:
-- charged by a portal of before.
CREATE SEQUENCE usage_accruals;
ALTER TABLE usage_reports ADD COLUMN accrual bigint;
ALTER TABLE charges ADD COLUMN accrual bigint;
