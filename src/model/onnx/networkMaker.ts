import type { LayerConfig } from '../../engine/config.js';
import { findLayer } from '../../engine/layers/index.js';
import { fillDefaults } from '../../engine/member.js';
import type { OnnxNode } from '../../formats/onnx/graph.js';
import { sizeOf } from '../../tensor/shape.js';
import type { FloatTensor } from '../../tensor/tensor.js';
import { isConstant, Unsupported, type Constant, type LayerValue, type Value } from './value.js';

/** Layers and weights as they are made from the nodes of a graph, one after another. */
export class NetworkMaker {
  readonly layers: LayerConfig[] = [];
  readonly weights: FloatTensor[] = [];
  private readonly values = new Map<string, Value>();
  private current = '';
  private currentTensor: Constant | null = null;

  /** `readers` counts the nodes that read a value, by its name. */
  constructor(private readonly readers: ReadonlyMap<string, number>) {}

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  find(name: string): Value | undefined {
    return this.values.get(name);
  }

  /** The tensor among the attributes of the node that is being converted. */
  get tensor(): Constant | null {
    return this.currentTensor;
  }

  /** Layers made from here on are called after this node. */
  begin(node: OnnxNode, tensor: Constant | null): void {
    this.currentTensor = tensor;
    this.current = (node.name || node.outputs[0] || node.operator).replace(/^\/+/, '').replace(/[/.]+/g, '_');
  }

  /** The node's input at this place, whatever it is. */
  input(node: OnnxNode, at: number): Value {
    const value = this.values.get(node.inputs[at] ?? '');
    if (!value) throw new Unsupported(`reads "${node.inputs[at] ?? ''}", which nothing before it puts out`);
    return value;
  }

  /** An input that the data has a part in. */
  data(node: OnnxNode, at = 0): LayerValue {
    const value = this.input(node, at);
    if (isConstant(value)) throw new Unsupported('works on constants alone');
    return value;
  }

  /** An input that is known beforehand. */
  constant(node: OnnxNode, at: number, meaning: string): Constant {
    const value = this.input(node, at);
    if (isConstant(value)) return value;
    throw new Unsupported(`has ${meaning} that follow from the data; they must be constants`);
  }

  /** The same where it may be left out. */
  optionalConstant(node: OnnxNode, at: number, meaning: string): Constant | null {
    return node.inputs[at] ? this.constant(node, at, meaning) : null;
  }

  /** Adds a layer with the weights it has, by their suffixes. */
  add(
    type: string,
    from: readonly LayerValue[],
    options: Readonly<Record<string, unknown>> = {},
    weights: Readonly<Record<string, Constant>> = {},
  ): LayerValue {
    const member = findLayer(type)!;
    const name = this.freeName();
    const inputs = from.map(({ layer }) => layer);
    const config: LayerConfig = { ...fillDefaults(member, options), name, index: this.layers.length };
    const described = member.describe(config, { inputShapes: from.map(({ shape }) => shape) });
    if ('message' in described) throw new Unsupported(`cannot be: ${described.message}`);
    for (const { suffix, shape } of [...described.parameters, ...described.state]) {
      const given = weights[suffix];
      if (given?.values.length !== sizeOf(shape)) {
        throw new Unsupported(
          `has a ${suffix} of ${given?.values.length ?? 0} numbers and needs ${sizeOf(shape)}`,
        );
      }
      this.weights.push({ name: `${name}.${suffix}`, shape, values: Float32Array.from(given.values) });
    }
    this.layers.push({ ...config, from: inputs.length === 1 ? inputs[0] : inputs });
    return { layer: name, shape: described.outputShape };
  }

  /** Gives the layer behind a value an activation of its own, or adds one. `name` is what the node calls the value. */
  activate(value: LayerValue, name: string, activation: string): LayerValue {
    const last = this.layers.at(-1);
    const isFree = last?.['activation'] === 'linear' && last.name === value.layer && this.isReadOnce(name);
    if (!isFree) return this.add('activation', [value], { function: activation });
    this.layers[this.layers.length - 1] = { ...last, activation };
    return value;
  }

  /** Gives a dense layer without a bias the bias that is added to its output; null where it is no such layer. */
  addBias(value: LayerValue, name: string, bias: Constant): LayerValue | null {
    const last = this.layers.at(-1);
    const isFree = last?.type === 'dense' && last['bias'] === false && last['activation'] === 'linear';
    const units = value.shape.at(-1);
    if (!isFree || last.name !== value.layer || !this.isReadOnce(name) || bias.values.length !== units) {
      return null;
    }
    this.layers[this.layers.length - 1] = { ...last, bias: true };
    this.weights.push({
      name: `${last.name}.bias`,
      shape: [units],
      values: Float32Array.from(bias.values),
    });
    return value;
  }

  private isReadOnce(name: string): boolean {
    return this.readers.get(name) === 1;
  }

  private freeName(): string {
    const taken = new Set(['input', ...this.layers.map(({ name }) => name)]);
    for (let i = 1; ; i++) {
      const name = i === 1 ? this.current : `${this.current}_${i}`;
      if (!taken.has(name)) return name;
    }
  }
}
