-- What becomes of workspaces when nobody pays for them any more, and what data planes are told. Only additions: a portal of
-- before runs beside it.

-- workspaces ----------------------------------------------------------------------------------------------------------

-- From when on nobody pays, or will; null while somebody does, and before anybody ever did.
ALTER TABLE workspaces ADD COLUMN buffer_since timestamptz;
ALTER TABLE workspaces ADD COLUMN locks_at timestamptz;
-- When somebody pays again, where that is decided.
ALTER TABLE workspaces ADD COLUMN opens_at timestamptz;
-- From when on it takes no usage: since it is locked, or dissolved.
ALTER TABLE workspaces ADD COLUMN closed_at timestamptz;
-- The subscription that paid last.
ALTER TABLE workspaces ADD COLUMN ended_subscription uuid;
-- How many of the mails of this buffer were posted: of its beginning, the reminders, of the lock.
ALTER TABLE workspaces ADD COLUMN notices integer NOT NULL DEFAULT 0;
-- How many changes data planes were told of.
ALTER TABLE workspaces ADD COLUMN changes integer NOT NULL DEFAULT 0;
CREATE INDEX workspaces_unpaid ON workspaces (state, buffer_since) WHERE buffer_since IS NOT NULL;
CREATE INDEX workspaces_untold ON workspaces (id) WHERE changes = 0 AND state <> 'PENDING';

-- What data planes are told, in the order of positions; of one workspace they are in the order of its numbers. Never dropped.
CREATE TABLE workspace_changes (
    id             uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    site_id        text        NOT NULL,
    number         integer     NOT NULL, -- counted under the lock of the workspace's row
    kind           text        NOT NULL, -- OPENED, LOCKED, UNLOCKED, DISSOLVED, MOVED, TOKEN_REPLACED; further ones may come
    at             timestamptz NOT NULL,
    effective_from timestamptz,
    method         text,                 -- of MOVED: who pays from then on
    token_sha256   text,                 -- of OPENED and TOKEN_REPLACED, in hex
    position       bigint                -- given after the commit, so that none is ever behind one that was read
);
CREATE UNIQUE INDEX workspace_changes_number ON workspace_changes (workspace_id, number);
CREATE UNIQUE INDEX workspace_changes_position ON workspace_changes (position);
CREATE INDEX workspace_changes_feed ON workspace_changes (site_id, position);
CREATE INDEX workspace_changes_unplaced ON workspace_changes (number, id) WHERE position IS NULL;

-- One row: the position that was given last. Who gives positions holds it.
CREATE TABLE workspace_feed (
    one      boolean PRIMARY KEY CHECK (one),
    position bigint  NOT NULL
);
INSERT INTO workspace_feed (one, position) VALUES (true, 0);
