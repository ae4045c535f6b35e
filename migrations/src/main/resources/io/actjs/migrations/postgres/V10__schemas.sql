-- The JSON Schemas that the types of a version say, one JSON document. Null where there are none: a
-- version that was published without the type check, or before servers derived them.
ALTER TABLE class_version ADD COLUMN schemas bytea;
