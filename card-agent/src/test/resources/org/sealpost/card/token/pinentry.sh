#!/bin/sh
# A pinentry that answers as the file beside it says and notes what it is told.
answer=$(cat "$0.answer")
echo "OK Pleased to meet you"
while read -r line; do
  printf '%s\n' "$line" >> "$0.log"
  case "$line" in
    BYE*) echo "OK closing connection"; exit 0 ;;
    CONFIRM*)
      [ "$answer" != hang ] || sleep 600
      echo OK ;;
    GETPIN*)
      case "$answer" in
        D*) printf '%s\nOK\n' "$answer" ;;
        ERR*) printf '%s\n' "$answer" ;;
        empty) echo OK ;;
        hang) sleep 600 ;;
        crash) exit 1 ;;
        *)
          # The name of a pipe: answers when something is written to it.
          echo "S WAITING"
          read -r later < "$answer"
          printf '%s\nOK\n' "$later" ;;
      esac ;;
    SETTIMEOUT*) echo "ERR 83886355 Unknown command <Pinentry>" ;;
    *) echo OK ;;
  esac
done
