-- Binding an enterprise account that one already has. Only additions: a portal of before runs beside it.

-- onboarding ----------------------------------------------------------------------------------------------------------

ALTER TABLE onboardings DROP CONSTRAINT onboardings_step_check;
ALTER TABLE onboardings ADD CONSTRAINT onboardings_step_check
    CHECK (step IN ('BASIC_INFO', 'COMPANY_INFO', 'OPENING_METHOD', 'BIND_WORKSPACES', 'DONE'));
-- When an enterprise account that existed before was bound; null in a registration.
ALTER TABLE onboardings ADD COLUMN bound_at timestamptz;

-- settlement ----------------------------------------------------------------------------------------------------------

-- The user name of the enterprise account that made it; null where AWS or the portal did.
ALTER TABLE settlement_bindings ADD COLUMN made_by text;
-- When somebody asked for it, where AWS had to confirm first; null: when it was made.
ALTER TABLE settlement_bindings ADD COLUMN requested_at timestamptz;
CREATE INDEX settlement_bindings_onboarding ON settlement_bindings (onboarding_id);

ALTER TABLE awaited_bindings ADD COLUMN made_by text;
ALTER TABLE awaited_bindings ADD COLUMN reason text; -- null: the workspace was opened with it
CREATE INDEX awaited_bindings_onboarding ON awaited_bindings (onboarding_id);

-- verification --------------------------------------------------------------------------------------------------------

-- What the code was asked for, besides purpose and target: a user name, a site and an address. Null: the address.
ALTER TABLE verification_codes ADD COLUMN subject text;

-- accounts and workspaces ---------------------------------------------------------------------------------------------

-- Which agreements were accepted along with it; null where that is said by the enterprise account.
ALTER TABLE guance_accounts ADD COLUMN agreements_version text;
ALTER TABLE workspaces ADD COLUMN agreements_version text;
-- Pages of an account's workspaces are read by id, which grows with time.
CREATE INDEX workspaces_page ON workspaces (enterprise_account_id, id);
