#!/usr/bin/env bash
# Install the system's packages that are missing, on Debian; elsewhere say in one sentence what to install.
set -euo pipefail

# package : what shows that it is there
needed=(
  "chromium-headless-shell:/usr/lib/chromium/chromium-headless-shell"
  "chromium:/usr/lib/chromium/chromium"
  "libatomic1:/usr/lib/x86_64-linux-gnu/libatomic.so.1"
  "libnss3-tools:certutil"
  "xvfb:Xvfb"
  "libreoffice-writer-nogui:soffice"
  "libreoffice-calc-nogui:/usr/lib/libreoffice/program/libsclo.so"
  "tesseract-ocr:tesseract"
  "tesseract-ocr-dan:/usr/share/tesseract-ocr/5/tessdata/dan.traineddata"
  "postgresql:/usr/lib/postgresql"
  "caddy:caddy"
  "davmail-server:/usr/share/davmail/davmail.jar"
  "fonts-liberation:/usr/share/fonts/truetype/liberation"
  "fonts-dejavu-core:/usr/share/fonts/truetype/dejavu"
)

missing=()
for entry in "${needed[@]}"; do
  package=${entry%%:*} sign=${entry#*:}
  case $sign in
    /*) [ -e "$sign" ] || [ -e "${sign/x86_64/aarch64}" ] || missing+=("$package") ;;
    *) command -v "$sign" >/dev/null || missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Install these with your system's package manager, then run make again: ${missing[*]} (names as on Debian)." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Run as root: apt-get install ${missing[*]}; then run make again." >&2; exit 1; }
  as_root=(sudo)
fi
echo "== System packages: ${missing[*]}"
# The tests start a PostgreSQL of their own; the package must not leave a server of its own running.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
# Nor may DavMail, which a test starts by itself; a masked unit is not started by the installation.
if [ ! -e /usr/share/davmail/davmail.jar ] && [ ! -e /etc/systemd/system/davmail-server.service ]; then
  "${as_root[@]}" mkdir -p /etc/systemd/system
  "${as_root[@]}" ln -s /dev/null /etc/systemd/system/davmail-server.service
fi
# Nor Caddy, which the example starts by itself; an installation that wants Debian's: systemctl unmask caddy.
if ! command -v caddy >/dev/null && [ ! -e /etc/systemd/system/caddy.service ]; then
  "${as_root[@]}" mkdir -p /etc/systemd/system
  "${as_root[@]}" ln -s /dev/null /etc/systemd/system/caddy.service
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
