-- How much a version lets itself be used: requests of one principal, such as 100/s, and actors in
-- memory. Null where it does not say.
ALTER TABLE class_version ADD COLUMN rate text;
ALTER TABLE class_version ADD COLUMN max_active integer;
