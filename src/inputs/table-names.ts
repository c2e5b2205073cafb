/** The rows of the table of inputs that say what the image is called. */
import type { InputRow } from './table.ts';

export const NAME_ROWS = [
  {
    name: 'images',
    group: 'image',
    description:
      'Image names to publish to, one per line, without a tag; `name=…` with `enable=true|false`, and with `tags=…` for some of the tags only: `immutable`, `floating` or a pattern such as `1.*`, several times for several, `!` before one for all but those. Upper case in the name is lowered. Empty: build only, or full references in `tags`',
    example: 'ghcr.io/${{ github.repository }}',
  },
  {
    name: 'tags',
    group: 'image',
    description:
      'With `images`: tag rules as in docker/metadata-action (`type=semver,pattern={{version}}`, `type=ref,event=branch`, `type=sha`, `type=raw,value=…` or a bare tag); empty means branch, Git tag or pull request of the event. Without `images`: full references as in docker/build-push-action',
    example: 'type=semver,pattern={{version}}',
  },
  {
    name: 'flavor',
    group: 'image',
    description:
      'Flavor of the tag rules as in docker/metadata-action: `latest=auto|true|false`, `prefix=…`, `suffix=…`; and `latest=release`, which moves `latest` only for the release that GitHub marks as the latest',
  },
  {
    name: 'labels',
    group: 'image',
    description:
      'Image labels, `key=value` one per line; with `images`, added to the labels derived from the repository. May hold expressions, such as `{{version}}`',
  },
  {
    name: 'annotations',
    group: 'image',
    description:
      'Annotations, `key=value` one per line, on the manifests or on the levels named before a colon: `index`, `manifest`, `index-descriptor`, `manifest-descriptor`, by comma, each with a platform or without (`manifest[linux/amd64]:key=value`). With `images`, added to those derived from the repository. May hold expressions',
    example: 'index,manifest:org.opencontainers.image.title=App',
  },
  {
    name: 'platform-tags',
    group: 'image',
    description:
      'Further tags for each platform, which name its manifest instead of the index: `true` for `{{tag}}-{{arch}}` (`1.2.3-amd64`, `1.2.3-arm-v7`), or a template of `{{tag}}`, `{{os}}` and `{{arch}}`',
    default: 'false',
    example: '{{tag}}-{{os}}-{{arch}}',
  },
  {
    name: 'allow-downgrade',
    group: 'image',
    description:
      'Move tags backwards too. Otherwise a tag that names the image of a later run, of a higher version (`latest`, `1`, `1.2`) or of a newer commit of its branch is left alone, with a notice',
    default: 'false',
  },
  {
    name: 'sep-tags',
    group: 'image',
    description:
      'What stands between the tags in the outputs `tags` and `tag-names`. Default: a line break',
  },
  {
    name: 'sep-labels',
    group: 'image',
    description: 'What stands between the labels in the output `labels`. Default: a line break',
  },
  {
    name: 'sep-annotations',
    group: 'image',
    description:
      'What stands between the annotations in the output `annotations`. Default: a line break',
  },
  {
    name: 'bake-target',
    group: 'image',
    description: 'Name of the target in the bake files',
    default: 'docker-metadata-action',
  },
] as const satisfies readonly InputRow[];
