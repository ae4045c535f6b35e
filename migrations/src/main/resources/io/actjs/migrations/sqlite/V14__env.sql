-- The values from outside that a version declares, names and types, one JSON object. Null for none.
ALTER TABLE class_version ADD COLUMN env TEXT;
