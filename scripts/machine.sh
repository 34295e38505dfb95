# shellcheck shell=bash
# What the machine must have, and how the rest is installed.

check_machine() {
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] \
        || fail "This runs on 64-bit Linux on Intel or AMD processors; this machine is $(uname -s) $(uname -m)."
    command -v dotnet > /dev/null \
        || fail "The .NET 10 SDK is missing: there is no 'dotnet'." "Install the SDK (package dotnet-sdk-10.0 of Microsoft or Ubuntu), then start this again."
    dotnet --list-sdks 2> /dev/null | grep -q '^10\.' \
        || fail "The .NET 10 SDK is missing. Installed: $(dotnet --list-sdks 2> /dev/null | cut -d ' ' -f 1 | tr '\n' ' ')" "Install the SDK (package dotnet-sdk-10.0), then start this again."
    command -v node > /dev/null && command -v npm > /dev/null \
        || fail "Node is missing: there is no 'node' or no 'npm'." "Install Node 18 or newer with npm (Debian and Ubuntu: apt-get install nodejs npm), then start this again."
    [ "$(node --version | sed 's/v\([0-9]*\).*/\1/')" -ge 18 ] \
        || fail "Node is too old: $(node --version)." "Install Node 18 or newer."
    mkdir -p "$data" 2> /dev/null && [ -w "$data" ] \
        || fail "This folder cannot be written: $root" "Run as the user it belongs to, or clone the repository to a place of your own."
}

# needs_disk MEGABYTES: before the heavy steps, so that a full disk is told in words and not by a broken build.
needs_disk() {
    local free
    free=$(df -Pm "$data" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$1" ] || fail "The disk is nearly full: $free MB free, $1 MB needed." "Make room on the disk that holds $root, then start this again."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]; }

# install_packages PACKAGE...: those of the distribution's packages that are missing.
install_packages() {
    local missing=() package
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get > /dev/null || fail "Missing on this machine: ${missing[*]}. There is no apt-get to install them with." "Install them by hand, then start this again."
    may_install "${missing[@]}"
    say "Installing ${missing[*]} ..."
    apt_lists
    logged apt-install as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
        install -y --no-install-recommends "${missing[@]}"
}

may_install() {
    [ "$(id -u)" != 0 ] || return 0
    if command -v sudo > /dev/null; then
        sudo -n true 2> /dev/null && return 0
        if [ -t 0 ]; then
            say "Installing needs administrator rights; sudo may ask for your password."
            sudo -v && return 0
        fi
    fi
    fail "Missing: $*. Installing them needs administrator rights, which $(id -un) does not have here." \
        "Run once as root:  apt-get update && apt-get install -y --no-install-recommends $*" "Then start this again."
}

# The lists are fetched once a command: on a fresh machine there are none, on an old one they name versions that are gone.
apt_lists() {
    [ -z "${lists_are_fresh:-}" ] || return 0
    logged apt-update as_root apt-get -o DPkg::Lock::Timeout=120 update
    lists_are_fresh=yes
}

# can_install PACKAGE: the distribution has it. Call apt_lists first.
can_install() { [ -n "$(apt-cache policy "$1" 2> /dev/null | sed -n 's/ *Candidate: \([^(].*\)/\1/p')" ]; }
