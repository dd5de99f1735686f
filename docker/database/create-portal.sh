#!/bin/bash
# Run once by the image of PostgreSQL, on an empty data folder: the portal's role and the database that it owns.
set -euo pipefail

password=$(</run/secrets/database_password)
# By standard input, since arguments can be read in the list of processes; the server keeps only the hash.
psql --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<SQL
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
CREATE ROLE portal LOGIN PASSWORD '${password//\'/\'\'}';
CREATE DATABASE portal OWNER portal;
SQL
psql --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=portal <<'SQL'
REVOKE ALL ON DATABASE portal FROM PUBLIC;
SQL
