/** Values of the other inputs and of the environment that names depend on. */
export const FLAVORS: Readonly<Record<string, string>> = {
  true: 'latest=true',
  false: 'latest=false',
  fixes: 'prefix=foo-\nsuffix=-bar',
  'on-latest': 'latest=true\nprefix=foo-,onlatest=true\nsuffix=-bar,onlatest=true',
  'on-latest-mixed': 'latest=auto\nprefix=foo-,onlatest=false\nsuffix=-bar,onlatest=true',
  'one-line': 'latest=true,prefix=p-,onlatest=true',
  expression: 'prefix={{sha}}-',
};

export const FLAVOR_ODDITIES: Readonly<Record<string, string>> = {
  'expression-latest': 'latest=true\nprefix={{branch}}-,onlatest=true',
  equals: 'suffix=-a=b',
};

export const FLAVOR_ERRORS: Readonly<Record<string, string>> = {
  'latest-word': 'latest=yes',
  'latest-empty': 'latest=',
  unknown: 'lastest=true',
  bare: 'latest',
  onlatest: 'prefix=x-,onlatest=maybe',
};

export const IMAGES: Readonly<Record<string, string>> = {
  none: '',
  one: 'ghcr.io/acme/app',
  'several-lines': 'acme/app\nghcr.io/acme/app\n\n# a comment\nlocalhost:5000/app',
  'one-line': 'acme/app,ghcr.io/acme/app',
  upper: 'ghcr.io/Acme/Sample-App',
  attributes:
    'name=acme/app\nname=ghcr.io/acme/app,enable=true\nname=quay.io/acme/app,enable=false',
  'all-off': 'name=acme/app,enable=false',
  twice: 'acme/app\nacme/app\nAcme/app',
  'plain-and-off': 'acme/app,enable=false\nghcr.io/acme/app',
  'csv-lines': 'acme/a,acme/b\nacme/c',
  'empty-field': 'acme/a,,acme/b',
  'name-empty': 'name=,enable=true',
  'name-empty-off': 'name=,enable=false\nacme/app',
  'enable-word': 'name=acme/app,enable=yes',
  'unknown-attribute': 'name=acme/app,tag=x',
};

/** Date formats, as moment.js takes them. */
export const TOKENS = String.raw`
M|Mo|MM|MMM|MMMM|Q|Qo|D|Do|DD|DDD|DDDo|DDDD|d|do|dd|ddd|dddd|e|E|w|wo|ww|W|Wo|WW|YY
YYYY|YYYYYY|Y|gg|gggg|GG|GGGG|A|a|H|HH|h|hh|k|kk|m|mm|s|ss|S|SS|SSS|SSSS|SSSSSS|Z|ZZ|X
x|LT|LTS|L|LL|LLL|LLLL|l|ll|lll|llll|hmm|Hmm|hmmss|Hmmss|y|N|YYYY-MM-DDTHH:mm:ss.SSS[Z]
[at] H|\D|MMMM[!]|dddd, MMMM Do YYYY, h:mm:ss a|YYYYMMDDHHmmss|T|unix X|YYYYY|DDDDD|HHH`
  .trim()
  .split(/[|\n]/);
export const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Auckland',
];

export const LABELS: Readonly<Record<string, string>> = {
  none: '',
  custom:
    'maintainer=Acme\norg.opencontainers.image.title=My title\norg.opencontainers.image.vendor=Acme, Inc.\n# comment\nempty=\nzoo=a=b=c',
  expressions:
    "a={{branch}}\nb={{tag}}-{{sha}}\norg.opencontainers.image.created={{commit_date 'YYYY-MM-DDTHH:mm:ss.SSS[Z]'}}",
  escape: 'a={{branch}}\nb=it\'s <b> & "q"',
  twice: 'a=1\na=2\nB=3\nb=4\nA=5',
  'no-value': 'justakey\nok=yes',
  'many-lines': '"multi=one\ntwo"\nok=yes',
  bad: 'a={{branch',
};

/** Their branch names give no tag: one set of rules says it all. */

export const ENVIRONMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'short-sha': { DOCKER_METADATA_SHORT_SHA_LENGTH: '12' },
  'short-sha-long': { DOCKER_METADATA_SHORT_SHA_LENGTH: '100' },
  'short-sha-word': { DOCKER_METADATA_SHORT_SHA_LENGTH: 'many' },
  'head-sha': { DOCKER_METADATA_PR_HEAD_SHA: 'true' },
  levels: { DOCKER_METADATA_ANNOTATIONS_LEVELS: 'manifest,index' },
  'one-level': { DOCKER_METADATA_ANNOTATIONS_LEVELS: 'index-descriptor' },
};
