-- Whom the user may write to without encryption. Times are seconds since 1970; addresses are in the
-- one form in which they are compared.
create table permission (
  account text not null,                -- empty: all
  recipient text not null,
  given integer not null,
  until integer,                        -- null: for good
  primary key (account, recipient)
) without rowid;
