-- Operators: their sessions, the audit, and what serves their searches. Only additions: a portal of before runs beside it.

-- operators -----------------------------------------------------------------------------------------------------------

CREATE TABLE operator_sessions (
    id           uuid        PRIMARY KEY, -- the sid claim
    username     text        NOT NULL,
    fingerprint  text        NOT NULL,    -- of what the operators file said when it was opened: it ends with that
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);

-- The last code of an authenticator that opened a session. It opens no other, nor does one before it.
CREATE TABLE operator_codes (
    username  text   PRIMARY KEY,
    last_step bigint NOT NULL -- of 30 seconds (RFC 6238)
);

-- Who did what, when and why; written with what was done, never changed.
CREATE TABLE operator_acts (
    id              uuid        PRIMARY KEY,
    at              timestamptz NOT NULL,
    operator        text        NOT NULL,
    role            text        NOT NULL,
    act             text        NOT NULL, -- the operationId
    subject         text,
    subscription_id uuid,                 -- whose timeline it stands in
    note            text,
    result          text
);
CREATE INDEX operator_acts_operator ON operator_acts (operator, id);
CREATE INDEX operator_acts_subscription ON operator_acts (subscription_id, at, id) WHERE subscription_id IS NOT NULL;

CREATE FUNCTION refuse_change_of_acts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'operator_acts are never changed';
END $$;
CREATE TRIGGER operator_acts_stay BEFORE UPDATE OR DELETE ON operator_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_acts();
CREATE TRIGGER operator_acts_stay_all BEFORE TRUNCATE ON operator_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_acts();

-- accounts and marketplace --------------------------------------------------------------------------------------------

-- Names are found by their beginning.
CREATE INDEX enterprise_accounts_company_name ON enterprise_accounts (lower(company_name) text_pattern_ops);
CREATE INDEX enterprise_accounts_username_beginning ON enterprise_accounts (username text_pattern_ops);
CREATE INDEX subscriptions_identity_alone ON subscriptions (identity);
CREATE INDEX subscriptions_agreement ON subscriptions (agreement_id) WHERE agreement_id IS NOT NULL;
CREATE INDEX subscriptions_state ON subscriptions (state, id);
CREATE INDEX subscriptions_unregistered ON subscriptions (id)
    WHERE enterprise_account_id IS NULL AND state IN ('PENDING', 'LIVE');

-- onboarding ----------------------------------------------------------------------------------------------------------

-- When a buyer who never registered was last written to.
CREATE TABLE registration_reminders (
    subscription_id uuid        PRIMARY KEY REFERENCES subscriptions,
    reminded_at     timestamptz NOT NULL
);

-- settlement ----------------------------------------------------------------------------------------------------------

CREATE INDEX settlement_bindings_turns ON settlement_bindings (subscription_id, effective_from, id)
    WHERE subscription_id IS NOT NULL;

-- metering ------------------------------------------------------------------------------------------------------------

CREATE INDEX metering_records_parked ON metering_records (deadline, id) WHERE outcome = 'PARKED';
CREATE INDEX metering_records_open ON metering_records (subscription_id)
    WHERE outcome IN ('FROZEN', 'SENT_UNKNOWN', 'PARKED');
CREATE INDEX metering_records_told ON metering_records (subscription_id, settled_at, id)
    WHERE outcome IN ('ACCEPTED', 'PARKED');
CREATE INDEX metering_write_offs_made ON metering_write_offs (subscription_id, made_at, id);

-- Price lists that were uploaded, word for word; null where the list came with the portal.
ALTER TABLE rate_cards ADD COLUMN card text;
ALTER TABLE rate_cards ADD COLUMN uploaded_by text;
