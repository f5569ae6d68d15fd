# shellcheck shell=bash
# The builder images: made from images/NAME/ with Debian packages, served under the names that
# templates/builders/Containerfile pins. registry/pushed/NAME holds the key of what is served.

pins=$lab/../../templates/builders/Containerfile
images=(rust c tinygo go)

# The name pinned for one image: its line is `FROM <name> AS rust`.
pinned() {
  local name
  name=$(sed -nE "s/^FROM +(--platform=[^ ]+ +)?([^ ]+) +AS +$1 *\$/\2/p" "$pins" | head -1)
  [ -n "$name" ] || die "templates/builders/Containerfile has no line 'FROM <name> AS $1'"
  case $name in *@sha256:*) die "$name is pinned by digest, which no stand-in can have: the lab needs a tag" ;; esac
  echo "$name"
}

# A real TinyGo: LAB_TINYGO, or the one on PATH. Without either the image holds the stand-in.
tinygo_root=${LAB_TINYGO:-$(tinygo env TINYGOROOT 2>/dev/null || true)}

# What an image is made of: its folder, its name, the base, the host's certificates and a real TinyGo, if given.
image_key() {
  {
    key_of lib/images.sh "images/$1"
    echo "$base_key" "$(pinned "$1")" "$(apt_mirror)"
    cat /etc/ssl/certs/ca-certificates.crt 2>/dev/null || true
    if [ "$1" = tinygo ] && [ -n "$tinygo_root" ]; then stat -L -c '%n %s %Y' "$tinygo_root/bin/tinygo"; fi
  } | short_key
}

image_served() { [ "$(cat "$registry/pushed/$1" 2>/dev/null)" = "$(image_key "$1")" ]; }
debian_key() {
  {
    key_of images/debian
    echo "$base_key" "$(pinned tools)" "$(apt_mirror)"
    cat /etc/ssl/certs/ca-certificates.crt 2>/dev/null || true
  } | short_key
}
debian_served() { [ "$(cat "$registry/pushed/debian" 2>/dev/null)" = "$(debian_key)" ]; }

image_debs() {
  local packages
  mapfile -t packages <"$lab/images/$1/packages"
  apt_download "$state/debs/$1" "$state/debs/base.status" "${packages[@]}"
}

# Builds go through a store of their own: the tests' store never holds a builder image that was not pulled.
build_podman() { LAB_STORE=images inside podman "$@"; }

# push IMAGE NAME: as an image index of one platform, since the real ones are indexes: only from an
# index does a FROM without --platform=$BUILDPLATFORM fail as it does out there.
push() {
  build_podman manifest create "$1-index" "containers-storage:$1" >/dev/null
  build_podman manifest push --all --quiet --tls-verify=false --compression-format zstd --compression-level 1 \
    "$1-index" "docker://127.0.0.1:$(cat "$registry/port")/$2"
}

make_debian() {
  tar -c --numeric-owner -C "$base" . >"$state/base.tar"
  build_podman import --quiet --change CMD=bash /var/lib/lab/base.tar localhost/base >/dev/null
  rm -f "$state/base.tar"
}

# A RUN installs from the sources that an image has: here from the mirror that the host itself uses.
apt_sources() {
  echo "deb $(apt_mirror) trixie main" >"$1/sources.list"
  cp -L /etc/ssl/certs/ca-certificates.crt "$1/ca-certificates.crt" 2>/dev/null || : >"$1/ca-certificates.crt"
}

serve_debian() {
  local context=$state/context/debian
  rm -rf "$context" && mkdir -p "$context"
  cp "$lab/images/debian/Containerfile" "$context"
  apt_sources "$context"
  build_podman build --quiet --layers=false -t localhost/debian /var/lib/lab/context/debian >"$state/debian.log" 2>&1 ||
    { tail -20 "$state/debian.log" >&2; die "the debian image cannot be built"; }
  push localhost/debian "$(pinned tools)"
  mkdir -p "$registry/pushed"
  debian_key | write "$registry/pushed/debian"
  say "debian: served as $(pinned tools)"
}

make_image() {
  local name=$1 context=$state/context/$1
  rm -rf "$context" && mkdir -p "$state/context" && cp -R "$lab/images/$name" "$context"
  apt_sources "$context"
  if [ "$name" = tinygo ]; then
    if [ -n "$tinygo_root" ]; then
      cp -RL "$tinygo_root" "$context/tinygoroot"
    else
      mkdir -p "$context/tinygoroot/bin" && cp "$context/tinygo" "$context/tinygoroot/bin/tinygo"
    fi
  fi
  build_podman build --quiet --layers=false --volume "/var/lib/lab/debs/$name:/debs:ro" \
    -t "localhost/$name" "/var/lib/lab/context/$name" >"$state/$name.log" 2>&1 ||
    { tail -20 "$state/$name.log" >&2; die "the $name builder image cannot be built"; }
  say "$name: built"
  push "localhost/$name" "$(pinned "$name")"
  mkdir -p "$registry/pushed"
  image_key "$name" | write "$registry/pushed/$name"
  say "$name: served as $(pinned "$name")"
}
