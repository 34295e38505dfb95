# shellcheck shell=bash
# What only the tests need: a browser with fonts, and PostgreSQL's own parser to compare ours with.

install_browser() {
    install_packages fonts-liberation fonts-dejavu-core fonts-noto-color-emoji
    if find_browser; then return; fi
    apt_lists
    # Ubuntu's package of this name only fetches a snap, which does not run in a container.
    if can_install chromium && ! grep -q '^ID=ubuntu' /etc/os-release; then
        install_packages chromium
        find_browser || fail "Chromium was installed, but there is no program of that name."
    else
        browser_by_playwright
    fi
}

find_browser() {
    local name
    [ -z "${ASSISTANT_CHROMIUM:-}" ] || return 0
    for name in chromium google-chrome google-chrome-stable; do
        # A snap's starter is a script or a link into /snap.
        if command -v "$name" > /dev/null && [[ $(realpath "$(command -v "$name")") != */snap* ]]; then
            ASSISTANT_CHROMIUM=$(command -v "$name")
            export ASSISTANT_CHROMIUM
            return 0
        fi
    done
    return 1
}

# Where the distribution has no browser package, the driver that Playwright's package brings along fetches one.
browser_by_playwright() {
    local driver cli
    say "Fetching a browser for the tests ..."
    logged restore-browser dotnet restore tests/Assistant.EndToEnd
    driver=$(dotnet nuget locals global-packages --list | sed 's/.*: //')microsoft.playwright
    driver=$(compgen -G "$driver/*/.playwright" | sort -V | tail -1)
    cli=$driver/package/cli.js
    [ -f "$cli" ] || fail "There is no browser for the tests." "Install Chromium or Google Chrome and start this again with ASSISTANT_CHROMIUM set to its path."
    as_root env "PATH=$PATH" node "$cli" install-deps chromium > "$data/logs/browser-parts.log" 2>&1 || true
    PLAYWRIGHT_BROWSERS_PATH=$data/browser logged browser node "$cli" install chromium
    ASSISTANT_CHROMIUM=$(find "$data/browser" -type f -name chrome | head -1)
    export ASSISTANT_CHROMIUM
}

# libpg-query has its version in its name, another one in each distribution.
install_oracle() {
    local name
    ! ldconfig -p | grep -q 'libpg_query\.so' || return 0
    apt_lists
    name=$(apt-cache search --names-only '^libpg-query[0-9.]+$' | cut -d ' ' -f 1 | sort -V | tail -1)
    if [ -n "$name" ]; then install_packages "$name"; else say "This distribution has no libpg-query: the comparison with PostgreSQL's own parser is left out."; fi
}
