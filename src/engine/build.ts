import { sizeOf } from '../tensor/shape.js';
import type { LayerConfig, MemberConfig, NetworkConfig } from './config.js';
import { defaultInit, type WiredLayer } from './defaultInit.js';
import { isFrozen } from './freeze.js';
import { findInitializer } from './initializers/index.js';
import { findLayer } from './layers/index.js';
import type { LayerDescription, LayerMember, ParameterDescription } from './layers/layer.js';
import { asMemberConfig } from './layers/weightOptions.js';
import { fillDefaults } from './member.js';
import type { Network, NetworkLayer, NetworkProblem, Parameter } from './network.js';

export type BuiltNetwork =
  | { readonly network: Network; readonly problems?: never }
  | { readonly network?: never; readonly problems: readonly NetworkProblem[] };

/**
 * The static graph of a network: its layers in the order they run, with shapes, parameters and state; or what a
 * user has to mend, at paths within `layers`.
 */
export function buildNetwork(config: NetworkConfig): BuiltNetwork {
  const problems: NetworkProblem[] = [];
  const wired = wireLayers(config.layers, problems);
  if (problems.length > 0) return { problems };

  const sized = lastSizedLayer(config.layers);
  const layers: NetworkLayer[] = [];
  for (const [index, { config: layerConfig, inputs }] of wired.entries()) {
    const member = findLayer(layerConfig.type)!;
    const inputShapes = inputs.map((input) => (input < 0 ? config.inputShape : layers[input]!.outputShape));
    const described = member.describe(layerConfig, {
      inputShapes,
      ...(index === sized ? { outputs: config.outputs } : {}),
      ...(config.positions === undefined ? {} : { vocabulary: config.outputs }),
    });
    // Without this layer's shape nothing can be said of those behind it.
    if ('message' in described) return { problems: [at(layerConfig, described)] };
    layers.push(buildLayer(config, wired, index, { inputShapes, described }));
  }
  const last = layers.at(-1);
  if (!last) return { problems: [{ path: [], message: 'a network needs at least one layer' }] };
  problems.push(...unusedLayers(wired), ...wrongOutputs(config, last, layers[sized]));
  if (problems.length > 0) return { problems };
  return {
    network: {
      inputShape: config.inputShape,
      outputShape: last.outputShape,
      positions: config.positions ?? 1,
      layers,
      parameters: layers.flatMap((layer) => layer.parameters),
      state: layers.flatMap((layer) => layer.state),
    },
  };
}

function at(config: LayerConfig, problem: NetworkProblem): NetworkProblem {
  return { ...problem, path: [config.index, ...problem.path] };
}

/** Finds each layer's type and inputs; says which names lead nowhere. */
function wireLayers(configs: readonly LayerConfig[], problems: NetworkProblem[]): WiredLayer[] {
  const indices = new Map([['input', -1]]);
  return configs.map((config, index) => {
    const report = (path: (string | number)[], message: string): void => {
      problems.push(at(config, { path, message }));
    };
    const member = findLayer(config.type);
    if (!member) report(['type'], `"${config.type}" is no type of layer`);
    const inputs = findInputs(config, index, indices, member, report);
    if (indices.has(config.name)) {
      report(['name'], `the name "${config.name}" is already taken; each layer needs its own`);
    }
    indices.set(config.name, index);
    const filled = member ? fillDefaults(member, config) : config;
    return { config: { ...filled, type: filled.type, name: config.name, index: config.index }, inputs };
  });
}

/** The indices that `from` names; the layer before where it is left out. */
function findInputs(
  config: LayerConfig,
  index: number,
  indices: ReadonlyMap<string, number>,
  member: LayerMember | undefined,
  report: (path: (string | number)[], message: string) => void,
): number[] {
  const from = config['from'];
  if (from === undefined) return [index - 1];
  const isList = Array.isArray(from);
  const names: unknown[] = isList ? from : [from];
  if (names.length !== 1 && member && !member.takesSeveral) {
    report(
      ['from'],
      `a ${config.type} layer reads one input, not ${names.length}; join them with add or concat`,
    );
  }
  return names.map((name, position) => {
    const found = indices.get(String(name));
    if (found === undefined) {
      const known = [...indices.keys()].join(', ');
      report(
        isList ? ['from', position] : ['from'],
        `"${String(name)}" is no layer before this one; there are ${known}`,
      );
    }
    return found ?? -1;
  });
}

