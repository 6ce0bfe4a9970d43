/**
 * /lib/lsb/init-functions: what init scripts print with, as it is where no terminal listens; and what starts and stops
 * programs, which ends in the refusal of `start-stop-daemon` or `pidof`. Reference: Debian's lsb-base 11.6.
 */
export const lsbFunctions = `log_begin_msg() { [ -n "\${1:-}" ] || return 1; echo -n "$@"; }
log_daemon_msg() {
  [ -n "\${1:-}" ] || return 1
  echo -n "$1:\${2:+ $2}"
}
log_progress_msg() { [ -n "\${1:-}" ] || return 1; echo -n " $@"; }
log_end_msg() {
  [ -n "\${1:-}" ] || return 1
  case $1 in
    0) echo . ;;
    255) echo ' (warning).' ;;
    *) echo ' failed!' ;;
  esac
  return $1
}
log_success_msg() { if [ -n "\${1:-}" ]; then log_begin_msg "$@"; fi; log_end_msg 0; }
log_failure_msg() { if [ -n "\${1:-}" ]; then log_begin_msg "$@" ...; fi; log_end_msg 1 || true; }
log_warning_msg() { if [ -n "\${1:-}" ]; then log_begin_msg "$@" ...; fi; log_end_msg 255 || true; }
log_action_msg() { echo "$@."; }
log_action_begin_msg() { echo -n "$@..."; }
log_action_cont_msg() { echo -n "$@..."; }
log_action_end_msg() {
  if [ "$1" -eq 0 ]; then echo "done\${2:+ ($2)}."; else echo "failed\${2:+ ($2)}."; fi
}
start_daemon() { start-stop-daemon --start "$@"; }
killproc() { start-stop-daemon --stop "$@"; }
pidofproc() { pidof "$@"; }
status_of_proc() { pidof "$@"; }
init_is_upstart() { return 1; }
`;
