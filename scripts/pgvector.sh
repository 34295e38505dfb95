# shellcheck shell=bash
# pgvector for the installed PostgreSQL: the distribution's package where there is one, else a build of Debian's own source.

pgvector_source=0.8.0-1

install_pgvector() {
    local major=$1
    [ ! -f "/usr/share/postgresql/$major/extension/vector.control" ] || return 0
    may_install "postgresql-$major-pgvector"
    apt_lists
    if can_install "postgresql-$major-pgvector"; then
        install_packages "postgresql-$major-pgvector"
    else
        say "Building pgvector for PostgreSQL $major from Debian's source ..."
        install_packages gcc make libc6-dev
        logged pgvector build_pgvector "$major"
    fi
}

# The development package of the server would bring a whole compiler suite along for just-in-time code, which pgvector
# does not need: its files are unpacked beside the build instead, and nothing but pgvector itself is installed.
build_pgvector() (
    set -euo pipefail
    local major=$1 work archive apart
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work"/{sources,lists/partial,cache/archives/partial,development}
    chmod -R a+rwX "$work"
    cd "$work"
    apt-get download "postgresql-server-dev-$major"
    dpkg-deb -x postgresql-server-dev-*.deb development

    # The source of a newer Debian, from the archive that apt already uses, with lists of their own: nothing else is upgraded by it.
    archive=$(debian_archive)
    printf 'Types: deb-src\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
        "$archive" > sources/pgvector.sources
    apart=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/sources" -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache")
    apt-get "${apart[@]}" update
    apt-get "${apart[@]}" source --download-only "pgvector=$pgvector_source"
    tar -xzf "pgvector_${pgvector_source%-*}.orig.tar.gz"
    local server="$work/development/usr/include/postgresql/$major/server"
    local settings=(OPTFLAGS= with_llvm=no "PG_CONFIG=/usr/lib/postgresql/$major/bin/pg_config" "includedir_server=$server")
    cd pgvector-*/
    # No tuning to this very processor: the folder may move to another machine.
    make -s -j"$(nproc)" "${settings[@]}"
    as_root make -s install "${settings[@]}"
)

# The archive in apt's own settings, in either of the two forms they are written in.
debian_archive() {
    awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2> /dev/null | grep . && return 0
    awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^(https?|mirror)/ && $i !~ /security/) { print $i; exit } }' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null | grep . && return 0
    echo "apt's settings name no Debian archive" >&2
    return 1
}
