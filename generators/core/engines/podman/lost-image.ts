/**
 * What a build says when another process removed an image, a layer or a working container that it was using. Nothing is
 * wrong with either: the next try does not meet it. `podman rmi` also removes the images of earlier steps, which a second
 * build of the same steps has just found in the cache; with --force, even that build's working containers.
 *
 * Source: buildah #5674 (the first one, fixed in buildah 1.43 by #6764); all others were seen with Podman 5.4.2, where two
 * loops of `podman build` and `podman rmi --force` of one Containerfile met one in 6 of 80 builds.
 */
const LOST = [
  /getting top layer info: layer not known/,
  /mounting build container "[0-9a-f]{64}": layer not known/,
  /locating image with ID "[0-9a-f]{64}": image not known/,
  /identifier is not a container/,
  /parsing named reference "[0-9a-f]{64}": invalid repository name/,
];

/** Whether a build failed only because another process removed something of its own. Takes what it wrote to stderr. */
export function lostAnImage(stderr: string): boolean {
  return LOST.some((pattern) => pattern.test(stderr));
}
