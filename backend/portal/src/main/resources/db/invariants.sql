-- What holds at every commit. Each query answers no row where all is well, and names what is wrong where it is not. The tests
-- run all of them after every test; a portal runs those marked "always" every few minutes as a metric, and those marked
-- "thorough", which read every charge, once a day.

-- conservation: always
-- Of each payer and dimension: what came in is somewhere, once.
SELECT subscription_id || ' ' || dimension AS what FROM metering_totals
WHERE accepted + corrections <> sent + pending + parked + residual + expired + waived;

-- totals of records: always
SELECT coalesce(t.subscription_id, r.subscription_id) || ' ' || coalesce(t.dimension, r.dimension) AS what
FROM metering_totals t
FULL JOIN (
    SELECT subscription_id, dimension,
           sum(quantity) FILTER (WHERE outcome = 'ACCEPTED') AS sent,
           sum(quantity) FILTER (WHERE outcome IN ('FROZEN', 'SENT_UNKNOWN')) AS pending,
           sum(quantity) FILTER (WHERE outcome = 'PARKED') AS parked
    FROM metering_records GROUP BY 1, 2) r
    ON r.subscription_id = t.subscription_id AND r.dimension = t.dimension
WHERE coalesce(t.sent, 0) <> coalesce(r.sent, 0)
   OR coalesce(t.pending, 0) <> coalesce(r.pending, 0)
   OR coalesce(t.parked, 0) <> coalesce(r.parked, 0);

-- totals of write-offs: always
SELECT coalesce(t.subscription_id, w.subscription_id) || ' ' || coalesce(t.dimension, w.dimension) AS what
FROM metering_totals t
FULL JOIN (
    SELECT subscription_id, dimension,
           sum(units) FILTER (WHERE reason NOT IN ('WAIVED', 'COVERED')) AS expired,
           sum(units) FILTER (WHERE reason IN ('WAIVED', 'COVERED')) AS waived
    FROM metering_write_offs GROUP BY 1, 2) w
    ON w.subscription_id = t.subscription_id AND w.dimension = t.dimension
WHERE coalesce(t.expired, 0) <> coalesce(w.expired, 0)
   OR coalesce(t.waived, 0) <> coalesce(w.waived, 0);

-- what contracts cover: always
-- Of each month as much as its hours were relieved of.
SELECT coalesce(c.subscription_id, w.subscription_id) || ' ' || coalesce(c.dimension, w.dimension) AS what
FROM metering_coverage c
FULL JOIN (
    SELECT subscription_id, dimension, date_trunc('month', hour AT TIME ZONE 'UTC')::date AS month, sum(units) AS units
    FROM metering_write_offs WHERE reason = 'COVERED' GROUP BY 1, 2, 3) w
    ON w.subscription_id = c.subscription_id AND w.dimension = c.dimension AND w.month = c.month
WHERE coalesce(c.units, 0) <> coalesce(w.units, 0);

-- nothing in doubt came back: always
-- A record that returned to the residual was never metered, whatever its attempts met.
SELECT r.id::text AS what FROM metering_records r
WHERE r.outcome = 'RETURNED' AND EXISTS (
    SELECT 1 FROM metering_attempts a
    WHERE a.record_id = r.id AND a.attempt IN ('SUCCESS', 'DUPLICATE', 'UNCLEAR'));

-- hours freeze in order: always
-- What has frozen stays frozen, whatever is heard of a subscription later.
SELECT r.id::text AS what FROM metering_records r JOIN metering_progress p ON p.subscription_id = r.subscription_id
WHERE r.hour > coalesce(p.last_frozen, '-infinity');

