# Copyright 2026 The Recess authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# Sourced by ./dev (assume_yes, say): what each command needs of the system, how to see whether it is there, and what
# Debian and Fedora call it. Looked at anew each time, by the thing itself rather than by its
# package, because a missing thing is found in milliseconds.
#
#   GROUP  HOW  THING  MINIMUM  DEBIAN  FEDORA
#
# HOW is pkg (pkg-config), cmd (a command), typelib (GObject introspection), font (a pattern of
# family names) or file (patterns, any of which will do; LIB is the folder of libraries). "-" stands
# for none.

needs_table () {
  cat <<'TABLE'
build  cmd      gcc                     -      gcc                     gcc
build  cmd      pkg-config              -      pkg-config              pkgconf-pkg-config
build  cmd      meson                   -      meson                   meson
build  cmd      ninja                   -      ninja-build             ninja-build
build  cmd      python3                 -      python3                 python3
build  cmd      msgfmt                  -      gettext                 gettext
build  cmd      glib-compile-resources  -      libglib2.0-dev-bin      glib2-devel
build  cmd      xmllint                 -      libxml2-utils           libxml2
build  cmd      desktop-file-validate   -      desktop-file-utils      desktop-file-utils
build  cmd      appstreamcli            -      appstream               appstream
build  cmd      gtk4-update-icon-cache  -      libgtk-4-bin            gtk4
build  pkg      glib-2.0                2.74   libglib2.0-dev          glib2-devel
build  pkg      json-glib-1.0           1.6    libjson-glib-dev        json-glib-devel
build  pkg      libsoup-3.0             3.2    libsoup-3.0-dev         libsoup3-devel
build  pkg      sqlite3                 3.40   libsqlite3-dev          sqlite-devel
build  pkg      libsecret-1             0.20   libsecret-1-dev         libsecret-devel
build  pkg      md4c                    0.4    libmd4c-dev             md4c-devel
build  pkg      gtk4                    4.8    libgtk-4-dev            gtk4-devel
build  pkg      libadwaita-1            1.2    libadwaita-1-dev        libadwaita-devel
build  pkg      gtksourceview-5         5.6    libgtksourceview-5-dev  gtksourceview5-devel
run    file     /usr/share/icons/Adwaita/index.theme                    -  adwaita-icon-theme  adwaita-icon-theme
run    file     LIB/gdk-pixbuf-2.0/*/loaders/*svg*,/usr/share/glycin-loaders/*/conf.d/*svg*  -  librsvg2-common     librsvg2
run    file     LIB/gio/modules/libgio*nutls.so,LIB/gio/modules/libgioopenssl.so  -  glib-networking     glib-networking
run    file     /etc/ssl/certs/ca-certificates.crt,/etc/pki/tls/certs/ca-bundle.crt  -  ca-certificates  ca-certificates
run    cmd      bwrap                   -      bubblewrap              bubblewrap
run    cmd      prlimit                 -      util-linux              util-linux-core
run    file     /usr/bin/python3                                       -  python3             python3
window cmd      Xvfb                    -      xvfb                    xorg-x11-server-Xvfb
window cmd      dbus-run-session        -      dbus-daemon             dbus-daemon
window file     /usr/libexec/at-spi-bus-launcher                        -  at-spi2-core        at-spi2-core
window cmd      xdotool                 -      xdotool                 xdotool
window cmd      import                  -      imagemagick             ImageMagick
window typelib  Atspi-2.0               -      gir1.2-atspi-2.0        at-spi2-core
window file     /usr/lib*/python3*/*-packages/gi/__init__.py            -  python3-gi          python3-gobject
window cmd      fc-list                 -      fontconfig              fontconfig
window font     Cantarell               -      fonts-cantarell         abattis-cantarell-fonts
window font     Source.Code.Pro|Hack    -      fonts-hack              adobe-source-code-pro-fonts
test   cmd      xauth                   -      xauth                   xorg-x11-xauth
test   file     /usr/lib*/python3*/tkinter/__init__.py               -  python3-tk          python3-tkinter
test   cmd      gnome-keyring-daemon    -      gnome-keyring           gnome-keyring
test   cmd      gdbus                   -      libglib2.0-bin          glib2
test   cmd      ctags                   -      universal-ctags         ctags
test   cmd      shellcheck              -      shellcheck              ShellCheck
test   cmd      node                    -      nodejs                  nodejs
test   cmd      npm                     -      npm                     npm
bench  pkg      x11                     1.7    libx11-dev              libX11-devel
bench  pkg      xdamage                 1.1    libxdamage-dev          libXdamage-devel
TABLE
}

