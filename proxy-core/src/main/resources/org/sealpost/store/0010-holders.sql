-- Whether opened mails were encrypted; null: nobody kept it.
alter table judged_mail add column encryption text;

-- The names of the holders of the book's certificates as people read them, in lower case. Filled when
-- somebody looks for a name; what is missing is not in the book or was not looked for yet.
create table holder (
  fingerprint blob primary key references certificate (fingerprint) on delete cascade,
  name text not null
) without rowid;
