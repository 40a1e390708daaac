-- A store as schema 2 left it, with rows in every table.
BEGIN TRANSACTION;
CREATE TABLE binding (
  fingerprint blob not null references certificate (fingerprint),
  address text not null,
  since integer not null,
  primary key (fingerprint, address)
) without rowid;
INSERT INTO "binding" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101','bob@example.org',4100);
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
CREATE TABLE decision (
  fingerprint blob primary key references certificate (fingerprint),
  kind text not null check (kind in ('ALLOW', 'DENY')),
  made integer not null,
  until integer,
  note text not null
) without rowid;
INSERT INTO "decision" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101','DENY',4000,5000,'lost card');
CREATE TABLE imported_anchor (
  fingerprint blob primary key references certificate (fingerprint),
  file text not null,
  imported integer not null,
  scope text not null
) without rowid;
INSERT INTO "imported_anchor" VALUES(X'0202020202020202020202020202020202020202020202020202020202020202','ca.pem',4200,'@example.org');
CREATE TABLE intermediate (
  fingerprint blob primary key references certificate (fingerprint)
) without rowid;
INSERT INTO "intermediate" VALUES(X'0202020202020202020202020202020202020202020202020202020202020202');
CREATE INDEX binding_by_address on binding (address);
COMMIT;
pragma user_version = 2;
