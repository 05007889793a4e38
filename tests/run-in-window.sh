#!/usr/bin/env bash
# Runs a command where a window can be shown and driven: an X server, a session bus and a home of
# its own, with AT-SPI, the cairo renderer and the fonts of the pictures. Everything it started is
# ended with it, a recess-server that would outlive its window too. Exits as the command does.
#
#   run-in-window.sh [--size WIDTHxHEIGHT] [--keep-home DIR] COMMAND [ARGUMENT]…
#
# The private bus knows the accessibility service only: no portal, no settings daemon and no
# keyring of the machine takes part. A test that wants one starts it there.
set -euo pipefail

size=1280x800
home=

while (($#)); do
  case $1 in
    --size) size=$2; shift 2 ;;
    --keep-home) home=$2; shift 2 ;;
    --) shift; break ;;
    *) break ;;
  esac
done

if (($# == 0)); then
  echo "usage: run-in-window.sh [--size WIDTHxHEIGHT] [--keep-home DIR] COMMAND [ARGUMENT]…" >&2
  exit 2
fi

for need in Xvfb dbus-run-session; do
  if ! command -v "$need" >/dev/null; then
    echo "1..0 # SKIP $need is not installed"
    exit 77
  fi
done

# Socket paths must stay below 108 bytes, so not below a long TMPDIR.
work=$(mktemp -d /tmp/recess-window.XXXXXX)
home=${home:-$work/home}
x_server=

# The processes that carry this run's mark, which the environment hands down to every child.
marked_processes () {
  grep -lzxF "RECESS_WINDOW_RUN=$work" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

end_processes () {
  local pids attempt
  for attempt in {1..50}; do
    mapfile -t pids < <(marked_processes || true)
    ((${#pids[@]})) || return 0
    if ((attempt == 1)); then
      kill -TERM "${pids[@]}" 2>/dev/null || true
    elif ((attempt == 40)); then
      kill -KILL "${pids[@]}" 2>/dev/null || true
    fi
    sleep 0.05
  done
}

finish () {
  local status=$?
  trap - EXIT INT TERM
  end_processes
  [[ -z $x_server ]] || kill "$x_server" 2>/dev/null || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Xvfb takes a free display and says which.
exec 3< <(exec Xvfb -displayfd 1 -screen 0 "${size}x24" -noreset -nolisten tcp 2>"$work/xvfb.log")
x_server=$!
if ! read -r -t 60 display <&3; then
  cat "$work/xvfb.log" >&2
  echo "run-in-window.sh: the X server did not start" >&2
  exit 1
fi

unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export DISPLAY=":$display"
export HOME=$home
export XDG_CONFIG_HOME=$home/.config
export XDG_DATA_HOME=$home/.local/share
export XDG_STATE_HOME=$home/.local/state
export XDG_CACHE_HOME=$home/.cache
export XDG_RUNTIME_DIR=$work/run
export GDK_BACKEND=x11
export GSK_RENDERER=cairo
export GTK_A11Y=atspi
export GSETTINGS_BACKEND=keyfile
export ADW_DISABLE_PORTAL=1
export NO_AT_BRIDGE=0
export LC_ALL=${RECESS_WINDOW_LOCALE:-C.UTF-8}
export TZ=UTC

mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_CONFIG_HOME/fontconfig" "$XDG_DATA_HOME" \
  "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR" "$work/services"
chmod 700 "$XDG_RUNTIME_DIR"

cat >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini" <<'INI'
[Settings]
gtk-font-name=Cantarell 11
gtk-cursor-blink=false
gtk-enable-animations=false
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
INI

# Without a window manager GTK draws a frame of its own, and without a compositor the shadow of a
# popover is black: no user sees them.
cat >"$XDG_CONFIG_HOME/gtk-4.0/gtk.css" <<'CSS'
window.solid-csd { padding: 0; border: none; box-shadow: none; }
popover > contents { margin: 1px; border: none; border-radius: 0; box-shadow: none; }
popover { background: @popover_bg_color; box-shadow: inset 0 0 0 1px alpha(@popover_fg_color, .2); }
CSS

cat >"$XDG_CONFIG_HOME/fontconfig/fonts.conf" <<'XML'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <alias binding="strong">
    <family>sans-serif</family>
    <prefer><family>Cantarell</family></prefer>
  </alias>
  <alias binding="strong">
    <family>monospace</family>
    <prefer>
      <family>Source Code Pro</family>
      <family>Hack</family>
      <family>Noto Sans Mono</family>
    </prefer>
  </alias>
</fontconfig>
XML

cat >"$work/bus.conf" <<XML
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:dir=$XDG_RUNTIME_DIR</listen>
  <servicedir>$work/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
XML

accessibility=/usr/share/dbus-1/services/org.a11y.Bus.service
[[ ! -e $accessibility ]] || ln -s "$accessibility" "$work/services/"

# In the background, so that a signal is answered at once. What the bus and its services have to
# say goes to a file, not into the command's output.
# shellcheck disable=SC2016
RECESS_WINDOW_RUN=$work dbus-run-session --config-file="$work/bus.conf" -- \
  sh -c 'exec "$@" >&4 2>&5 4>&- 5>&-' command "$@" 4>&1 5>&2 >"$work/bus.log" 2>&1 <&0 &
wait $!
