# To be sourced: runs a command under a heading, and says how long it took in a form that .ci/run reads.

step() {
    local name=$1 start=$SECONDS status=0
    shift
    printf '\n== %s\n' "$name"
    "$@" || status=$?
    printf '(%s s) %s\n' $((SECONDS - start)) "$name"
    return "$status"
}
