-- Orders of lists by name and by creation are answered from memory: nothing asks for these any more, and each new party
-- changed a page of the first somewhere in its middle.
DROP INDEX party_by_name;
DROP INDEX party_by_creation;
