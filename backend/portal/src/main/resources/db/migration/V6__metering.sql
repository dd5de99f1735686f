-- From usage to what AWS is told. Values, units and money are numeric: exact, without overflow. Items are keys in JSON, so a
-- new item needs no migration. Only additions: a portal of before runs beside it.

-- marketplace ---------------------------------------------------------------------------------------------------------

-- The life of a subscription, as AWS's notifications tell it: from when on it may be used, from when on not any more, and
-- from when on AWS takes no word of it.
ALTER TABLE subscriptions ADD COLUMN live_at timestamptz;
ALTER TABLE subscriptions ADD COLUMN ends_at timestamptz;
ALTER TABLE subscriptions ADD COLUMN closed_at timestamptz;
CREATE INDEX subscriptions_ends_at ON subscriptions (ends_at);
UPDATE subscriptions SET live_at = state_since WHERE state = 'LIVE';

-- metering: charges ---------------------------------------------------------------------------------------------------

-- What a report should have said of an item. The value in force is that of the last one.
CREATE TABLE usage_corrections (
    id           uuid        PRIMARY KEY,
    arrival      bigint      GENERATED ALWAYS AS IDENTITY, -- corrections of a workspace are made one after the other
    client_id    text        NOT NULL,
    workspace_id uuid        NOT NULL,
    hour         timestamptz NOT NULL,
    report_id    text        NOT NULL,
    item         text        NOT NULL,
    value        numeric     NOT NULL CHECK (value >= 0),
    reason       text        NOT NULL,
    made_at      timestamptz NOT NULL
);
CREATE INDEX usage_corrections_hour ON usage_corrections (workspace_id, hour);

-- The statistics of a workspace's billing day so far, by item. The rate card is that of the start of the day.
CREATE TABLE usage_days (
    workspace_id uuid  NOT NULL,
    day          date  NOT NULL, -- of the site's zone
    rate_card    text  NOT NULL,
    statistics   jsonb NOT NULL, -- {"logs@7d": 120000}
    PRIMARY KEY (workspace_id, day)
);

-- What the reports of an hour have added to the bill of a day, or a correction has changed. Never updated.
CREATE TABLE charges (
    site_id         text        NOT NULL,
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    hour            timestamptz NOT NULL, -- of the usage; its payer owes it
    day             date        NOT NULL, -- the billing day of the hour
    kind            text        NOT NULL CHECK (kind IN ('USAGE', 'CORRECTION')),
    rate_card       text        NOT NULL,
    method          text        NOT NULL CHECK (method IN ('SUBSCRIPTION', 'ENTERPRISE_ACCOUNT', 'UNSETTLED')),
    subscription_id uuid        REFERENCES subscriptions,
    metered_hour    timestamptz,          -- the payer's hour that AWS is told it for; null: none was open any more
    currency        text        NOT NULL,
    amount          numeric     NOT NULL, -- exact, never rounded
    lines           jsonb       NOT NULL, -- {"logs@7d": {"quantity": 120000, "amount": 14.4}}
    units           jsonb,                -- {"usage_cents": {"logs": 1440}}: by dimension and item group
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, hour, id),
    CHECK ((method = 'SUBSCRIPTION') = (subscription_id IS NOT NULL)),
    CHECK ((subscription_id IS NULL) = (units IS NULL)),
    CHECK (metered_hour IS NULL OR metered_hour >= hour)
);
-- What a freeze takes.
CREATE INDEX charges_to_meter ON charges (subscription_id, metered_hour) WHERE metered_hour IS NOT NULL;

-- metering: what AWS is told ------------------------------------------------------------------------------------------

-- Where a subscription's hours stand. Hours freeze in order. Who charges to a subscription holds its row shared, who freezes
-- it holds it alone: so no charge is ever given to an hour that has frozen.
CREATE TABLE metering_progress (
    subscription_id uuid        PRIMARY KEY REFERENCES subscriptions,
    last_frozen     timestamptz,
    due_at          timestamptz           -- when somebody should look; null: when something happens to it
);
CREATE INDEX metering_progress_due ON metering_progress (due_at) WHERE due_at IS NOT NULL;
INSERT INTO metering_progress (subscription_id, due_at)
    SELECT id, now() FROM subscriptions WHERE live_at IS NOT NULL;

-- Units that were charged and that no record holds: fractions, credits, and what came back.
CREATE TABLE residuals (
    subscription_id uuid    NOT NULL REFERENCES subscriptions,
    dimension       text    NOT NULL,
    workspace_id    uuid    NOT NULL,
    site_id         text    NOT NULL,
    item_group      text    NOT NULL,
    units           numeric NOT NULL,
    PRIMARY KEY (subscription_id, dimension, workspace_id, item_group)
);

