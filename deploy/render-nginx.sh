#!/bin/sh
# Writes the nginx configuration: sh deploy/render-nginx.sh > /etc/nginx/nginx.conf
# THISO_DOWN names an application that gets no requests while it is replaced.
# What is not set in the environment is that of a single server (docs/deploy.md).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
export THISO_HOME="${THISO_HOME:-$here}"
export THISO_BOARDS="${THISO_BOARDS:-$THISO_HOME/instance/boards}"
export THISO_RUN="${THISO_RUN:-/var/lib/nginx}"
export THISO_MIME="${THISO_MIME:-/etc/nginx/mime.types}"
export THISO_LOG="${THISO_LOG:-/var/log/nginx/thiso.log}"
export THISO_LISTEN="${THISO_LISTEN:-80}"
apps="${THISO_APPS:-127.0.0.1:8000 127.0.0.1:8001}"
THISO_UPSTREAMS=""
for app in $apps; do
    down=""
    [ "$app" = "${THISO_DOWN:-}" ] && down=" down"
    THISO_UPSTREAMS="${THISO_UPSTREAMS}server $app max_fails=5 fail_timeout=2s$down; "
done
awk -v upstreams="$THISO_UPSTREAMS" '{
    gsub(/\$\{THISO_HOME\}/, ENVIRON["THISO_HOME"])
    gsub(/\$\{THISO_BOARDS\}/, ENVIRON["THISO_BOARDS"])
    gsub(/\$\{THISO_RUN\}/, ENVIRON["THISO_RUN"])
    gsub(/\$\{THISO_MIME\}/, ENVIRON["THISO_MIME"])
    gsub(/\$\{THISO_LOG\}/, ENVIRON["THISO_LOG"])
    gsub(/\$\{THISO_LISTEN\}/, ENVIRON["THISO_LISTEN"])
    gsub(/\$\{THISO_UPSTREAMS\}/, upstreams)
    print
}' "$here/deploy/nginx.conf"
