# shellcheck shell=bash
# Builds what changed. A stamp holds the checksum of the sources that the last build was made from.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build servers would stay in memory after Ctrl-C.
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

server=$root/artifacts/publish/Assistant.Server/release/Assistant.Server.dll
evals=$root/artifacts/bin/Assistant.Evals/release/Assistant.Evals.dll
samples=$root/artifacts/bin/Assistant.Samples/release/Assistant.Samples.dll

build_inputs=(Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt package-lock.json src prompts docs)

install_npm_parts() {
    local sum
    sum=$(checksum package-lock.json)
    [ -d node_modules ] && stamped npm "$sum" && return 0
    say "Fetching the npm parts ..."
    logged npm npm ci --no-audit --no-fund --loglevel=error
    stamp npm "$sum"
}

# In a pipeline the lock files must already say what is restored.
locked() { [ "${CI:-}" = true ] && echo -p:RestoreLockedMode=true; return 0; }

# built NAME OUTPUT COMMAND... -- INPUT...: runs the command when an input changed or the output is missing.
built() {
    local name=$1 output=$2 command=() sum
    shift 2
    while [ "$1" != -- ]; do command+=("$1"); shift; done
    shift
    sum=$(cd "$root" && checksum "$@")
    [ -f "$output" ] && stamped "$name" "$sum" && return 0
    needs_disk 1500
    say "Building $name ..."
    # shellcheck disable=SC2046  # one word or none
    logged "build-$name" "${command[@]}" --nologo -v quiet -c Release $(locked)
    stamp "$name" "$sum"
}

# Compiled ahead of time it starts, and answers first, in half the time. The compiler is a package: without it the server is slower, no more.
publish_server() {
    dotnet publish src/Assistant.Server -o "$(dirname "$server")" -r linux-x64 --self-contained false -p:PublishReadyToRun=true "$@" \
        || dotnet publish src/Assistant.Server -o "$(dirname "$server")" "$@"
}

build_server() { built server "$server" publish_server -- "${build_inputs[@]}"; }
build_evals() { built evals "$evals" dotnet build tests/Assistant.Evals -- "${build_inputs[@]}" tests/Assistant.Evals tests/Assistant.Testing; }
build_samples() { built samples "$samples" dotnet build seed-data -- Directory.Build.props Directory.Packages.props global.json seed-data; }