-- What AWS is told of a subscription's hour. Frozen before the first call and never changed in what it says.
CREATE TABLE metering_records (
    id                 uuid        PRIMARY KEY,
    subscription_id    uuid        NOT NULL REFERENCES subscriptions,
    bucket             text        NOT NULL, -- region, whose, dimension and hour, as AWS tells records apart
    lane               text        NOT NULL, -- whose quota its calls count against
    target             text        NOT NULL, -- records of one target go in one call
    dimension          text        NOT NULL,
    hour               timestamptz NOT NULL,
    quantity           integer     NOT NULL CHECK (quantity >= 0),
    canonical          text        NOT NULL, -- sent from this and nothing else
    shares             jsonb       NOT NULL, -- [[workspace, site, item group, units]]: its quantity, unpooled
    deadline           timestamptz NOT NULL, -- moves only earlier, when the licence ends
    outcome            text        NOT NULL CHECK (outcome IN
                           ('FROZEN', 'SENT_UNKNOWN', 'ACCEPTED', 'PARKED', 'EXPIRED', 'RETURNED')),
    why                text,
    metering_record_id text,                 -- AWS's
    attempts           integer     NOT NULL DEFAULT 0,
    call_size          integer     NOT NULL, -- with how many others at most: smaller after a call was refused
    due_at             timestamptz,          -- when somebody should look, a lease included; null: never again
    frozen_at          timestamptz NOT NULL,
    sent_at            timestamptz,
    settled_at         timestamptz
);
CREATE UNIQUE INDEX metering_records_bucket ON metering_records (bucket);
CREATE INDEX metering_records_hour ON metering_records (subscription_id, dimension, hour);
CREATE INDEX metering_records_to_send ON metering_records (lane, hour, id) WHERE outcome IN ('FROZEN', 'SENT_UNKNOWN');
CREATE INDEX metering_records_to_end ON metering_records (deadline) WHERE due_at IS NOT NULL;

-- What befell a record in each call. Written with the claim, as unclear, and answered once.
CREATE TABLE metering_attempts (
    record_id   uuid        NOT NULL REFERENCES metering_records,
    number      integer     NOT NULL,
    attempt     text        NOT NULL CHECK (attempt IN
                    ('SUCCESS', 'DUPLICATE', 'REFUSED', 'UNMETERED', 'UNCLEAR', 'RELEASED')),
    why         text,
    began_at    timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (record_id, number)
);

-- When the next call may be made, over all portals: the quota is of an AWS account and region.
CREATE TABLE metering_lanes (
    lane         text        PRIMARY KEY,
    next_call_at timestamptz NOT NULL,
    failures     integer     NOT NULL DEFAULT 0 -- since the last call that AWS took
);

-- Units that are never told to AWS: losses, and fractions that are waived at the end of a subscription.
CREATE TABLE metering_write_offs (
    id              uuid        PRIMARY KEY,
    subscription_id uuid        NOT NULL REFERENCES subscriptions,
    dimension       text        NOT NULL,
    workspace_id    uuid,                 -- null: all of a record
    item_group      text,
    hour            timestamptz,
    units           numeric     NOT NULL CHECK (units > 0),
    reason          text        NOT NULL CHECK (reason IN ('NO_OPEN_HOUR', 'LEFT_AT_END', 'EXPIRED', 'WAIVED')),
    record_id       uuid        REFERENCES metering_records,
    made_at         timestamptz NOT NULL
);
CREATE UNIQUE INDEX metering_write_offs_record ON metering_write_offs (record_id);
CREATE INDEX metering_write_offs_subscription ON metering_write_offs (subscription_id, dimension);

-- Running totals in units; changed with what they count, in the same transaction.
CREATE TABLE metering_totals (
    subscription_id uuid    NOT NULL REFERENCES subscriptions,
    dimension       text    NOT NULL,
    accepted        numeric NOT NULL DEFAULT 0, -- usage that was taken in
    corrections     numeric NOT NULL DEFAULT 0, -- signed
    sent            numeric NOT NULL DEFAULT 0, -- in records that AWS accepted
    pending         numeric NOT NULL DEFAULT 0, -- in records that are frozen or under way
    parked          numeric NOT NULL DEFAULT 0,
    residual        numeric NOT NULL DEFAULT 0, -- in no record; negative after the end: owed to the customer
    expired         numeric NOT NULL DEFAULT 0, -- lost
    waived          numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription_id, dimension)
);
