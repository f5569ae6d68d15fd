import { type AddOn, fileOf } from './addon.js';

/** A manifest that a cluster and `podman kube play` take. */
export const kubernetes: AddOn = {
  id: 'kubernetes',
  title: 'a manifest for Kubernetes and podman kube play',
  files: () => [fileOf('kubernetes', 'deploy/kubernetes.yaml', 'kubernetes.yaml')],
};
