-- The life of a subscription: agreements and who follows whom, what AWS was asked, what a contract entitles to. Only
-- additions: a portal of before runs beside it.

-- events --------------------------------------------------------------------------------------------------------------

ALTER TABLE marketplace_events DROP CONSTRAINT marketplace_events_status_check;
ALTER TABLE marketplace_events ADD CONSTRAINT marketplace_events_status_check
    CHECK (status IN ('APPLIED', 'UNMATCHED', 'INFORMATIONAL', 'PARKED', 'CLOSED'));
-- Who said it: AWS by itself, AWS when it was asked, or AWS by refusing usage.
ALTER TABLE marketplace_events ADD COLUMN source text NOT NULL DEFAULT 'QUEUE'
    CHECK (source IN ('QUEUE', 'ASKED', 'METERING'));
ALTER TABLE marketplace_events ADD COLUMN says text; -- the state; null: as its kind does
ALTER TABLE marketplace_events ADD COLUMN agreement_id text;
ALTER TABLE marketplace_events ADD COLUMN previous_agreement_id text; -- which this agreement renews or replaces
ALTER TABLE marketplace_events ADD COLUMN aws_account_id text;
ALTER TABLE marketplace_events ADD COLUMN license_arn text;
ALTER TABLE marketplace_events ADD COLUMN free_trial boolean;
ALTER TABLE marketplace_events ADD COLUMN replayed_at timestamptz;
ALTER TABLE marketplace_events ADD COLUMN closed_at timestamptz;
CREATE INDEX marketplace_events_agreement ON marketplace_events (agreement_id) WHERE agreement_id IS NOT NULL;
CREATE INDEX marketplace_events_account ON marketplace_events (aws_account_id) WHERE aws_account_id IS NOT NULL;
CREATE INDEX marketplace_events_parked ON marketplace_events (id) WHERE status = 'PARKED';

-- subscriptions -------------------------------------------------------------------------------------------------------

ALTER TABLE subscriptions ADD COLUMN free_trial boolean NOT NULL DEFAULT false;
-- The purchase that this one renews or replaces, by AWS's word, and when it took its place.
ALTER TABLE subscriptions ADD COLUMN predecessor_id uuid REFERENCES subscriptions;
ALTER TABLE subscriptions ADD COLUMN succeeded_at timestamptz;
-- Whose it may be, since the AWS account is: somebody there has to say so.
ALTER TABLE subscriptions ADD COLUMN offered_to uuid REFERENCES enterprise_accounts;
CREATE INDEX subscriptions_predecessor ON subscriptions (predecessor_id) WHERE predecessor_id IS NOT NULL;
CREATE INDEX subscriptions_offered ON subscriptions (offered_to) WHERE offered_to IS NOT NULL;
CREATE INDEX subscriptions_customer ON subscriptions (customer_identifier) WHERE customer_identifier IS NOT NULL;

-- What AWS is asked of each subscription, where it can be asked.
CREATE TABLE aws_inquiries (
    subscription_id uuid        PRIMARY KEY REFERENCES subscriptions,
    due_at          timestamptz,          -- null: when something happens to it
    asked_at        timestamptz,
    answer          text,                 -- the agreement's status, as AWS wrote it
    failures        integer     NOT NULL DEFAULT 0
);
CREATE INDEX aws_inquiries_due ON aws_inquiries (due_at) WHERE due_at IS NOT NULL;

-- When all live agreements of a product are looked through.
CREATE TABLE aws_sweeps (
    product  text        PRIMARY KEY,
    due_at   timestamptz NOT NULL,
    swept_at timestamptz
);

-- entitlements --------------------------------------------------------------------------------------------------------

-- What a contract entitles to, as AWS said last.
CREATE TABLE entitlements (
    subscription_id uuid        NOT NULL REFERENCES subscriptions,
    dimension       text        NOT NULL,
    value           text        NOT NULL, -- a whole number, a decimal, true or false, or a text
    expires_at      timestamptz,
    PRIMARY KEY (subscription_id, dimension)
);
CREATE TABLE entitlement_readings (
    subscription_id uuid        PRIMARY KEY REFERENCES subscriptions,
    due_at          timestamptz,
    read_at         timestamptz,
    failures        integer     NOT NULL DEFAULT 0
);
CREATE INDEX entitlement_readings_due ON entitlement_readings (due_at) WHERE due_at IS NOT NULL;
