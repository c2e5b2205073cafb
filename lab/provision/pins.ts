/** A tool that Go compiles from a published module, with that module's own dependency versions. */
export interface ModulePin {
  readonly kind: 'module';
  readonly name: string;
  readonly version: string;
  readonly module: string;
  /** Hash of the module's content as Go's checksum database has it: a moved tag stops the build. */
  readonly sum: string;
  /** Package inside the module. */
  readonly package: string;
  /** Variable that tells the tool its version; without it buildx says `v0.0.0+unknown` and users of it drop options. */
  readonly versionVariable?: string;
  readonly versionValue?: string;
  /** Static with C code: runc needs libseccomp, or BuildKit's seccomp profile makes every RUN fail. */
  readonly seccomp?: boolean;
  /** What a cold build takes on two cores, for the line that announces it. */
  readonly about: string;
}

/** A tool of the lab's own, whose Go source is below `go/`. */
export interface SourcePin {
  readonly kind: 'source';
  readonly name: string;
  readonly folder: string;
  /** Go build tags. */
  readonly tags?: string;
  /** Variable that tells the tool its version. */
  readonly versionVariable?: string;
  readonly versionValue?: string;
  readonly about: string;
}

export type ToolPin = ModulePin | SourcePin;

export const BUILDKIT_VERSION = '0.32.2';
/** The oldest installed buildx that is used as it is. */
export const BUILDX_FLOOR = '0.30.0';

const BUILDKIT = {
  kind: 'module',
  version: BUILDKIT_VERSION,
  module: 'github.com/moby/buildkit',
  sum: 'h1:Sfy7+u6dUv/2yuBc9KCoK70Re8atuV8aPZ5UOC068Vc=',
  versionVariable: 'github.com/moby/buildkit/version.Version',
  versionValue: `v${BUILDKIT_VERSION}`,
} as const;

