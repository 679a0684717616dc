import type { Settings } from '#config';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { buildProgram } from '../../apps/cli/program.ts';
import { ROOT, settingsOf, textOf } from '../support/deployment-files.ts';
import { TestApp } from '../support/test-app.ts';

// No cluster is needed: what the files name must exist, fit together, and be what the program takes.

type Labels = Readonly<Record<string, string>>;
type Port = string | number;

interface Container {
  name: string;
  image: string;
  args: string[];
  env?: { name: string; value: string }[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  securityContext: object;
  resources: { requests: object; limits: object };
  volumeMounts: { name: string; mountPath: string }[];
  lifecycle?: { preStop: { sleep: { seconds: number } } };
  [probe: `${string}Probe`]: { httpGet: { path: string; port: Port } } | undefined;
}

interface Pod {
  metadata: { labels: Labels };
  spec: {
    serviceAccountName: string;
    securityContext: object;
    terminationGracePeriodSeconds?: number;
    topologySpreadConstraints?: { labelSelector: { matchLabels: Labels } }[];
    containers: Container[];
    volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[];
  };
}

interface Thing {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: any;
}

const kustomization = parse(textOf('kubernetes/kustomization.yaml')) as {
  resources: string[];
  images: { name: string }[];
};
const files = readdirSync(join(ROOT, 'kubernetes')).filter((name) => name !== 'kustomization.yaml');
const things = files.flatMap((name) => read(`kubernetes/${name}`));
const workloads = things.filter(({ kind }) => ['Deployment', 'Job'].includes(kind));
const named = workloads.map((thing) => [thing.metadata.name, thing.spec.template as Pod] as const);
const pods = workloads.map(({ spec }) => spec.template as Pod);
const ofKind = (kind: string): Thing[] => things.filter((thing) => thing.kind === kind);
const one = (kind: string, name: string): Thing =>
  things.find((thing) => thing.kind === kind && thing.metadata.name === name)!;
const podOf = (component: string): Pod => one('Deployment', component).spec.template as Pod;
/** 15 s for what is in hand, as in compose. */
const GRACE_SECONDS = 15;

function read(path: string): Thing[] {
  return parseAllDocuments(textOf(path)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Thing;
  });
}

/** What a container finds in its environment. */
function environmentOf({ env = [], envFrom }: Container): Record<string, string> {
  const from = envFrom.map(({ configMapRef, secretRef }) =>
    configMapRef ? one('ConfigMap', configMapRef.name).data! : one('Secret', secretRef!.name).stringData!,
  );
  return Object.assign({}, ...from, Object.fromEntries(env.map(({ name, value }) => [name, value])));
}

