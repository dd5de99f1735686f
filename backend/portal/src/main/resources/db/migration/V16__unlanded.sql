-- What AWS said of purchases that nobody has landed with: they are few beside all that it ever said.
CREATE INDEX marketplace_events_unmatched ON marketplace_events (product, identity, id)
    WHERE status = 'UNMATCHED' AND identity IS NOT NULL;
