-- The user's decisions; at most one on each certificate.
create table decision (
  fingerprint blob primary key references certificate (fingerprint),
  kind text not null check (kind in ('ALLOW', 'DENY')),
  made integer not null,
  until integer,
  note text not null
) without rowid;

-- Addresses that are a certificate's holder's by the user's word.
create table binding (
  fingerprint blob not null references certificate (fingerprint),
  address text not null,
  since integer not null,
  primary key (fingerprint, address)
) without rowid;

create index binding_by_address on binding (address);

-- Anchors that the user brought in. The scope has an address or @domain a line; empty, it is all.
create table imported_anchor (
  fingerprint blob primary key references certificate (fingerprint),
  file text not null,
  imported integer not null,
  scope text not null
) without rowid;
