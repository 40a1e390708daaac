-- A store as schema 7 left it, with rows in every table.
BEGIN TRANSACTION;
CREATE TABLE binding (
  fingerprint blob not null references certificate (fingerprint),
  address text not null,
  since integer not null,
  primary key (fingerprint, address)
) without rowid;
INSERT INTO "binding" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101','bob@example.org',4100);
CREATE TABLE book_change (
  address text not null,
  fingerprint blob not null references certificate (fingerprint),
  previous blob not null references certificate (fingerprint),
  since integer not null,
  source_kind text not null check (source_kind in ('MAIL', 'FILE', 'DIRECTORY')),
  source_detail text not null,
  renewal integer not null check (renewal in (0, 1)),   -- the same holder by the same CA
  acknowledged integer,                 -- null: the user has not
  primary key (address, fingerprint)
) without rowid;
INSERT INTO "book_change" VALUES('bob@example.org',X'0202020202020202020202020202020202020202020202020202020202020202',X'0101010101010101010101010101010101010101010101010101010101010101',2001,'FILE','bob.pem',0,NULL);
CREATE TABLE "book_entry" (
  address text not null,
  fingerprint blob not null references certificate (fingerprint),
  not_before integer not null,
  source_kind text not null check (source_kind in ('MAIL', 'FILE', 'DIRECTORY')),
  source_detail text not null,
  first_seen integer not null,
  last_seen integer not null,
  vouched integer,                      -- when the user spoke for it last: imported, bound, acknowledged; null
                                        -- beside FILE: waits to be acknowledged
  stated integer,                       -- as of when its holder last asked to be written to with it
  preferred integer not null check (preferred in (0, 1)), -- in so many words, then
  capabilities blob,                    -- DER of SMIMECapabilities; null: never announced
  announced integer,                    -- as of when
  primary key (address, fingerprint)
) without rowid;
INSERT INTO "book_entry" VALUES('bob@example.org',X'0101010101010101010101010101010101010101010101010101010101010101',1000,'MAIL','<1@example.org>',2000,3000,NULL,2500,1,X'3000',2600);
INSERT INTO "book_entry" VALUES('bob@example.org',X'0202020202020202020202020202020202020202020202020202020202020202',1001,'FILE','bob.pem',2001,3001,2001,NULL,0,NULL,NULL);
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
CREATE TABLE directory_answer (
  directory text not null,
  address text not null,
  asked integer not null,
  expires integer not null,
  primary key (directory, address)
) without rowid;
INSERT INTO "directory_answer" VALUES('ldap x','eve@example.org',1,2);
CREATE TABLE directory_certificate (
  directory text not null,
  address text not null,
  place integer not null,
  fingerprint blob not null references certificate (fingerprint),
  primary key (directory, address, place)
) without rowid;
INSERT INTO "directory_certificate" VALUES('ldap x','eve@example.org',0,X'0202020202020202020202020202020202020202020202020202020202020202');
CREATE TABLE directory_find (
  address text primary key,
  directory text not null,
  found integer not null
) without rowid;
INSERT INTO "directory_find" VALUES('eve@example.org','ministry',3);
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
CREATE TABLE judged_certificate (
  mail integer not null,
  position integer not null,
  step integer not null,
  fingerprint blob not null references certificate (fingerprint),
  status text check (status in ('good', 'revoked', 'unknown')), -- null: not looked up
  cause text,                           -- of unknown
  detail_en text,                       -- of unknown, in words
  detail_zh text,
  evidence text check (evidence in ('CRL', 'OCSP')),
  source text,
  this_update integer,
  next_update integer,
  revoked integer,
  revocation_reason integer,            -- RFC 5280 section 5.3.1
  invalid_since integer,
  primary key (mail, position, step),
  foreign key (mail, position) references judged_signature (mail, position) on delete cascade
) without rowid;
INSERT INTO "judged_certificate" VALUES(7,0,0,X'0101010101010101010101010101010101010101010101010101010101010101','good',NULL,NULL,NULL,'CRL','http://ca.example/crl',80,180,NULL,NULL,NULL);
CREATE TABLE judged_from (
  mail integer not null references judged_mail (id) on delete cascade,
  position integer not null,
  address text not null,
  primary key (mail, position)
) without rowid;
INSERT INTO "judged_from" VALUES(7,0,'bob@example.org');
CREATE TABLE judged_mail (
  id integer primary key,
  account text not null,                -- its address; empty for a mail of none
  message_id text not null,             -- one line without angle brackets; empty where it has none
  identity blob not null check (length(identity) = 32), -- of From, signatures and whether they hold
  first_opened integer not null,
  opened integer not null,              -- the last time
  verdict text not null,
  looks integer not null,               -- how often it was judged again since
  next_look integer,                    -- when to judge it again; null: not any more
  completed integer,                    -- when it was judged again with all answers at hand
  unique (account, message_id, identity)
);
INSERT INTO "judged_mail" VALUES(7,'ming@example.tw','1@example.org',X'0909090909090909090909090909090909090909090909090909090909090909',100,200,'valid',1,300,NULL);
CREATE TABLE judged_signature (
  mail integer not null references judged_mail (id) on delete cascade,
  position integer not null,            -- the outermost first
  signature_id text not null,           -- empty where nothing of it could be read
  holds integer not null check (holds in (0, 1)),
  verdict text not null,
  objection text,                       -- why it is not valid, by name
  signer blob references certificate (fingerprint),
  claimed integer,                      -- the signing time that the signer claims
  judged_as_of integer not null,
  assessed integer not null,            -- when that was done, and revocation looked up
  digest text not null,
  weak integer not null check (weak in (0, 1)),
  words_en text not null,
  words_zh text not null,
  primary key (mail, position)
) without rowid;
INSERT INTO "judged_signature" VALUES(7,0,'abc',1,'valid',NULL,X'0101010101010101010101010101010101010101010101010101010101010101',90,95,96,'SHA-256',0,'valid','有效');
CREATE TABLE permission (
  account text not null,                -- empty: all
  recipient text not null,
  given integer not null,
  until integer,                        -- null: for good
  primary key (account, recipient)
) without rowid;
INSERT INTO "permission" VALUES('','bob@example.org',20,NULL);
CREATE TABLE sending (
  id integer primary key,
  account text not null,                -- its address, in the form in which addresses are compared
  digest text not null check (length(digest) = 64), -- SHA-256 of the mail as the client sent it
  changed integer not null,
  owner integer,                        -- the process that sends it now; null: nobody does
  unique (account, digest)
);
INSERT INTO "sending" VALUES(3,'ming@example.tw','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',10,NULL);
CREATE TABLE sending_recipient (
  sending integer not null references sending (id) on delete cascade,
  recipient text not null,              -- in the form in which addresses are compared
  -- sending: the real server may have it, since no reply to its last dot is known
  state text not null check (state in ('planned', 'sending', 'accepted')),
  since integer not null,
  reply text,                           -- the server's, to accepted
  primary key (sending, recipient)
) without rowid;
INSERT INTO "sending_recipient" VALUES(3,'bob@example.org','accepted',11,'250 ok');
CREATE TABLE sent_delivery (
  mail integer not null references sent_mail (id) on delete cascade,
  position integer not null,
  outcome text not null,
  again integer not null check (again in (0, 1)), -- it may be another copy of one that arrived
  encrypted integer check (encrypted in (0, 1)), -- here; null where it was not sent
  reply text not null,                  -- the real server's; empty where there is none
  primary key (mail, position)
) without rowid;
INSERT INTO "sent_delivery" VALUES(5,0,'accepted',0,0,'250 queued');
CREATE TABLE sent_mail (
  id integer primary key,
  account text not null,
  message_id text not null,             -- one line without angle brackets; empty where it has none
  time integer not null,
  size integer not null,                -- in bytes, as the client sent it
  code integer not null,                -- what the client was told
  reply text not null,
  signed integer check (signed in (0, 1)), -- the plan; null where it did not come to one
  signed_by text,
  encrypted integer check (encrypted in (0, 1)),
  encrypted_by text,
  open_by text                          -- where one copy of several was not to be encrypted: why
);
INSERT INTO "sent_mail" VALUES(5,'ming@example.tw','2@example.tw',12,345,250,'250 ok',1,'account',0,NULL,'sign-only');
CREATE TABLE sent_obstacle (
  mail integer not null references sent_refusal (mail) on delete cascade,
  position integer not null,
  address text not null,
  kind text not null,
  reason text not null,
  primary key (mail, position)
) without rowid;
INSERT INTO "sent_obstacle" VALUES(5,0,'bob@example.org','none','no certificate');
CREATE TABLE sent_recipient (
  mail integer not null,
  delivery integer not null,
  position integer not null,
  address text not null,
  primary key (mail, delivery, position),
  foreign key (mail, delivery) references sent_delivery (mail, position) on delete cascade
) without rowid;
INSERT INTO "sent_recipient" VALUES(5,0,0,'bob@example.org');
CREATE TABLE sent_refusal (
  mail integer primary key references sent_mail (id) on delete cascade,
  cause text not null,
  asked_by text not null,               -- what asks for encryption
  sign_only text,                       -- the keyword with which it may leave unencrypted
  permissible integer not null check (permissible in (0, 1)) -- by the user's word for them all
);
INSERT INTO "sent_refusal" VALUES(5,'no-certificate','account','[sign-only]',1);
CREATE TABLE sighting (
  signature_id text primary key,
  first_seen integer not null,
  revocation text not null check (revocation in ('unknown', 'good', 'revoked')), -- of its path, then
  good_path blob                        -- SHA-256 of the fingerprints of the path that was good
) without rowid;
INSERT INTO "sighting" VALUES('abc',100,'good',X'0808080808080808080808080808080808080808080808080808080808080808');
CREATE INDEX binding_by_address on binding (address);
CREATE INDEX judged_mail_by_message_id on judged_mail (message_id);
CREATE INDEX judged_mail_by_time on judged_mail (opened, id);
CREATE INDEX judged_mail_due on judged_mail (next_look) where next_look is not null;
CREATE INDEX judged_signature_by_id on judged_signature (signature_id);
CREATE INDEX judged_signature_by_signer on judged_signature (signer);
CREATE INDEX judged_certificate_by_fingerprint on judged_certificate (fingerprint);
CREATE INDEX book_entry_by_fingerprint on book_entry (fingerprint);
CREATE INDEX directory_answer_by_expiry on directory_answer (expires);
CREATE INDEX directory_find_by_time on directory_find (found);
CREATE INDEX sending_by_time on sending (changed);
CREATE INDEX sent_mail_by_message_id on sent_mail (message_id);
CREATE INDEX sent_mail_by_time on sent_mail (time);
COMMIT;
pragma user_version = 7;
