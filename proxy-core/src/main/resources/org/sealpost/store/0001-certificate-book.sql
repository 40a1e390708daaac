-- Times are seconds since 1970; fingerprints are the SHA-256 of the DER encoding.

create table certificate (
  fingerprint blob primary key check (length(fingerprint) = 32),
  der blob not null
) without rowid;

-- Whom to encrypt to; addresses in the one form in which they are compared.
create table book_entry (
  address text not null,
  fingerprint blob not null references certificate (fingerprint),
  not_before integer not null,
  source_kind text not null check (source_kind in ('MAIL', 'FILE')),
  source_detail text not null,
  first_seen integer not null,
  last_seen integer not null,
  primary key (address, fingerprint)
) without rowid;

-- Certificates of CAs that may stand between an entry and an anchor.
create table intermediate (
  fingerprint blob primary key references certificate (fingerprint)
) without rowid;
