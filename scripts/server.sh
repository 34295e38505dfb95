# shellcheck shell=bash
# The database that the server works on, the samples in it, and the server's process.

# use_database: the embedded cluster, or the server that ASSISTANT__DATABASE names.
use_database() {
    [ -z "${ASSISTANT_DEMO_PASSWORD:-}" ] || export Demo__Password=$ASSISTANT_DEMO_PASSWORD
    if [ -n "${ASSISTANT__DATABASE:-}" ]; then return; fi
    exec 8> "$data/postgres.lock"
    flock --shared 8
    open_cluster "$data/postgres" shared_buffers=256MB max_connections=200
    make_database assistant
    export ASSISTANT__DATABASE="${cluster_connection/Database=postgres/Database=assistant}"
}

# The last one to leave turns off the light: another command may still be using the cluster.
leave_database() {
    [ -n "${cluster:-}" ] || return 0
    if flock --exclusive --nonblock 8; then stop_cluster; fi
}

serve() {
    export Data__Directory=$data ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Production}
    DOTNET_CONTENTROOT=$(dirname "$server")
    export DOTNET_CONTENTROOT
    mkdir -p "$data/logs"
    [ ! -f "$data/logs/server.log" ] || mv -f "$data/logs/server.log" "$data/logs/server.1.log"
    dotnet "$server" --urls "$url" > "$data/logs/server.log" 2>&1 < /dev/null 7>&- &
    server_process=$!
    printf '%s\n' "$server_process" > "$data/server.pid"
}

wait_until_it_answers() {
    local port=$1 waited=0
    until port_is_taken "$port"; do
        kill -0 "$server_process" 2> /dev/null || server_failed
        waited=$((waited + 1))
        [ "$waited" -lt 1200 ] || fail "The server did not answer within two minutes." "Its log is .data/logs/server.log."
        sleep 0.1
    done
}

server_failed() {
    tail -12 "$data/logs/server.log" | cut -c 1-300 | sed 's/^/    /' >&2
    if grep -q 'address already in use' "$data/logs/server.log"; then
        fail "Port $port was taken while the server started." "Start this again."
    fi
    fail "The server stopped by itself. $(likely_reason "$data/logs/server.log")" "Its log is .data/logs/server.log."
}

stop_server() {
    [ -n "${server_process:-}" ] || return 0
    kill -TERM "$server_process" 2> /dev/null || true
    local waited=0
    while kill -0 "$server_process" 2> /dev/null && [ "$waited" -lt 100 ]; do sleep 0.1; waited=$((waited + 1)); done
    kill -KILL "$server_process" 2> /dev/null || true
    wait "$server_process" 2> /dev/null || true
    rm -f "$data/server.pid"
}

# A ./run that was killed could not stop its server.
stop_leftover_server() {
    local process
    process=$(cat "$data/server.pid" 2> /dev/null) || return 0
    if tr '\0' ' ' 2> /dev/null < "/proc/$process/cmdline" | grep -qF "$server"; then
        say "Stopping the server that an interrupted start left behind ..."
        server_process=$process
        stop_server
        server_process=
    fi
    rm -f "$data/server.pid"
}

# load_samples: the demo organization with its people and three sources; once for each database and version of the samples.
load_samples() {
    local sum name
    sum=$(checksum seed-data)
    # The maintenance sample is reached by the server's port: after a new one it is connected anew.
    name=samples-$(printf '%s' "$ASSISTANT__DATABASE" | sed 's/Password=[^;]*//' | sha256sum | cut -c 1-12)
    stamped "$name" "$sum" && return 0
    say "Making the sample data ..."
    logged samples dotnet "$samples" "$data/samples" --postgres "$ASSISTANT__DATABASE"
    logged seed timeout 240 dotnet "$server" seed --samples "$data/samples"
    stamp "$name" "$sum"
}
