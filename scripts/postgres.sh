# shellcheck shell=bash
# A PostgreSQL cluster of our own from the installed programs. The system's own cluster is neither used nor touched.

# find_postgres: sets postgres_bin and postgres_major to the newest installed version that has pgvector, else to the newest.
find_postgres() {
    local bin major
    postgres_bin=
    for bin in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -V); do
        [ -x "$bin/initdb" ] || continue
        major=$(basename "$(dirname "$bin")")
        [ "$major" -ge 14 ] || continue
        if [ -f "/usr/share/postgresql/$major/extension/vector.control" ] || [ -z "$postgres_bin" ] \
            || [ ! -f "/usr/share/postgresql/$postgres_major/extension/vector.control" ]; then
            postgres_bin=$bin postgres_major=$major
        fi
    done
    [ -n "$postgres_bin" ]
}

install_postgres() {
    if ! find_postgres; then
        may_install postgresql
        # The package would make and start a cluster for the whole machine; nobody asked for that.
        local settings=/etc/postgresql-common/createcluster.d no_cluster=/etc/postgresql-common/createcluster.d/assistant-none.conf
        as_root mkdir -p "$settings"
        printf 'create_main_cluster = false\n' | as_root tee "$no_cluster" > /dev/null
        install_packages postgresql
        as_root rm -f "$no_cluster"
        find_postgres || fail "PostgreSQL was installed, but its programs are not under /usr/lib/postgresql."
    fi
    install_pgvector "$postgres_major"
}

# PostgreSQL refuses to run as root: then it runs as the system user of its package, or as one made for it.
postgres_user() {
    if [ "$(id -u)" != 0 ]; then id -un; return; fi
    id postgres > /dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
    echo postgres
}

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid="$cluster_user" --regid="$cluster_user" --init-groups env HOME=/tmp "$@")
    else
        "$@"
    fi
}

# open_cluster FOLDER [SETTING...]: makes the cluster when there is none, starts it when it does not run, and sets
# cluster_connection for the owner. started_cluster says whether it was started here.
open_cluster() {
    local folder=$1
    shift
    cluster_user=$(postgres_user)
    cluster=$(reachable_folder "$folder")
    started_cluster=
    [ -f "$cluster/PG_VERSION" ] || make_cluster
    [ "$(cat "$cluster/PG_VERSION")" = "$postgres_major" ] || use_version "$(cat "$cluster/PG_VERSION")"
    if ! cluster_runs; then start_cluster "$@"; fi
    cluster_port=$(sed -n 4p "$cluster/postmaster.pid")
    cluster_connection="Host=127.0.0.1;Port=$cluster_port;Username=postgres;Password=$(cat "$cluster.password");Database=postgres"
}

# As root the cluster belongs to another user, who must be able to walk to it. Where a parent is closed (a home folder),
# the files lie under /var/lib and the folder is a link to them; nobody's rights are widened.
reachable_folder() {
    local folder=$1 place
    if [ -e "$folder" ] || [ "$(id -u)" != 0 ]; then realpath -m "$folder"; return; fi
    mkdir -p "$(dirname "$folder")"
    if as_postgres test -x "$(dirname "$folder")"; then echo "$folder"; return; fi
    place=/var/lib/assistant/$(printf '%s' "$folder" | sha256sum | cut -c 1-12)/$(basename "$folder")
    mkdir -p "$(dirname "$place")"
    chmod 755 /var/lib/assistant "$(dirname "$place")"
    ln -sfn "$place" "$folder"
    echo "$place"
}

make_cluster() {
    say "Making a PostgreSQL $postgres_major cluster in $cluster ..."
    # What an interrupted start left behind is no cluster yet.
    rm -rf "$cluster"
    install -d -m 700 "$cluster"
    (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$cluster.password")
    [ "$(id -u)" != 0 ] || chown "$cluster_user:" "$cluster" "$cluster.password"
    logged initdb as_postgres "$postgres_bin/initdb" --pgdata="$cluster" --username=postgres --pwfile="$cluster.password" \
        --auth="${cluster_auth:-scram-sha-256}" --encoding=UTF8 --locale=C.UTF-8 --no-instructions
    [ "$(id -u)" != 0 ] || chown root: "$cluster.password"
}

use_version() {
    postgres_bin=/usr/lib/postgresql/$1/bin
    [ -x "$postgres_bin/postgres" ] || fail "The data in $cluster were made by PostgreSQL $1, which is no longer installed (version $postgres_major is)." \
        "Install postgresql-$1 again, or move $cluster away to start with an empty one."
    postgres_major=$1
    install_pgvector "$1"
}

# cluster_runs: a server works in this very folder. A number left by a crash may by now be another program's.
cluster_runs() {
    local process
    process=$(head -1 "$cluster/postmaster.pid" 2> /dev/null) || return 1
    if [ -n "$process" ] && [ "$(as_postgres readlink "/proc/$process/cwd" 2> /dev/null)" = "$cluster" ]; then return 0; fi
    say "PostgreSQL was not stopped properly last time; it will recover by itself."
    rm -f "$cluster/postmaster.pid"
    return 1
}

start_cluster() {
    local port try setting settings=()
    for setting in "$@"; do settings+=(-c "$setting"); done
    for try in 1 2 3 4 5 6 7 8; do
        port=$(kept_port "$try")
        # Lock files are not for it to inherit: it would hold them after we are gone.
        as_postgres "$postgres_bin/pg_ctl" start --silent --wait --timeout=120 --pgdata="$cluster" --log="$cluster/server.log" \
            --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' ${settings[*]}" > /dev/null 2>&1 < /dev/null 7>&- 8>&- && break
        grep -q 'could not create any TCP/IP sockets\|Address already in use' "$cluster/server.log" && [ "$try" -lt 8 ] && continue
        mkdir -p "$data/logs" && tail -40 "$cluster/server.log" > "$data/logs/postgres.log" 2> /dev/null || true
        tail -4 "$cluster/server.log" 2> /dev/null | sed 's/^/    /' >&2
        fail "PostgreSQL did not start. $(likely_reason "$data/logs/postgres.log")" "Its log is $cluster/server.log."
    done
    printf '%s\n' "$port" > "$cluster.port"
    started_cluster=yes
}

# make_database NAME: in the open cluster, when it is not there yet.
make_database() {
    local psql=(env "PGPASSWORD=$(cat "$cluster.password")" "$postgres_bin/psql" --no-psqlrc --quiet --tuples-only --no-align
        --host=127.0.0.1 --port="$cluster_port" --username=postgres --dbname=postgres)
    [ "$("${psql[@]}" --command="SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ] || "${psql[@]}" --command="CREATE DATABASE $1"
}

stop_cluster() {
    [ -n "${cluster:-}" ] && [ -f "$cluster/postmaster.pid" ] || return 0
    as_postgres "$postgres_bin/pg_ctl" stop --silent --mode=fast --timeout=30 --pgdata="$cluster" > /dev/null 2>&1 < /dev/null || true
}

# kept_port TRY: the port of the last start, which connected sources may name; another one where a program has taken it meanwhile.
kept_port() {
    local port
    port=$(cat "$cluster.port" 2> /dev/null) || port=
    if [ "$1" = 1 ] && [ -n "$port" ] && ! port_is_taken "$port"; then echo "$port"; else free_port; fi
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        port_is_taken "$port" || { echo "$port"; return; }
    done
}
