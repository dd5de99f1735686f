-- A purchase that workspaces waited for has come to nothing: since then nobody waits, and the customer was told. What was
-- wished is kept, since AWS may confirm after all, and word of an earlier life may come late.
ALTER TABLE awaited_bindings ADD COLUMN in_vain_since timestamptz;
