-- What people are told is kept in both languages, since the words of a later release may differ.
-- Null: the same as in English, as what a real server said, and what was told before.

alter table sent_mail add column reply_zh_tw text;
alter table sent_obstacle add column reason_zh_tw text;
