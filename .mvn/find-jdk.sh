# Sourced by weir and verify. find_jdk sets JDK to a JDK 25 or newer: JAVA_HOME's, then that of the
# java on PATH, then the newest in the usual folders. It reads each JDK's release file and starts
# no JVM, so that it costs nothing at every start.

# jdk_feature HOME sets FEATURE to the feature release of the JDK at HOME, 0 if there is none.
jdk_feature() {
  local line
  FEATURE=0
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*=}
        line=${line//\"/}
        line=${line%%[!0-9]*}
        FEATURE=${line:-0}
        return 0
        ;;
    esac
  done < "$1/release"
}

find_jdk() {
  local home best=0
  JDK=
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_feature "$JAVA_HOME"
    if [ "$FEATURE" -ge 25 ]; then
      JDK=$JAVA_HOME
      return 0
    fi
  fi
  home=$(command -v javac) && home=$(readlink -f -- "$home") && home=${home%/bin/javac}
  if [ -n "$home" ]; then
    jdk_feature "$home"
    if [ "$FEATURE" -ge 25 ]; then
      JDK=$home
      return 0
    fi
  fi
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    jdk_feature "$home"
    if [ "$FEATURE" -ge 25 ] && [ "$FEATURE" -gt "$best" ]; then
      best=$FEATURE
      JDK=$home
    fi
  done
  [ -n "$JDK" ]
}

# find_maven sets MVN to Maven's command.
find_maven() {
  local command
  for command in "$(command -v mvn)" "${MAVEN_HOME:-/nonexistent}/bin/mvn" /usr/share/maven/bin/mvn /opt/*maven*/bin/mvn; do
    if [ -x "$command" ]; then
      MVN=$command
      return 0
    fi
  done
  return 1
}
