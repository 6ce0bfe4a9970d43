#!/bin/bash
# Runs lines in a host with a dockerd of its own: run.sh BACKEND FOLDER <LINES, inside `unshare -nmpf --mount-proc`.
# Each line's output and status go to FOLDER/o and FOLDER/e, in pieces as real.ts reads them.
set -eu
backend=$1 folder=$2
bin=$folder/bin image=$folder/image
mkdir -p "$bin" "$image/bin"
ln -s /usr/bin/docker "$bin/docker" # Debian's, wherever else there is one
for name in iptables iptables-save iptables-restore; do ln -s "$(which "xtables-$backend-multi")" "$bin/$name"; done
export PATH=$bin:$PATH XTABLES_LOCKFILE=$folder/lock DOCKER_HOST=unix://$folder/sock

mount --make-rprivate /
ip link set lo up
ip link add eth0 type veth peer name other
ip addr add 192.0.2.10/24 dev eth0
ip link set eth0 up
ip link set other up

dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" --host "$DOCKER_HOST" \
  --storage-driver vfs --iptables=true --ip6tables=false >"$folder/log" 2>&1 &
for _ in $(seq 100); do docker info >/dev/null 2>&1 && break; sleep 0.1; done

# Two images, each a busybox that was linked statically.
cp "$(which busybox)" "$image/bin/busybox"
for name in httpd sleep; do ln -s busybox "$image/bin/$name"; done
tar -C "$image" -cf "$folder/image.tar" .
docker import -c 'CMD ["httpd","-f","-p","80"]' "$folder/image.tar" web >/dev/null
docker import -c 'CMD ["sleep","infinity"]' "$folder/image.tar" app >/dev/null

busybox httpd -f -p 22 -h "$folder" & # the host's own listener
ssh=$!

set +eu
exec 3>"$folder/o" 4>"$folder/e" 5<&0
while IFS= read -r line <&5; do
  # A host without a daemon is one where the client does not know of it.
  case $line in 'visitor# '*) run="unset DOCKER_HOST; ${line#* }" ;; *) run=$line ;; esac
  bash -c "$run" >&3 2>&4 </dev/null
  printf '\036%s\035' $? >&3
  printf '\035' >&4
done
containers=$(docker ps -aq)
[ -z "$containers" ] || docker rm -f $containers >/dev/null
kill %1 $ssh
wait
umount -R "$folder/data" 2>/dev/null
exit 0
