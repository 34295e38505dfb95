# shellcheck shell=bash
# How the commands speak: short lines, and when something is wrong, what it is and what to do about it.

say() { printf '%s\n' "$*" >&2; }

# fail "what is wrong" ["what to do"]...: says it and ends the command.
fail() {
    printf '\n%s\n' "$1" >&2
    shift
    local advice
    for advice in "$@"; do printf '  -> %s\n' "$advice" >&2; done
    exit 1
}

# logged NAME COMMAND...: runs the command with its output in a log; shows the end of the log and the likely reason when it fails.
logged() {
    local name=$1 log="$data/logs/$1.log"
    shift
    mkdir -p "$data/logs"
    if "$@" > "$log" 2>&1 < /dev/null; then return 0; fi
    printf '\nThis did not work: %s\n' "$*" >&2
    grep -E 'error|Error|ERR|E: |fatal|FATAL|denied|failed' "$log" | sort -u | head -8 | cut -c 1-300 | sed 's/^/    /' >&2 || true
    fail "$(likely_reason "$log")" "The whole output is in ${log#"$root"/}." "Put it right and start the same command again: it goes on where it stopped."
}

likely_reason() {
    if grep -qiE 'no space left|disk full|ENOSPC' "$1"; then
        echo "The disk is full ($(df -Ph "$root" | awk 'NR == 2 { print $4 }') free here)."
    elif grep -qiE 'could not resolve|temporary failure resolving|name or service not known|NU1301|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network is unreachable|failed to fetch|unable to load the service index|unable to connect' "$1"; then
        echo "A package source could not be reached. Is there a network, or a proxy that must be set?"
    elif grep -qiE 'could not get lock|unable to acquire the dpkg' "$1"; then
        echo "Another program is installing packages just now. Wait for it to end."
    elif grep -qiE 'permission denied|EACCES|are you root' "$1"; then
        echo "Rights are missing: a file or folder belongs to somebody else."
    else
        echo "The reason is not one that this command knows."
    fi
}

# port_is_taken PORT: somebody listens there on this machine.
port_is_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# who_listens PORT: the program and its process, where that can be seen.
who_listens() {
    command -v ss > /dev/null || return 0
    ss -Hltnp "sport = :$1" 2> /dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p' | head -1
}

# checksum FILE-OR-FOLDER...: one line that changes when any byte or name below changes.
checksum() {
    { find "$@" -type f -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/wwwroot/_framework/*' -not -path '*/wwwroot/lib/*' -print0 2> /dev/null || true; } \
        | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

stamped() { [ "$(cat "$data/stamps/$1" 2> /dev/null)" = "$2" ]; }
stamp() { mkdir -p "$data/stamps"; printf '%s\n' "$2" > "$data/stamps/$1"; }
