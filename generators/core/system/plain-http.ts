/**
 * What allows a registry that speaks HTTP, for pulls as for pushes.
 *
 * @param program whose setting it is: Podman, buildah and skopeo share theirs
 * @param registry `host:port`
 */
export function allowPlainHttp(program: string, registry: string): string {
  if (program === 'docker')
    return `/etc/docker/daemon.json: "insecure-registries": ["${registry}"], then restart Docker`;
  const file = `/etc/containers/registries.conf.d/${registry.replaceAll(/[^A-Za-z0-9.-]/g, '-')}.conf`;
  return `${file}: [[registry]] with location = "${registry}", insecure = true`;
}