/** The order is the build order: what every world needs first, so that an aborted first run has the most to show. */
export const TOOL_PINS = {
  runcShim: { kind: 'source', name: 'runc-shim', folder: 'runc-shim', about: '5 s' },
  binfmt: { kind: 'source', name: 'binfmt', folder: 'binfmt', about: '1 s' },
  buildx: {
    kind: 'module',
    name: 'buildx',
    version: '0.36.1',
    module: 'github.com/docker/buildx',
    sum: 'h1:U7JTUSSeooFXbG+0HcI+CMjEIkvuZgJegXRZ1q7K63Q=',
    package: './cmd/buildx',
    versionVariable: 'github.com/docker/buildx/version.Version',
    versionValue: 'v0.36.1',
    about: '1 min',
  },
  buildkitd: { ...BUILDKIT, name: 'buildkitd', package: './cmd/buildkitd', about: '2 min' },
  buildctl: { ...BUILDKIT, name: 'buildctl', package: './cmd/buildctl', about: '10 s' },
  runc: {
    kind: 'module',
    name: 'runc',
    version: '1.5.2',
    module: 'github.com/opencontainers/runc',
    sum: 'h1:eUUowc2WJCnFYzI87C1WqRcu356Dk/wsoi90y+2wEfE=',
    package: '.',
    seccomp: true,
    about: '10 s',
  },
  crane: {
    kind: 'module',
    name: 'crane',
    version: '0.22.1',
    module: 'github.com/google/go-containerregistry',
    sum: 'h1:RZuuSYhTvlDvtsK+NkutoCZ//C0X2ebLK8X8l3ULs84=',
    package: './cmd/crane',
    versionVariable: 'github.com/google/go-containerregistry/cmd/crane/cmd.Version',
    versionValue: '0.22.1',
    about: '5 s',
  },
  referrersRegistry: {
    kind: 'source',
    name: 'referrers-registry',
    folder: 'referrers-registry',
    about: '5 s',
  },
  registry: {
    kind: 'module',
    name: 'registry',
    version: '3.1.2',
    module: 'github.com/distribution/distribution/v3',
    sum: 'h1:/Bv2YIqqSR00HiO49FT93hovy6r9IlrzwUDsJjCN5qg=',
    package: './cmd/registry',
    versionVariable: 'github.com/distribution/distribution/v3/version.version',
    versionValue: 'v3.1.2',
    about: '50 s',
  },
  cosign: {
    kind: 'module',
    name: 'cosign',
    version: '3.1.3',
    module: 'github.com/sigstore/cosign/v3',
    sum: 'h1:001JQRI/PJ/5T+g/kJ1KTvKFbb322+fomc+pHDZ/6sg=',
    package: './cmd/cosign',
    versionVariable: 'sigs.k8s.io/release-utils/version.gitVersion',
    versionValue: 'v3.1.3',
    about: '2 min',
  },
  syft: {
    kind: 'module',
    name: 'syft',
    version: '1.52.0',
    module: 'github.com/anchore/syft',
    sum: 'h1:BelCbd0Q3grSbtoLgNJ0cx/r/Gd1Jj7t11dp91eXd1Y=',
    package: './cmd/syft',
    versionVariable: 'main.version',
    versionValue: '1.52.0',
    about: '3 min',
  },
  versitygw: {
    kind: 'module',
    name: 'versitygw',
    version: '1.8.0',
    module: 'github.com/versity/versitygw',
    sum: 'h1:au+wI+aybno/STsQiSm35Uu6Q6iK5MWReQxgO6SEMFc=',
    package: './cmd/versitygw',
    versionVariable: 'main.Version',
    versionValue: '1.8.0',
    about: '2 min',
  },
  actionlint: {
    kind: 'module',
    name: 'actionlint',
    version: '1.7.12',
    module: 'github.com/rhysd/actionlint',
    sum: 'h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=',
    package: './cmd/actionlint',
    versionVariable: 'github.com/rhysd/actionlint.version',
    versionValue: '1.7.12',
    about: '3 s',
  },
  act: {
    kind: 'module',
    name: 'act',
    version: '0.2.89',
    module: 'github.com/nektos/act',
    sum: 'h1:d9oFeJ6jUkaVExuG+XzAaMPDqoDrNHaGeiRb8IU+N5w=',
    package: '.',
    versionVariable: 'main.version',
    versionValue: '0.2.89',
    about: '20 s',
  },
} as const satisfies Record<string, ToolPin>;

/** etcd, Kubernetes and kubectl in one program, versions as its go.mod has them; built where a cluster is wanted. */
export const KUBERNETES_PIN = {
  kind: 'source',
  name: 'kubernetes',
  folder: 'kubernetes',
  tags: 'providerless,grpcnotrace',
  versionVariable: 'k8s.io/component-base/version.gitVersion',
  versionValue: 'v1.36.1',
  about: '8 min',
} as const satisfies SourcePin;

export type ToolKey = keyof typeof TOOL_PINS;

/** Published images, by digest of their index: what a machine with Docker and a way to Docker Hub uses. */
export const IMAGE_PINS = {
  buildkit:
    'docker.io/moby/buildkit:v0.32.2@sha256:28a898719c18a33f4e8000685287fa36fd0dd9560c6440227d3a732d79bb41d8',
  binfmt:
    'docker.io/tonistiigi/binfmt:qemu-v10.2.3-68@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0',
  sbomScanner:
    'docker.io/docker/buildkit-syft-scanner@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
} as const;

/** A Docker that keeps images in containerd, for the tests of the engine's own BuildKit. */
export const NEW_ENGINE_PINS = {
  suite: 'sid',
  packages: { 'docker.io': '28.5.2+dfsg4-5', containerd: '2.1.9+ds1-5' },
} as const;

/** Where busybox comes from on a machine without apt. */
export const BASE_IMAGE = { name: 'docker.io/library/busybox', tag: '1.37.0-musl' } as const;
