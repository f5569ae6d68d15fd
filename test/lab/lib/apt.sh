# shellcheck shell=bash
# Debian 13 packages, fetched by the host's own apt without touching the host's lists, cache or status.

apt=$state/apt

# Of the host's apt settings only those on how to reach a mirror are kept: its hooks would
# empty the host's own cache. APT_CONFIG is read before the host's files, so it can leave them out.
apt_settings() {
  mkdir -p "$apt/lists/partial" "$apt/parts"
  apt-config dump | grep -Ei '^Acquire::(http|https|ftp|Retries|ForceIPv|.*Proxy)' >"$apt/parts/host.conf" || true
  write "$apt/apt.conf" <<EOF
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "$apt/parts";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$apt/lists";
Dir::State::extended_states "$apt/extended_states";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Get::Assume-Yes "true";
Quiet "2";
EOF
}

# The mirror is the host's own: the first source that carries the host's release itself
# (not its updates or security suite). Reading it needs no downloaded list, and must not write the host's cache.
apt_mirror() {
  local codename uri release component
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  while read -r uri release component; do
    case $release in
      "$codename" | stable | oldstable | testing | unstable | sid)
        [ "$component" = main ] && { echo "$uri"; return; } ;;
    esac
  done < <(apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= indextargets --no-release-info \
    --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages')
  die "the host's apt sources name no mirror of Debian ${codename:-}"
}

# apt_lists [SUITE]: the lists of Debian 13 or another, for the architectures that the settings name.
apt_lists() {
  local suite=${1:-trixie}
  local mirror signed=/usr/share/keyrings/debian-archive-keyring.gpg
  mirror=$(apt_mirror)
  if [ -e "$signed" ]; then signed="[signed-by=$signed]"; else signed=; fi
  echo "deb $signed $mirror $suite main" | write "$apt/sources.list"
  APT_CONFIG=$apt/apt.conf apt-get -o Dir::State::status=/dev/null update >&2 ||
    die "apt-get update for $suite failed (mirror: $mirror)"
}

apt_update() {
  apt_settings
  apt_lists
}

# apt_download FOLDER STATUS PACKAGE...: the packages, and what they need beyond STATUS, as FOLDER/*.deb
apt_download() {
  local folder=$1 status=$2
  shift 2
  mkdir -p "$folder/partial"
  APT_CONFIG=$apt/apt.conf apt-get -o "Dir::State::status=$status" -o "Dir::Cache::archives=$folder" \
    install --download-only "$@" >/dev/null
}

# What dpkg's status will be once the packages in FOLDER are installed.
status_of() {
  local deb
  for deb in "$1"/*.deb; do
    dpkg-deb --field "$deb"
    printf 'Status: install ok installed\n\n'
  done
}
