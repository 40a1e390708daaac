-- What directories said last, also that they have nothing, until it expires. Times are seconds since 1970.
create table directory_answer (
  directory text not null,
  address text not null,
  asked integer not null,
  expires integer not null,
  primary key (directory, address)
) without rowid;

create index directory_answer_by_expiry on directory_answer (expires);

create table directory_certificate (
  directory text not null,
  address text not null,
  place integer not null,
  fingerprint blob not null references certificate (fingerprint),
  primary key (directory, address, place)
) without rowid;

-- For whom a directory had a certificate that could be used, and when it last had; stays when the answer expires.
create table directory_find (
  address text primary key,
  directory text not null,
  found integer not null
) without rowid;

create index directory_find_by_time on directory_find (found);
