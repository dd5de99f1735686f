-- What contracts have covered of a month (UTC) so far: units that were used and are not metered.
CREATE TABLE metering_coverage (
    subscription_id uuid    NOT NULL REFERENCES subscriptions,
    dimension       text    NOT NULL,
    month           date    NOT NULL, -- its first day
    units           numeric NOT NULL CHECK (units >= 0),
    PRIMARY KEY (subscription_id, dimension, month)
);
ALTER TABLE metering_write_offs DROP CONSTRAINT metering_write_offs_reason_check;
ALTER TABLE metering_write_offs ADD CONSTRAINT metering_write_offs_reason_check
    CHECK (reason IN ('NO_OPEN_HOUR', 'LEFT_AT_END', 'EXPIRED', 'WAIVED', 'COVERED'));
