-- What became of mails on their way out, so that nobody gets one twice when a mail client tries
-- again. Times are milliseconds since 1970.

create table sending (
  id integer primary key,
  account text not null,                -- its address, in the form in which addresses are compared
  digest text not null check (length(digest) = 64), -- SHA-256 of the mail as the client sent it
  changed integer not null,
  owner integer,                        -- the process that sends it now; null: nobody does
  unique (account, digest)
);

create index sending_by_time on sending (changed);

create table sending_recipient (
  sending integer not null references sending (id) on delete cascade,
  recipient text not null,              -- in the form in which addresses are compared
  -- sending: the real server may have it, since no reply to its last dot is known
  state text not null check (state in ('planned', 'sending', 'accepted')),
  since integer not null,
  reply text,                           -- the server's, to accepted
  primary key (sending, recipient)
) without rowid;

-- What was sent and what was refused, to be shown. No subject, no content. Times are milliseconds
-- since 1970.

create table sent_mail (
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

create index sent_mail_by_message_id on sent_mail (message_id);
create index sent_mail_by_time on sent_mail (time);

create table sent_delivery (
  mail integer not null references sent_mail (id) on delete cascade,
  position integer not null,
  outcome text not null,
  again integer not null check (again in (0, 1)), -- it may be another copy of one that arrived
  encrypted integer check (encrypted in (0, 1)), -- here; null where it was not sent
  reply text not null,                  -- the real server's; empty where there is none
  primary key (mail, position)
) without rowid;

create table sent_recipient (
  mail integer not null,
  delivery integer not null,
  position integer not null,
  address text not null,
  primary key (mail, delivery, position),
  foreign key (mail, delivery) references sent_delivery (mail, position) on delete cascade
) without rowid;

-- A mail that was refused because it could not be encrypted as it must be, and who is in the way.
create table sent_refusal (
  mail integer primary key references sent_mail (id) on delete cascade,
  cause text not null,
  asked_by text not null,               -- what asks for encryption
  sign_only text,                       -- the keyword with which it may leave unencrypted
  permissible integer not null check (permissible in (0, 1)) -- by the user's word for them all
);

create table sent_obstacle (
  mail integer not null references sent_refusal (mail) on delete cascade,
  position integer not null,
  address text not null,
  kind text not null,
  reason text not null,
  primary key (mail, position)
) without rowid;
