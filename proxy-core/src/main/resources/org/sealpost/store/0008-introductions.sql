-- Whom an account asked for a signed answer. Times are seconds since 1970.
create table introduction (
  account text not null,                -- its address; both in the form in which they are compared
  address text not null,
  introduced integer not null,          -- the last time
  answered integer,                     -- when a certificate to encrypt to came; null: not yet
  primary key (account, address)
) without rowid;

create index introduction_by_address on introduction (address);
