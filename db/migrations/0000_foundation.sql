-- What every table stands on. Needs PostgreSQL 15 or newer with ICU; db/check-database.ts refuses anything else at start.

-- Trigram search (LIKE '%…%' on folded text) and one index over an agency and a text.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;
--> statement-breakpoint
-- Symbols and item numbers where people see an order: 9/BC comes before 10/BC.
CREATE COLLATION vi_num (provider = icu, locale = 'vi-u-kn-true');
--> statement-breakpoint
-- The search form of a text: small letters without tones and marks, đ as d, every dash and space the plain one. Not unaccent(): its rules differ between versions of
-- PostgreSQL, are not declared immutable, and could not be held equal to foldVietnamese() in server/kernel/vietnamese-text.ts.
CREATE FUNCTION f_fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN translate(
    regexp_replace(normalize(lower(value COLLATE "vi-x-icu"), NFD), '[\u0300-\u036f]+', '', 'g'),
    U&'\0111\2010\2011\2013\2014\00A0\202F', 'd----  ');
--> statement-breakpoint
-- For append-only tables:
--   CREATE TRIGGER <table>_append_only BEFORE UPDATE OR DELETE ON <table> FOR EACH ROW EXECUTE FUNCTION refuse_change();
--   CREATE TRIGGER <table>_not_emptied BEFORE TRUNCATE ON <table> FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % refused: rows of this table are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;