function isSelected(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

function portOf({ ports = [] }: Container, port: Port): number | undefined {
  return ports.find(({ name, containerPort }) => name === port || containerPort === port)?.containerPort;
}

test('every file is one that is applied, but the example of a Secret, which has no secret in it', () => {
  expect(kustomization.resources.toSorted()).toEqual(
    files.filter((name) => name !== 'secret.example.yaml').toSorted(),
  );
  expect(ofKind('Secret').length).toBe(1);
  for (const value of Object.values(ofKind('Secret')[0]!.stringData!)) expect(value).toContain('REPLACE_ME');
});

test.each(named)(
  '%s: what it sets are settings, the program takes them, and its command is there',
  async (_, { spec }) => {
    const [container, ...others] = spec.containers;
    expect(others).toEqual([]);
    const settings: Settings = settingsOf(environmentOf(container!));
    const here = { databaseUrl: expect.any(String), meiliUrl: expect.any(String), s3: expect.anything() };
    // Without these every pod would make its own.
    const shared = { attachmentLinkSecret: expect.any(String), auditSigningKey: expect.any(String) };
    expect(settings).toMatchObject({ ...here, ...shared, metricsToken: expect.any(String) });
    const [command, ...options] = container!.args;
    const program = await buildProgram();
    const there = program.commands.find((one) => one.name() === command)!;
    expect(there.options.map(({ long }) => long)).toEqual(expect.arrayContaining(options));
    expect(kustomization.images.map(({ name }) => name)).toContain(container!.image);
  },
);

test.each(named)('%s: nobody special, nothing to write on but its folders', (_, { spec }) => {
  expect(spec.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(one('ServiceAccount', spec.serviceAccountName)).toMatchObject({
    automountServiceAccountToken: false,
  });
  const [{ securityContext, resources, volumeMounts }] = spec.containers as [Container];
  const strict = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  expect(securityContext).toEqual(strict);
  expect(resources).toMatchObject({
    requests: { memory: expect.any(String) },
    limits: { memory: expect.any(String) },
  });
  const [data] = /PRECEDENT_DATA_DIR=(\S+)/.exec(textOf('docker/Dockerfile'))!.slice(1);
  expect(volumeMounts.map(({ mountPath }) => mountPath).toSorted()).toEqual(['/tmp', data].toSorted());
  expect(spec.volumes.map(({ name }) => name).toSorted()).toEqual(
    volumeMounts.map(({ name }) => name).toSorted(),
  );
  for (const { persistentVolumeClaim: claim } of spec.volumes) {
    if (claim) expect(one('PersistentVolumeClaim', claim.claimName)).toBeDefined();
  }
});

test('every selector finds the pods of its own, and nothing else', () => {
  for (const { spec, metadata } of ofKind('Deployment')) {
    expect(pods.filter((pod) => isSelected(pod.metadata.labels, spec.selector.matchLabels))).toEqual([
      spec.template,
    ]);
    for (const { labelSelector } of (spec.template as Pod).spec.topologySpreadConstraints ?? [])
      expect(labelSelector.matchLabels).toEqual(spec.selector.matchLabels);
    expect(metadata.name).toBe(spec.selector.matchLabels['app.kubernetes.io/component']);
  }
  const selecting = [
    ...ofKind('Service').map(({ spec }) => spec.selector),
    ...ofKind('PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels),
  ];
  expect(selecting.length).toBe(2);
  for (const selector of selecting) {
    expect(pods.filter((pod) => isSelected(pod.metadata.labels, selector))).toEqual([podOf('api')]);
  }
});

test('ports lead on to each other: ingress, service, container, setting', () => {
  const [service] = ofKind('Service');
  const [container] = podOf('api').spec.containers as [Container];
  const [{ targetPort, name }] = service!.spec.ports;
  expect(portOf(container, targetPort)).toBe(settingsOf(environmentOf(container)).port);
  const paths = ofKind('Ingress').flatMap(({ spec }) => spec.rules.flatMap((rule: any) => rule.http.paths));
  for (const { backend } of paths)
    expect(backend.service).toEqual({ name: service!.metadata.name, port: { name } });
  expect(paths.length).toBeGreaterThan(0);
  const hosts = ofKind('Ingress').flatMap(({ spec }) => spec.rules.map((rule: any) => rule.host));
  expect(hosts).toEqual([new URL(settingsOf(environmentOf(container)).publicUrl).hostname]);
});

test('the autoscaler scales what is there, which has no number of its own', () => {
  const [{ spec }] = ofKind('HorizontalPodAutoscaler') as [Thing];
  const scaled = one(spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
  expect(scaled.spec.replicas).toBeUndefined();
  expect(spec.minReplicas).toBeGreaterThan(ofKind('PodDisruptionBudget')[0]!.spec.minAvailable);
});

test('whoever ends has time to finish', () => {
  for (const component of ['api', 'worker']) {
    const { containers, terminationGracePeriodSeconds: seconds } = podOf(component).spec;
    expect(seconds! - (containers[0]!.lifecycle?.preStop.sleep.seconds ?? 0)).toBeGreaterThanOrEqual(
      GRACE_SECONDS,
    );
  }
});

describe('network policies', () => {
  const policies = ofKind('NetworkPolicy');
  const [all, ...others] = policies.map(({ spec }) => spec);

  test('the first closes everything; the others choose pods that are there', () => {
    expect(all).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    for (const { podSelector } of others) {
      const { matchLabels = {}, matchExpressions = [] } = podSelector;
      const values = matchExpressions.flatMap((expression: any) => expression.values);
      const components = pods.map((pod) => pod.metadata.labels['app.kubernetes.io/component']);
      expect(components).toEqual(expect.arrayContaining(values));
      expect(pods.some((pod) => isSelected(pod.metadata.labels, matchLabels))).toBe(true);
    }
  });

  test('the ports of every store that the settings name are open outwards, and only 3000 inwards', () => {
    const settings = settingsOf(environmentOf(podOf('worker').spec.containers[0]!));
    const outwards = others
      .flatMap(({ egress = [] }) => egress)
      .flatMap(({ ports }: any) => ports.map(({ port }: any) => port));
    const addresses = [settings.databaseUrl, settings.meiliUrl, settings.s3!.endpoint, settings.smtpUrl];
    const wanted = addresses.map((address) => Number(new URL(address!).port || 443));
    expect([...new Set(outwards)].toSorted()).toEqual([...new Set([...wanted, 53])].toSorted());
    const inwards = others
      .flatMap(({ ingress = [] }) => ingress)
      .flatMap(({ ports }: any) => ports.map(({ port }: any) => port));
    expect([...new Set(inwards)]).toEqual([settings.port]);
  });
});

test('probes ask for what answers', async () => {
  const app = await TestApp.start();
  try {
    for (const component of ['api', 'worker']) {
      const [container] = podOf(component).spec.containers as [Container];
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
        const { path, port } = container[probe]!.httpGet;
        expect(portOf(container, port)).toBe(settingsOf(environmentOf(container)).port);
        expect((await fetch(new URL(path, await app.app.getUrl()))).status).toBe(200);
      }
    }
  } finally {
    await app.stop();
  }
});
