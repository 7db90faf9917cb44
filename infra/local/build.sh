# shellcheck shell=bash
# Shared by infra/up, infra/gaia and their kin: finds Java, and builds what is missing or old.

# Sets JAVA; JAVA_HOME wins over the path.
require_java() {
  JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$JAVA" >/dev/null || {
    echo "Gaia needs Java 17 or later; set JAVA_HOME or install one (Debian: apt-get install openjdk-17-jdk-headless)" >&2
    exit 1
  }
}

# What the programs are made of, in one word: it changes when any of it does.
sources_fingerprint() {
  local root=$1
  (
    cd "$root"
    find pom.xml .mvn schemas coordinator flink-jobs infra/local \
      \( -name target -o -path '*/src/test' \) -prune -o -type f -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
  )
}

# Every program that the local stack runs, as it stands after a build.
programs_are_there() {
  local root=$1 module
  for module in coordinator/server coordinator/client flink-jobs infra/local infra/local/kafka infra/local/flink; do
    compgen -G "$root/$module/target/gaia-*.jar" >/dev/null || return 1
  done
  [[ -d $root/coordinator/server/target/lib && -d $root/infra/local/target/lib ]]
}

# Builds unless the programs are there and made of the sources as they are now. GAIA_BUILD=skip takes
# them as they are: tests that call infra/up run within the build that has just made them.
build_what_is_missing() {
  local root=$1
  local stamp=$root/.gaia/build.stamp log=$root/.gaia/logs/build.log
  mkdir -p "$root/.gaia/logs"
  (
    if [[ ${GAIA_BUILD:-} == skip ]]; then
      programs_are_there "$root" && exit 0
      echo "GAIA_BUILD=skip, but the programs are not built" >&2
      exit 1
    fi
    flock 9
    fingerprint=$(sources_fingerprint "$root")
    if programs_are_there "$root" && [[ -e $stamp && $(<"$stamp") == "$fingerprint" ]]; then
      exit 0
    fi
    command -v mvn >/dev/null || {
      echo "building Gaia takes Maven 3.8 or later (Debian: apt-get install maven)" >&2
      exit 1
    }
    echo "building (log: $log)" >&2
    started=$SECONDS
    modules=coordinator/server,coordinator/client,flink-jobs,infra/local,infra/local/kafka,infra/local/flink
    set -o pipefail
    # progress: one line for each module as Maven comes to it
    if ! mvn --batch-mode --file "$root/pom.xml" -Dmaven.test.skip=true package --projects "$modules" --also-make \
      9>&- </dev/null 2>&1 | tee "$log" |
      sed -un 's/^\[INFO\] Building \(.*[^ ]\) [^ ]*SNAPSHOT *\(\[.*\]\)$/  \2 \1/p' >&2; then
      echo "the build failed; the end of $log:" >&2
      grep -E 'ERROR|FAIL' "$log" | tail -n 25 >&2
      exit 1
    fi
    echo "$fingerprint" >"$stamp"
    echo "built in $((SECONDS - started)) s" >&2
  ) 9>"$root/.gaia/build.lock"
}
