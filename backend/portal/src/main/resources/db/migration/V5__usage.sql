-- What data planes report. One row per report, as wide as the report: the day's bill is made of all its values at once, and
-- a row per value would cost six times as much. Compared by bytes: names here are for programs.
CREATE TABLE usage_reports (
    client_id    text        COLLATE "C" NOT NULL,
    workspace_id uuid        NOT NULL,
    hour         timestamptz NOT NULL,
    report_id    text        COLLATE "C" NOT NULL,
    body_hash    bytea       NOT NULL, -- SHA-256 of stretch and usage: tells a repetition from another report of that name
    usage        text        NOT NULL, -- JSON: {"item": whole number}, sorted by item
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    arrival      bigint      GENERATED ALWAYS AS IDENTITY, -- the order in which reports came
    received_at  timestamptz NOT NULL,
    accrued_at   timestamptz,          -- when it was charged for
    PRIMARY KEY (workspace_id, hour, client_id, report_id)
) PARTITION BY RANGE (hour); -- a partition per UTC day, made when it is needed
CREATE INDEX usage_reports_to_accrue ON usage_reports (workspace_id, hour) WHERE accrued_at IS NULL;

-- What came too late to be charged, so that one can see what was lost.
CREATE TABLE late_usage_reports (
    client_id    text        COLLATE "C" NOT NULL,
    workspace_id uuid        NOT NULL,
    hour         timestamptz NOT NULL,
    report_id    text        COLLATE "C" NOT NULL,
    usage        text        NOT NULL,
    received_at  timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, hour, client_id, report_id)
);

-- Every version of the price list that a portal has worked with, and what it said: bills were made by it.
CREATE TABLE rate_cards (
    version        text        PRIMARY KEY,
    effective_from date        NOT NULL,
    digest         text        NOT NULL,
    first_seen_at  timestamptz NOT NULL
);
