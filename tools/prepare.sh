# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run and tests/run: installs what is missing and builds. Expects $root, the top of the source tree.

# What Debian 12 calls what is needed: to build and run, and to test.
apt_build="meson ninja-build gcc g++ pkgconf gettext libglib2.0-dev libjson-glib-dev libmuparser-dev libgsl-dev libgmp-dev libgtk-4-dev
  libadwaita-1-dev adwaita-icon-theme librsvg2-common fonts-cantarell shared-mime-info desktop-file-utils"
apt_test="locales python3 python3-gi xvfb dbus at-spi2-core x11-utils xdotool openbox appstream libxml2-utils groff-base libqhull-dev"

dnf_build="meson ninja-build gcc gcc-c++ pkgconf gettext glib2-devel json-glib-devel muParser-devel gsl-devel gmp-devel gtk4-devel libadwaita-devel
  adwaita-icon-theme librsvg2 abattis-cantarell-fonts shared-mime-info desktop-file-utils"
dnf_test="python3 python3-gobject xorg-x11-server-Xvfb dbus-daemon at-spi2-core xwininfo xprop xdpyinfo xdotool openbox
  appstream libxml2 libasan libubsan libtsan groff-base qhull-devel"

pacman_build="meson ninja gcc pkgconf gettext glib2-devel json-glib muparser gsl gmp gtk4 libadwaita adwaita-icon-theme librsvg
  cantarell-fonts shared-mime-info desktop-file-utils"
pacman_test="python python-gobject xorg-server-xvfb dbus at-spi2-core xorg-xwininfo xorg-xprop xorg-xdpyinfo xdotool openbox
  appstream libxml2 groff qhull"

say () {
  printf '%s\n' "$*" >&2
}

is_debian () {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null
}

# missing_packages PACKAGE…: those of them that are not installed
missing_packages () {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

print_lists () {
  say "Sonde needs these packages:"
  say ""
  say "  Debian, Ubuntu:  apt-get install" $apt_build $1
  say ""
  say "  Fedora:          dnf install" $dnf_build $2
  say ""
  say "  Arch:            pacman -S" $pacman_build $3
}

# as_root COMMAND…: FALSE if there is no way to become root without a question to nobody
as_root () {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    sudo "$@"
  else
    return 1
  fi
}

install_debian () {
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  say "Installing: $missing"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >&2 || return 1
  # word splitting is meant: one argument a package
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing </dev/null >&2
}

# Elsewhere nothing is installed: it is enough that all is there, whatever it is called.
has_build_tools () {
  local tool
  for tool in meson ninja gcc g++ pkg-config msgfmt; do
    command -v "$tool" >/dev/null || return 1
  done
  pkg-config --exists glib-2.0 json-glib-1.0 muparser gsl gmp gtk4 libadwaita-1
}

has_test_tools () {
  local tool
  for tool in python3 Xvfb dbus-daemon xdotool; do
    command -v "$tool" >/dev/null || return 1
  done
}

# require build|test: installs what is missing, or prints what it is called and ends
require () {
  local lists=("" "" "")
  local packages=$apt_build
  if [ "$1" = test ]; then
    lists=("$apt_test" "$dnf_test" "$pacman_test")
    packages="$apt_build $apt_test"
  fi
  if is_debian; then
    install_debian $packages && return 0
  elif has_build_tools && { [ "$1" = build ] || has_test_tools; }; then
    return 0
  fi
  print_lists "${lists[@]}"
  exit 1
}

# build_in FOLDER [MESON-OPTION…]: configures it once, or anew for an option that it lacks, and builds. In a terminal one sees how
# far it is; what the compiler says is shown only if it fails.
build_in () {
  local folder=$1 log status=0
  shift
  log=$(mktemp)
  if [ ! -f "$root/$folder/build.ninja" ]; then
    meson setup "$root/$folder" "$root" "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
  elif [ ! -d "$root/$folder/tests" ] && [ "${*/-Dtests=true/}" != "$*" ]; then
    meson configure "$root/$folder" -Dtests=true >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
  fi
  if [ -t 2 ]; then
    ninja -C "$root/$folder" 2>&1 | tee "$log" | show_progress || true
    status=${PIPESTATUS[0]}
  else
    ninja -C "$root/$folder" >"$log" 2>&1 || status=$?
  fi
  [ "$status" = 0 ] || tail -n 60 "$log" >&2
  rm -f "$log"
  return "$status"
}

# show_progress: of lines such as “[12/340] Compiling…” how many are done, all on one line
show_progress () {
  local line
  while IFS= read -r line; do
    case $line in
      \[*\]*) printf '\r  %s  ' "${line%%]*}]" >&2 ;;
    esac
  done
  printf '\r                    \r' >&2
}
