#!/bin/sh
# Boots a Debian system from a folder, in namespaces and control groups of its own, until standard input ends; then
# nothing of it is left, whatever runs in it. The folder itself stays as it is.
#
#   machine.sh ROOT WORK OPTION...    options are systemd-nspawn's
set -e
root=$1
work=$2
shift 2
name=sealpost-machine-$$

# Where this process is in the hierarchies that systemd manages, as folders.
groups() {
  while IFS=: read -r _ controllers path; do
    case $controllers in
      '') for folder in /sys/fs/cgroup/unified /sys/fs/cgroup; do
        [ ! -e "$folder/cgroup.procs" ] || { echo "$folder$path"; break; }
      done ;;
      name=systemd) echo "/sys/fs/cgroup/systemd$path" ;;
    esac
  done </proc/self/cgroup
}

before=$(groups)
for group in $before; do
  mkdir "$group/$name"
  echo $$ >"$group/$name/cgroup.procs"
done

unshare --mount --pid --fork --kill-child=KILL --mount-proc sh -e -c '
  root=$1
  work=$2
  shift 2
  mount --make-rprivate /
  mount -t tmpfs -o mode=755 machine "$work"
  mkdir "$work/changed" "$work/overlay" "$work/root"
  mount -t overlay -o "lowerdir=$root,upperdir=$work/changed,workdir=$work/overlay" machine "$work/root"
  systemd-nspawn --directory="$work/root" --boot --register=no --keep-unit --machine=sealpost --console=pipe \
    --resolv-conf=off --timezone=off --quiet "$@" </dev/null >&2 &
  echo booting
  cat >/dev/null
' sh "$root" "$work" "$@" || true

for group in $before; do
  echo $$ >"$group/cgroup.procs"
  # What was killed is not gone at once.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    find "$group/$name" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.2
  done
done
