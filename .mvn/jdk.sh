# Finds a JDK of at least 25 and exports JAVA_HOME, or exits with one sentence. POSIX sh, sourced by
# ../mvnw and ../tailrace, because `java` on the PATH is often an older one.

tailrace_is_good_jdk() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    # The release file of a JDK answers without starting a JVM; a few builds have none.
    tailrace_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    if [ -z "$tailrace_version" ]; then
        tailrace_version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    fi
    [ "${tailrace_version:-0}" -ge 25 ]
}

tailrace_jdk_on_path() {
    tailrace_javac=$(command -v javac 2>/dev/null) || return 0
    tailrace_javac=$(readlink -f "$tailrace_javac" 2>/dev/null) || return 0
    dirname "$(dirname "$tailrace_javac")"
}

tailrace_find_jdk() {
    for tailrace_jdk in "${JAVA_HOME:-}" "$(tailrace_jdk_on_path)"; do
        if tailrace_is_good_jdk "$tailrace_jdk"; then
            JAVA_HOME=$tailrace_jdk
            return 0
        fi
    done
    for tailrace_jdk in \
        /usr/lib/jvm/* /opt/java/* \
        ${HOME:+"$HOME"/.sdkman/candidates/java/*} \
        ${HOME:+"$HOME"/.jdks/*} \
        ${HOME:+"$HOME"/.local/share/mise/installs/java/*} \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if tailrace_is_good_jdk "$tailrace_jdk"; then
            JAVA_HOME=$tailrace_jdk
            return 0
        fi
    done
    if [ -x /usr/libexec/java_home ]; then
        tailrace_jdk=$(/usr/libexec/java_home -v 25+ 2>/dev/null) || return 1
        if tailrace_is_good_jdk "$tailrace_jdk"; then
            JAVA_HOME=$tailrace_jdk
            return 0
        fi
    fi
    return 1
}

if tailrace_find_jdk; then
    export JAVA_HOME
else
    echo "Tailrace needs a JDK of at least 25 and found none: install one (such as Temurin 25) or set JAVA_HOME to it." >&2
    exit 1
fi
