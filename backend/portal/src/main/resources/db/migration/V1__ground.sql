-- Keys are UUIDv7, made by the portal; times are instants. A unique index is the truth of each rule that it names.

-- platform ------------------------------------------------------------------------------------------------------------

-- The first answer to a request with an Idempotency-Key. Bodies are encrypted: some answers hold a secret.
CREATE TABLE idempotent_requests (
    scope        text        NOT NULL, -- who asks and for what: caller, method and path
    key          text        NOT NULL,
    request_hash bytea       NOT NULL, -- keyed, so that a password in the body cannot be guessed from it
    claimed_at   timestamptz NOT NULL,
    status       integer,              -- null while the first request is under way
    headers      text,
    body         bytea,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotent_requests_claimed_at ON idempotent_requests (claimed_at);

-- Mails wait here until the mail server has taken them. The content is encrypted and removed after sending.
CREATE TABLE outbox_mails (
    id              uuid        PRIMARY KEY,
    recipient       text        NOT NULL,
    template        text        NOT NULL,
    content         bytea,
    state           text        NOT NULL CHECK (state IN ('WAITING', 'SENT', 'EXPIRED', 'REFUSED')),
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    lease           uuid,       -- who is sending it; a sender that lost its lease records nothing
    expires_at      timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz
);
CREATE INDEX outbox_mails_due ON outbox_mails (next_attempt_at) WHERE state = 'WAITING';

-- Token buckets of the budgets, shared by all portals (the layout is Bucket4j's).
CREATE TABLE budgets (
    id         text PRIMARY KEY,
    state      bytea,
    expires_at bigint
);

-- accounts ------------------------------------------------------------------------------------------------------------

CREATE TABLE enterprise_accounts (
    id                 uuid        PRIMARY KEY,
    username           text        NOT NULL, -- lower case; never changes
    email              text        NOT NULL, -- lower case
    password_hash      text        NOT NULL,
    company_name       text        NOT NULL,
    industry           text,
    region             text,
    description        text,
    contact_name       text,
    phone              text,
    language           text        NOT NULL,
    agreements_version text        NOT NULL,
    created_at         timestamptz NOT NULL,
    version            bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX enterprise_accounts_username ON enterprise_accounts (username);
CREATE UNIQUE INDEX enterprise_accounts_email ON enterprise_accounts (email);

CREATE TABLE guance_accounts (
    id                    uuid        PRIMARY KEY,
    site_id               text        NOT NULL,
    username              text        NOT NULL,
    email                 text        NOT NULL,
    phone                 text,
    password_hash         text        NOT NULL,
    language              text        NOT NULL,
    enterprise_account_id uuid        REFERENCES enterprise_accounts, -- the one it was registered along with
    created_at            timestamptz NOT NULL,
    version               bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX guance_accounts_email ON guance_accounts (site_id, email);
CREATE UNIQUE INDEX guance_accounts_phone ON guance_accounts (site_id, phone);
CREATE INDEX guance_accounts_enterprise_account ON guance_accounts (enterprise_account_id);

CREATE TABLE sessions (
    id                    uuid        PRIMARY KEY, -- the sid claim
    enterprise_account_id uuid        NOT NULL REFERENCES enterprise_accounts,
    created_at            timestamptz NOT NULL,
    last_seen_at          timestamptz NOT NULL,
    expires_at            timestamptz NOT NULL,
    revoked_at            timestamptz
);
CREATE INDEX sessions_enterprise_account ON sessions (enterprise_account_id);

-- verification --------------------------------------------------------------------------------------------------------

-- One live code per purpose and target; a new one replaces it.
CREATE TABLE verification_codes (
    id          uuid        PRIMARY KEY,
    purpose     text        NOT NULL,
    target      uuid        NOT NULL, -- what the code opens: the onboarding
    address     text        NOT NULL,
    code_hash   bytea,                -- null: no code fits, the mail said something else
    mail_id     uuid        NOT NULL,
    tries       integer     NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    sent_at     timestamptz,          -- the life of the code counts from here
    consumed_at timestamptz
);
CREATE INDEX verification_codes_target ON verification_codes (target, purpose, created_at);
CREATE INDEX verification_codes_mail ON verification_codes (mail_id);

-- marketplace ---------------------------------------------------------------------------------------------------------

CREATE TABLE subscriptions (
    id                    uuid        PRIMARY KEY,
    product               text        NOT NULL, -- the key of the product's configuration
    product_code          text        NOT NULL,
    identity              text        NOT NULL, -- the licence (l-...), or the customer identifier of a legacy listing
    license_arn           text,
    customer_identifier   text,
    aws_account_id        text        NOT NULL,
    agreement_id          text,
    state                 text        NOT NULL,
    state_since           timestamptz NOT NULL,
    enterprise_account_id uuid        REFERENCES enterprise_accounts,
    bound_at              timestamptz,
    created_at            timestamptz NOT NULL,
    version               bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX subscriptions_identity ON subscriptions (product_code, identity);
CREATE INDEX subscriptions_aws_account ON subscriptions (aws_account_id);
CREATE INDEX subscriptions_enterprise_account ON subscriptions (enterprise_account_id);

-- Every notification of AWS, once. The state of a subscription is a function of its notifications.
CREATE TABLE marketplace_events (
    id           uuid        PRIMARY KEY,
    product      text        NOT NULL,
    dedup_id     text        NOT NULL, -- MessageId of SNS, id of EventBridge
    kind         text        NOT NULL, -- as AWS names it; unknown ones are kept
    identity     text,                 -- as in subscriptions; null where the event names none
    occurred_at  timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    status       text        NOT NULL CHECK (status IN ('APPLIED', 'UNMATCHED', 'INFORMATIONAL', 'PARKED')),
    park_reason  text,
    payload      text        NOT NULL
);
CREATE UNIQUE INDEX marketplace_events_dedup ON marketplace_events (product, dedup_id);
CREATE INDEX marketplace_events_identity ON marketplace_events (product, identity, occurred_at);

-- settlement ----------------------------------------------------------------------------------------------------------

-- A workspace's payer from an instant on. It holds until its successor: predecessors are unique, the chain cannot fork.
CREATE TABLE settlement_bindings (
    id                    uuid        PRIMARY KEY,
    workspace_id          uuid        NOT NULL,
    predecessor_id        uuid        REFERENCES settlement_bindings,
    method                text        NOT NULL CHECK (method IN ('SUBSCRIPTION', 'ENTERPRISE_ACCOUNT', 'UNSETTLED')),
    subscription_id       uuid        REFERENCES subscriptions,
    enterprise_account_id uuid        REFERENCES enterprise_accounts,
    effective_from        timestamptz NOT NULL,
    reason                text        NOT NULL,
    onboarding_id         uuid,
    created_at            timestamptz NOT NULL,
    CHECK ((method = 'SUBSCRIPTION') = (subscription_id IS NOT NULL)),
    CHECK ((method = 'ENTERPRISE_ACCOUNT') = (enterprise_account_id IS NOT NULL))
);
CREATE UNIQUE INDEX settlement_bindings_first ON settlement_bindings (workspace_id) WHERE predecessor_id IS NULL;
CREATE UNIQUE INDEX settlement_bindings_predecessor ON settlement_bindings (predecessor_id);
CREATE INDEX settlement_bindings_workspace ON settlement_bindings (workspace_id, effective_from);
CREATE INDEX settlement_bindings_subscription ON settlement_bindings (subscription_id);

-- A binding to a subscription that is not live yet; it becomes a settlement binding when AWS says so.
CREATE TABLE awaited_bindings (
    workspace_id    uuid        PRIMARY KEY,
    subscription_id uuid        NOT NULL REFERENCES subscriptions,
    onboarding_id   uuid,
    requested_at    timestamptz NOT NULL
);
CREATE INDEX awaited_bindings_subscription ON awaited_bindings (subscription_id);

-- workspaces ----------------------------------------------------------------------------------------------------------

CREATE TABLE workspaces (
    id                    uuid        PRIMARY KEY,
    enterprise_account_id uuid        NOT NULL REFERENCES enterprise_accounts,
    owner_id              uuid        NOT NULL REFERENCES guance_accounts,
    site_id               text        NOT NULL,
    name                  text        NOT NULL,
    language              text        NOT NULL,
    state                 text        NOT NULL,
    token                 bytea       NOT NULL, -- encrypted
    created_at            timestamptz NOT NULL,
    version               bigint      NOT NULL DEFAULT 0
);
CREATE INDEX workspaces_enterprise_account ON workspaces (enterprise_account_id, created_at, id);

-- onboarding ----------------------------------------------------------------------------------------------------------

CREATE TABLE onboardings (
    id                    uuid        PRIMARY KEY,
    subscription_id       uuid        NOT NULL REFERENCES subscriptions,
    secret_hash           bytea       NOT NULL,
    secret_expires_at     timestamptz NOT NULL,
    step                  text        NOT NULL CHECK (step IN ('BASIC_INFO', 'COMPANY_INFO', 'OPENING_METHOD', 'DONE')),
    language              text        NOT NULL,
    verified_email        text,
    site_id               text,
    username              text,
    email                 text,
    password_hash         text, -- moves to the accounts at registration
    phone                 text,
    enterprise_account_id uuid        REFERENCES enterprise_accounts,
    owner_id              uuid        REFERENCES guance_accounts,
    company_name          text,
    registered_at         timestamptz,
    workspace_id          uuid        REFERENCES workspaces,
    opened_at             timestamptz,
    created_at            timestamptz NOT NULL,
    version               bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX onboardings_secret ON onboardings (secret_hash);
CREATE UNIQUE INDEX onboardings_workspace ON onboardings (workspace_id);
CREATE INDEX onboardings_enterprise_account ON onboardings (enterprise_account_id);
CREATE INDEX onboardings_subscription ON onboardings (subscription_id);
