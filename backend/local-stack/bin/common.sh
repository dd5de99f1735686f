# Sourced by the other scripts here. HTTP without any program that may be missing, and the names of AOT caches.

port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 12000))
        port_is_taken "$candidate" || break
    done
    echo "$candidate"
}

answers_200() { # port, path
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
        read -r -t 5 _ status _ <&3 && [[ $status == 200 ]]
    ) 2>/dev/null
}

# A cache fits one JDK only.
aot_cache() { # app folder, part
    echo "$1/$2/app-$(cksum <"$JAVA_HOME/release" | tr -dc 0-9).aot"
}
