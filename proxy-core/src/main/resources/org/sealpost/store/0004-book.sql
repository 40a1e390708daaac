-- What is known of an entry's holder, and changes of certificates. SQLite cannot alter a check
-- constraint, so the table is made anew.

create table book_entry_new (
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

insert into book_entry_new
  select address, fingerprint, not_before, source_kind, source_detail, first_seen, last_seen,
    case source_kind when 'FILE' then first_seen end, null, 0, null, null
  from book_entry;

drop table book_entry;

alter table book_entry_new rename to book_entry;

-- remove and show by fingerprint
create index book_entry_by_fingerprint on book_entry (fingerprint);

-- A certificate that came in for an address which had one. Kept until the new one is removed.
create table book_change (
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
