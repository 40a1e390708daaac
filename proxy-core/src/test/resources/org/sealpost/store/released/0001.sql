-- A store as schema 1 left it, with rows in every table.
BEGIN TRANSACTION;
CREATE TABLE book_entry (
  address text not null,
  fingerprint blob not null references certificate (fingerprint),
  not_before integer not null,
  source_kind text not null check (source_kind in ('MAIL', 'FILE')),
  source_detail text not null,
  first_seen integer not null,
  last_seen integer not null,
  primary key (address, fingerprint)
) without rowid;
INSERT INTO "book_entry" VALUES('bob@example.org',X'0101010101010101010101010101010101010101010101010101010101010101',1000,'MAIL','<1@example.org>',2000,3000);
INSERT INTO "book_entry" VALUES('bob@example.org',X'0202020202020202020202020202020202020202020202020202020202020202',1001,'FILE','bob.pem',2001,3001);
CREATE TABLE certificate (
  fingerprint blob primary key check (length(fingerprint) = 32),
  der blob not null
) without rowid;
INSERT INTO "certificate" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101',X'3001');
INSERT INTO "certificate" VALUES(X'0202020202020202020202020202020202020202020202020202020202020202',X'3002');
CREATE TABLE intermediate (
  fingerprint blob primary key references certificate (fingerprint)
) without rowid;
INSERT INTO "intermediate" VALUES(X'0202020202020202020202020202020202020202020202020202020202020202');
COMMIT;
pragma user_version = 1;
