-- Verdicts on opened mails. No subject, no content, no recipient. Times are seconds since 1970.

create table judged_mail (
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

create index judged_mail_by_message_id on judged_mail (message_id);
create index judged_mail_by_time on judged_mail (opened, id);
create index judged_mail_due on judged_mail (next_look) where next_look is not null;

-- As written in the mail, unlike in the book: judging again needs them so.
create table judged_from (
  mail integer not null references judged_mail (id) on delete cascade,
  position integer not null,
  address text not null,
  primary key (mail, position)
) without rowid;

create table judged_signature (
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

create index judged_signature_by_id on judged_signature (signature_id);
create index judged_signature_by_signer on judged_signature (signer);

-- The path from the signer to the anchor, with what was known of each one's revocation.
create table judged_certificate (
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

create index judged_certificate_by_fingerprint on judged_certificate (fingerprint);

-- When a signature whose mathematics hold was first met here, by our clock alone; rounded up, since
-- it proves that the signature is not younger.
create table sighting (
  signature_id text primary key,
  first_seen integer not null,
  revocation text not null check (revocation in ('unknown', 'good', 'revoked')), -- of its path, then
  good_path blob                        -- SHA-256 of the fingerprints of the path that was good
) without rowid;