need_is_met () {
  local how=$1 thing=$2 minimum=$3 pattern

  case $how in
    pkg)
      pkg-config --exists "$thing >= $minimum" 2>/dev/null
      ;;
    cmd)
      command -v "$thing" >/dev/null
      ;;
    typelib)
      need_is_met file "LIB/girepository-1.0/$thing.typelib" -
      ;;
    font)
      command -v fc-list >/dev/null && fc-list : family | grep -E "^($thing)" >/dev/null
      ;;
    file)
      for pattern in ${thing//,/ }; do
        if compgen -G "${pattern/#LIB/\/usr\/lib\/*-linux-gnu*}" >/dev/null \
           || compgen -G "${pattern/#LIB/\/usr\/lib64}" >/dev/null; then
          return 0
        fi
      done
      return 1
      ;;
  esac
}

# Prints the packages that are missing for the groups named, for this system's package manager.
missing_packages () {
  local family=$1 group how thing minimum debian fedora
  shift

  while read -r group how thing minimum debian fedora; do
    if [[ " $* " == *" $group "* ]] && ! need_is_met "$how" "$thing" "$minimum"; then
      if [[ $family == fedora ]]; then echo "$fedora"; else echo "$debian"; fi
    fi
  done < <(needs_table) | sort -u
}

package_family () {
  if command -v apt-get >/dev/null; then
    echo debian
  elif command -v dnf >/dev/null; then
    echo fedora
  else
    echo unknown
  fi
}

install_packages () {
  local family=$1
  local -a as_root=()
  shift

  ((EUID == 0)) || as_root=(sudo)

  if [[ $family == fedora ]]; then
    "${as_root[@]}" dnf install -y "$@"
    return
  fi

  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  # The lists of a fresh machine are empty and those of an old one outdated: fetch them when needed.
  "${as_root[@]}" install -y --no-install-recommends "$@" </dev/null \
    || { "${as_root[@]}" update </dev/null \
         && "${as_root[@]}" install -y --no-install-recommends "$@" </dev/null; }
}

# Sees to it that what the groups need is there, or ends the program.
require () {
  local family command answer
  local -a missing

  family=$(package_family)
  mapfile -t missing < <(missing_packages "$family" "$@")
  ((${#missing[@]})) || return 0

  if [[ $family == unknown ]]; then
    echo "dev: missing here (names as in Debian): ${missing[*]}" >&2
    exit 1
  fi

  if [[ $family == fedora ]]; then
    command="sudo dnf install ${missing[*]}"
  else
    command="sudo apt-get install --no-install-recommends ${missing[*]}"
  fi

  if ((EUID != 0 && ! assume_yes)); then
    if [[ -t 0 && -t 1 ]]; then
      printf 'Missing packages: %s\nInstall them now? [Y/n] ' "${missing[*]}"
      read -r answer
      [[ -z $answer || $answer == [yY]* ]] || { echo "The command is: $command"; exit 1; }
    else
      printf 'dev: packages are missing. Install them with\n\n  %s\n\n' "$command" >&2
      exit 1
    fi
  fi

  say "Installing ${missing[*]}"
  install_packages "$family" "${missing[@]}" \
    || { printf 'dev: could not install them. The command is\n\n  %s\n' "$command" >&2; exit 1; }

  mapfile -t missing < <(missing_packages "$family" "$@")
  ((${#missing[@]} == 0)) \
    || echo "dev: installed, yet not found or too old here: ${missing[*]}" >&2
}
