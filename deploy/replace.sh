#!/bin/sh
# Puts a new version to work without a failed request: as root, after the new files are there.
# One application after the other gets no more requests from nginx, ends what it has begun,
# starts anew, and is asked again once it is ready.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
conf="${THISO_NGINX_CONF:-/etc/nginx/nginx.conf}"
host="${THISO_HOST:-localhost}"

use_all_but() {
    THISO_DOWN="$1" sh "$here/deploy/render-nginx.sh" > "$conf.new"
    nginx -t -q -c "$conf.new"
    mv "$conf.new" "$conf"
    nginx -s reload -c "$conf"
    sleep 2
}

for app in ${THISO_APPS:-127.0.0.1:8000 127.0.0.1:8001}; do
    use_all_but "$app"
    systemctl restart "thiso@${app##*:}"
    until curl -fsS -o /dev/null -H "Host: $host" "http://$app/readyz"; do sleep 1; done
done
use_all_but ""
