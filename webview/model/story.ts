import { formatCount } from '../../src/display/numbers.js';
import { formatModelBytes } from '../../src/display/units.js';
import type { ModelListing } from '../../src/protocol/models.js';

/** What people call the formats. */
const names: Readonly<Record<string, string>> = {
  safetensors: 'safetensors',
  'safetensors-index': 'sharded safetensors',
  pytorch: 'PyTorch',
  onnx: 'ONNX',
  gguf: 'GGUF',
  npy: 'NumPy array',
  npz: 'NumPy archive',
  hdf5: 'HDF5',
  keras: 'Keras',
  tfjs: 'TensorFlow.js',
  tflite: 'TFLite',
};

/** Keys of metadata that tell who wrote a file, the most telling first. */
const producers = [
  'producer',
  'producer_name',
  'generator',
  'framework',
  'keras_version',
  'general.quantized_by',
  'generatedBy',
  'format',
];

/** The model in one line: format, producer, parameters, and what its values are stored as. */
export function tellStory({ format, metadata, tensors, bytes }: ModelListing): string {
  const key = producers.find((known) => metadata[known]);
  const producer = key === undefined ? null : producerWords(key, metadata);
  const name = metadata['general.name'] ?? metadata['general.architecture'] ?? metadata['name'];
  const parameters = tensors.reduce((sum, { size }) => sum + size, 0);
  const valueBytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  const dtypes = [...new Set(tensors.map(({ dtype }) => dtype))];
  return [
    names[format] ?? format,
    name,
    producer && `by ${producer}`,
    `${formatCount(tensors.length)} ${tensors.length === 1 ? 'tensor' : 'tensors'}`,
    `${formatCount(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'}`,
    dtypes.length > 3 ? `${dtypes.slice(0, 3).join(', ')} …` : dtypes.join(', '),
    formatModelBytes(bytes, valueBytes),
  ]
    .filter(Boolean)
    .join(' · ');
}

function producerWords(key: string, metadata: ModelListing['metadata']): string {
  const value = metadata[key]!;
  if (key === 'keras_version') return `Keras ${value}`;
  if (key === 'format') return value === 'pt' ? 'PyTorch' : value === 'tf' ? 'TensorFlow' : value;
  const version = metadata['producer_version'];
  return key === 'producer_name' && version ? `${value} ${version}` : value;
}
