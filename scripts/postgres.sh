# A private PostgreSQL: found or installed, made once, kept for as long as its caller lives. Needs machine.sh.
# It listens on a Unix socket only, in a folder that nobody else can enter, so it needs neither port nor password.

# The newest server whose files suit: an existing cluster only opens with the major version that made it.
postgres_binaries() {
  local major=${1:-} place
  for place in "${AUTH_PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -rV) \
    "$(dirname "$(command -v postgres || echo /)")"; do
    [ -n "$place" ] && [ -x "$place/initdb" ] && [ -x "$place/postgres" ] || continue
    if [ -z "$major" ] || "$place/postgres" --version | grep -q ") $major[^0-9]"; then echo "$place" && return; fi
  done
  return 1
}

postgres_install() {
  local quiet=/etc/postgresql-common/createcluster.d/authserver.conf
  can_install || return 1
  # The package would make and start a cluster of its own, which nobody asked for.
  install_package postgresql-common && as_root mkdir -p "${quiet%/*}" &&
    echo 'create_main_cluster = false' | as_root tee "$quiet" >/dev/null
  install_package postgresql
  local code=$?
  as_root rm -f "$quiet"
  return $code
}

postgres_ways_out() {
  say "$1" \
    "Any of these helps:" \
    "  1. install it:            apt-get install postgresql   (or set AUTH_PG_BIN to the folder with initdb and postgres)" \
    "  2. use a server you have: ConnectionStrings__Default='Host=...;Database=...;Username=...;Password=...' ./run" \
    "  3. use containers:        docker compose up"
}

# PostgreSQL refuses to run as root; whoever owns the data runs it. Sets `postgres_as` to the words before the command.
postgres_account() {
  local folder=$1 user
  postgres_as=()
  is_root || return 0
  user=$(stat -c %U "$folder")
  [ "$user" != root ] || user=$(id -un postgres 2>/dev/null || echo nobody)
  chown -R "$user" "$folder"
  postgres_as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
}

# postgres_make FOLDER [OPTION...]: the cluster in FOLDER/data, with the database `auth`, if it is not there yet.
postgres_make() {
  local folder=$1
  shift
  [ ! -f "$folder/made" ] || return 0
  rm -rf "${folder:?}/data"
  (cd "$folder" && "${postgres_as[@]}" "$postgres_bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 \
    --locale=C.UTF-8 "$@" && echo 'create database auth' |
    "${postgres_as[@]}" "$postgres_bin/postgres" --single -D "$folder/data" postgres) >"$folder/make.log" 2>&1 </dev/null &&
    touch "$folder/made"
}

# postgres_command FOLDER SOCKETS [OPTION...]: sets `postgres_command` to the words that start the server.
# It must not start in a folder that its account cannot enter.
postgres_command() {
  local folder=$1 sockets=$2
  shift 2
  postgres_command=(env -C "$folder" "${postgres_as[@]}" "$postgres_bin/postgres" -D "$folder/data"
    -c listen_addresses= -c "unix_socket_directories=$sockets" -c unix_socket_permissions=0700
    -c log_min_messages=warning -c log_checkpoints=off "$@")
}

# postgres_runs FOLDER: whether a server has this cluster open.
postgres_runs() {
  local pid
  pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && [ "$(readlink "/proc/$pid/cwd")" = "$1/data" ]
}

# postgres_ready FOLDER: the server's own word (the last line of its pid file); no client program is needed.
postgres_ready() { [[ $(sed -n 8p "$1/data/postmaster.pid" 2>/dev/null) == ready* ]]; }

# postgres_await FOLDER PID: until it answers; false when it ended or took more than a minute.
postgres_await() {
  local tries=0
  until postgres_ready "$1"; do
    kill -0 "$2" 2>/dev/null && [ $((tries += 1)) -lt 1200 ] || return 1
    sleep 0.05
  done
}
