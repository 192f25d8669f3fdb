# What this machine has, and how to get what it lacks. Sourced by ./run, ./test and the scripts beside this file.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export PATH

# One machine, one language and no surprises: tools' messages and sort order do not depend on who calls.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build servers would stay behind after us, holding on to our pipes and our terminal.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

say() { printf '%s\n' "$@" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
as_root() { if is_root; then "$@"; else sudo -n "$@"; fi; }

# Packages come from apt, where there is one and we may: as root, or with a sudo that asks nothing.
can_install() { have apt-get && { is_root || { have sudo && sudo -n true 2>/dev/null; }; }; }

install_package() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq)
  can_install || return 1
  say "Installing $* ..."
  as_root "${apt[@]}" install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return
  # A fresh image has no package lists.
  as_root "${apt[@]}" update </dev/null >/dev/null 2>&1
  as_root "${apt[@]}" install -y --no-install-recommends "$@" </dev/null 2>&1 >/dev/null | tail -n 5 >&2
  return "${PIPESTATUS[0]}"
}

# need COMMAND PACKAGE...: true when the command is there, or could be installed.
need() {
  local command=$1
  shift
  have "$command" || install_package "$@" && have "$command"
}

# The SDK, NuGet and npm keep their caches at home; a service account or a bare container may have none.
settle_home() {
  if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
    HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
    [ -n "$HOME" ] && [ -d "$HOME" ] && [ -w "$HOME" ] || HOME=$root/.data/home
    mkdir -p "$HOME"
    export HOME
  fi
  export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$HOME}" NUGET_PACKAGES="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
}

# The .NET SDK is the one thing that has to be there.
find_dotnet() {
  local place wanted
  [ "$(uname -s)" = Linux ] || die "This script is for Linux. Elsewhere: docker compose up"
  settle_home
  for place in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    if ! have dotnet && [ -n "$place" ] && [ -x "$place/dotnet" ]; then PATH=$PATH:$place; fi
  done
  wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' "$root/global.json")
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    die "The .NET SDK $wanted is missing ($(have dotnet && echo 'dotnet is there, this SDK is not' || echo 'no dotnet')):" \
      "see https://dot.net, or run: docker compose up"
}