/** The last layer that takes `units`: it gets them from the target where the spec leaves them out. */
function lastSizedLayer(configs: readonly LayerConfig[]): number {
  return configs.findLastIndex((config) => findLayer(config.type)?.options['units'] !== undefined);
}

function buildLayer(
  network: NetworkConfig,
  wired: readonly WiredLayer[],
  index: number,
  shapes: { inputShapes: readonly (readonly number[])[]; described: LayerDescription },
): NetworkLayer {
  const { config, inputs } = wired[index]!;
  const { described, inputShapes } = shapes;
  const trainable = config['trainable'] !== false && !isFrozen(network.freeze, config.name);
  const parameters = described.parameters.map((description): Parameter => {
    const { suffix, defaultInit: _, ...rest } = description;
    const name = `${config.name}.${suffix}`;
    const penalty = (option: 'l1' | 'l2'): number =>
      description.kind === 'weight' ? ((config[option] as number | undefined) ?? 0) : 0;
    return {
      ...rest,
      name,
      layer: config.name,
      init: initOf(config, description, () => defaultInit(wired, index)),
      trainable: trainable && !isFrozen(network.freeze, config.name, name),
      l1: penalty('l1'),
      l2: penalty('l2'),
    };
  });
  const state = described.state.map(({ suffix, shape, initial }) => ({
    name: `${config.name}.${suffix}`,
    layer: config.name,
    shape,
    initial,
  }));
  return {
    config,
    name: config.name,
    type: config.type,
    inputs,
    inputShapes,
    outputShape: described.outputShape,
    parameters,
    state,
    trainable: trainable && (parameters.length === 0 || parameters.some((parameter) => parameter.trainable)),
  };
}

/** The initialiser of a parameter with its options filled in: the spec's, else the layer's, else by activation. */
function initOf(
  config: LayerConfig,
  description: ParameterDescription,
  byActivation: () => MemberConfig,
): MemberConfig {
  const { defaultInit, kind } = description;
  const given = asMemberConfig(config[kind === 'weight' ? 'init' : 'biasInit']);
  const chosen = given ?? (defaultInit === 'byActivation' ? byActivation() : defaultInit);
  const initializer = findInitializer(chosen.type);
  if (!initializer) throw new Error(`no initializer "${chosen.type}"`);
  return fillDefaults(initializer, chosen);
}

/** Layers whose output nobody reads would never learn. */
function unusedLayers(wired: readonly WiredLayer[]): NetworkProblem[] {
  const read = new Set(wired.flatMap(({ inputs }) => inputs));
  return wired.slice(0, -1).flatMap(({ config }, index) =>
    read.has(index)
      ? []
      : [
          at(config, {
            path: [],
            message: `nothing reads the output of "${config.name}"; name it in the "from" of a later layer or remove it`,
          }),
        ],
  );
}

function wrongOutputs(
  config: NetworkConfig,
  last: NetworkLayer,
  sized: NetworkLayer | undefined,
): NetworkProblem[] {
  if (config.positions !== undefined) return wrongPositions(config, last, config.positions);
  const given = sizeOf(last.outputShape);
  if (given === config.outputs) return [];
  const layer = sized ?? last;
  const message = `the network gives ${given} outputs a row, and the target has ${config.outputs}`;
  if (sized?.config['units'] === undefined) return [at(layer.config, { path: [], message })];
  return [
    at(layer.config, {
      path: ['units'],
      message: `${message}; leave out "units" here to have it follow the target`,
    }),
  ];
}

/** A language is foretold at every position, not once a row. */
function wrongPositions(config: NetworkConfig, last: NetworkLayer, positions: number): NetworkProblem[] {
  const wanted = [positions, config.outputs].join(' × ');
  const given = last.outputShape.join(' × ');
  if (given === wanted) return [];
  const message = `the network gives ${given} outputs a row, but a language needs ${wanted}: the chances of every character at every position`;
  const isOfUnits = last.config['units'] !== undefined && last.outputShape[0] === positions;
  return [
    isOfUnits
      ? at(last.config, {
          path: ['units'],
          message: `${message}. Leave out "units" here to have it follow the text`,
        })
      : at(last.config, {
          path: [],
          message: `${message}. Begin with an embedding, and keep the positions apart to the end`,
        }),
  ];
}
