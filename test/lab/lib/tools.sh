# shellcheck shell=bash
# Programs of the machine's own release in a folder of the state directory. Their libraries are those that apt would have
# installed beside the machine's own.

tools=$state/tools

# The packages of the programs that the tests start and this machine lacks.
missing_tools() {
  command -v git >/dev/null || echo git
  { command -v ssh && command -v ssh-keygen; } >/dev/null || echo openssh-client
  command -v sshd >/dev/null || echo openssh-server
}

require_apt() {
  local tool
  [ -r /etc/debian_version ] || die "this machine is not a Debian: install ${packages[*]}"
  for tool in apt-get dpkg-deb flock; do
    command -v "$tool" >/dev/null || die "this machine has no $tool: install ${packages[*]}"
  done
}

# key_of_tools: of the packages on stdin, of the release, and of what unpacks them.
key_of_tools() { { cat; cat /etc/debian_version; key_of lib/tools.sh lib/apt.sh; } | short_key; }

# make_tools TREE PACKAGE...: the packages, with the libraries that the machine does not have, as TREE/usr.
make_tools() {
  local tree=$1 debs=$tools/debs deb
  shift
  rm -rf "$tools"/tree-* "$debs" && mkdir -p "$debs" "$tree.part"
  apt=$tools/apt
  apt_settings
  # From the machine's own sources, its security suite among them, so that the versions fit those of its libraries.
  printf 'Dir::Etc::SourceList "/etc/apt/sources.list";\nDir::Etc::SourceParts "/etc/apt/sources.list.d";\n' >>"$apt/apt.conf"
  APT_CONFIG=$apt/apt.conf apt-get -o Dir::State::status=/dev/null update >&2 || say "apt-get update failed for some source"
  # Programs that are missing are unpacked, also where dpkg has their package for installed.
  status_without_perl | without_packages "$@" | write "$tools/status"
  apt_download "$debs" "$tools/status" "$@"
  for deb in "$debs"/*.deb; do dpkg-deb --extract "$deb" "$tree.part"; done
  # Debian 12 packages have files below /lib, which is a link to usr/lib on the machine.
  if [ -d "$tree.part/lib" ]; then cp -a "$tree.part/lib/." "$tree.part/usr/lib/"; fi
  rm -rf "$debs" "$apt" "$tools/status" && mv "$tree.part" "$tree"
}

# The machine's packages, and those that git asks for and the tests do not use: Perl is 45 MB of them.
status_without_perl() {
  local package
  cat /var/lib/dpkg/status
  for package in perl liberror-perl; do
    [ -e "/var/lib/dpkg/info/$package.list" ] || printf '\nPackage: %s\nStatus: install ok installed\nArchitecture: all\nMulti-Arch: foreign\nMaintainer: x\nDescription: x\nVersion: 1:99\n' "$package"
  done
}

# A dpkg status on stdin without these packages.
without_packages() {
  awk -v RS= -v ORS='\n\n' -v names=" $* " \
    '{ split($0, line, "\n"); if (index(names, " " substr(line[1], 10) " ") == 0) print }'
}

# install_tools TREE: its programs, and no other's, into tools/bin.
install_tools() {
  local tree=$1 program
  mkdir -p "$tools/bin"
  for program in git ssh ssh-keygen; do install_tool wrapper "bin/$program"; done
  install_tool sshd sbin/sshd
  echo "$tree" | write "$tools/tree"
}
install_tool() { # FILE PATH
  local entry=$tools/bin/${2##*/}
  if [ ! -x "$tree/usr/$2" ]; then rm -f "$entry"; return; fi
  cmp -s "$lab/tools/$1" "$entry" || { cp "$lab/tools/$1" "$tools/program.part" && mv "$tools/program.part" "$entry"; }
}
