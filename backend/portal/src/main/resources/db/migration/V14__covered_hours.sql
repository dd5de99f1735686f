-- What contracts have paid for is asked by the hour.
CREATE INDEX metering_write_offs_covered ON metering_write_offs (subscription_id, hour) WHERE reason = 'COVERED';