-- totals of charges: thorough
-- What was taken in and corrected is what was charged; what is left is what no record has taken yet, and the residuals.
WITH units AS (
    SELECT c.subscription_id, d.key AS dimension, c.kind, c.metered_hour, sum(g.value::numeric) AS units
    FROM charges c CROSS JOIN jsonb_each(c.units) d CROSS JOIN jsonb_each_text(d.value) g
    WHERE c.subscription_id IS NOT NULL GROUP BY 1, 2, 3, 4
), charged AS (
    SELECT u.subscription_id, u.dimension,
           sum(u.units) FILTER (WHERE u.kind = 'USAGE') AS accepted,
           sum(u.units) FILTER (WHERE u.kind = 'CORRECTION') AS corrections,
           sum(u.units) FILTER (WHERE u.metered_hour > coalesce(p.last_frozen, '-infinity')) AS open
    FROM units u LEFT JOIN metering_progress p ON p.subscription_id = u.subscription_id GROUP BY 1, 2
), carried AS (
    SELECT subscription_id, dimension, sum(units) AS units FROM residuals GROUP BY 1, 2
)
SELECT t.subscription_id || ' ' || t.dimension AS what
FROM metering_totals t
LEFT JOIN charged c ON c.subscription_id = t.subscription_id AND c.dimension = t.dimension
LEFT JOIN carried r ON r.subscription_id = t.subscription_id AND r.dimension = t.dimension
WHERE t.accepted <> coalesce(c.accepted, 0)
   OR t.corrections <> coalesce(c.corrections, 0)
   OR t.residual <> coalesce(c.open, 0) + coalesce(r.units, 0);

-- the charges of a day come to its figures: thorough
SELECT d.workspace_id || ' ' || d.day || ' ' || s.key AS what
FROM usage_days d CROSS JOIN jsonb_each_text(d.statistics) s
LEFT JOIN (
    SELECT c.workspace_id, c.day, l.key, sum((l.value ->> 'quantity')::numeric) AS quantity
    FROM charges c CROSS JOIN jsonb_each(c.lines) l GROUP BY 1, 2, 3) c
    ON c.workspace_id = d.workspace_id AND c.day = d.day AND c.key = s.key
WHERE s.value::numeric <> coalesce(c.quantity, 0);

-- a record is its shares and its allocations: thorough
SELECT r.id::text AS what FROM metering_records r
WHERE r.quantity <> (SELECT coalesce(sum((s.value ->> 3)::integer), 0) FROM jsonb_array_elements(r.shares) s)
   OR r.quantity <> (SELECT coalesce(sum((a.value ->> 'AllocatedUsageQuantity')::integer), 0)
                     FROM jsonb_array_elements(r.canonical::jsonb -> 'usageRecord' -> 'UsageAllocations') a);

-- an outcome follows from its attempts: thorough
-- Accepted needs a word of AWS; what was never tried is frozen, returned, or was frozen until its deadline.
SELECT r.id::text AS what FROM metering_records r
WHERE r.outcome = 'ACCEPTED' AND NOT EXISTS (
    SELECT 1 FROM metering_attempts a WHERE a.record_id = r.id AND a.attempt IN ('SUCCESS', 'DUPLICATE'));

-- one payer at every instant: thorough
-- A workspace's bindings are one chain from its first one on, which goes on in time: so at every instant one holds.
SELECT w.id::text AS what FROM workspaces w
WHERE NOT EXISTS (SELECT 1 FROM settlement_bindings b WHERE b.workspace_id = w.id AND b.predecessor_id IS NULL)
UNION ALL
SELECT s.id::text FROM settlement_bindings s JOIN settlement_bindings p ON p.id = s.predecessor_id
WHERE s.workspace_id <> p.workspace_id OR s.effective_from < p.effective_from;

-- who is not paid for is in the buffer or locked: always
-- By the end of its chain: open without a payer, or shut with one, only until what was decided comes due.
SELECT w.id::text AS what
FROM workspaces w JOIN settlement_bindings b ON b.workspace_id = w.id
    AND NOT EXISTS (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id)
WHERE w.state IN ('NORMAL', 'BUFFER', 'LOCKED') AND (
    b.method = 'UNSETTLED' AND (w.buffer_since IS NULL OR w.opens_at IS NOT NULL)
    OR b.method <> 'UNSETTLED' AND w.state <> 'NORMAL' AND w.opens_at IS NULL
    OR w.state <> 'NORMAL' AND (w.buffer_since IS NULL OR w.locks_at IS NULL)
    OR w.state = 'LOCKED' AND w.closed_at IS NULL);
