# To be sourced before anything else. Scripts that install something once do so alone, because several tests and
# scripts may ask for the same thing at the same time.

installer=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")

# Begins the script again with its arguments as soon as no other process is in it; it then finds what was installed
# meanwhile. Systems without flock, such as macOS, go on as they are.
alone() {
    if [ "${CASEBOOK_ALONE:-}" = "$installer" ] || ! command -v flock >/dev/null; then return 0; fi
    # -o: a daemon that is installed and started must not keep the lock.
    exec env CASEBOOK_ALONE="$installer" flock -o "$installer" "$installer" "$@"
}

has_packages() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# Installs Debian packages: install_packages NAME… Different scripts may want different ones at once.
install_packages() {
    local here=${BASH_SOURCE[0]}
    export DEBIAN_FRONTEND=noninteractive
    flock -o "$here" apt-get update -qq >&2
    flock -o "$here" apt-get install -y -qq --no-install-recommends "$@" >&2
}
