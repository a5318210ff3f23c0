/**
 * What a PyTorch file may ask for without a word: names whose meaning is known and that could do no harm even if
 * they were called, which nothing ever is. All else is told to the user by its name.
 */
const names = new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
  'collections.Counter',
  'collections.deque',
  'argparse.Namespace',
  'datetime.datetime',
  'datetime.date',
  'datetime.timedelta',
  'decimal.Decimal',
  'fractions.Fraction',
  'uuid.UUID',
  'pathlib.PosixPath',
  'pathlib.PurePosixPath',
  'pathlib.WindowsPath',
  '_codecs.encode',
  'numpy.ndarray',
  'numpy.dtype',
  'torch.Size',
  'torch.Tensor',
  'torch.device',
  'torch.serialization._get_layout',
  'torch.nn.Parameter',
  'torch.nn.parameter.Parameter',
  'torch.nn.parameter.Buffer',
  'torch.nn.parameter.UninitializedParameter',
  'torch.jit._pickle.build_intlist',
  'torch.jit._pickle.build_doublelist',
  'torch.jit._pickle.build_boollist',
  'torch.jit._pickle.build_tensorlist',
  'torch.jit._pickle.build_tensor_from_id',
  'torch.jit._pickle.restore_type_tag',
  'torch.torch_version.TorchVersion',
]);

const builtins =
  'bool bytearray bytes complex dict float frozenset int list object range set slice str tuple'.split(' ');

const patterns = [
  new RegExp(`^(builtins|__builtin__)\\.(${builtins.join('|')})$`),
  /^torch\.(cuda\.|storage\.)?\w*Storage$/,
  /^torch\.(u?int\d+|float\d+\w*|bfloat16|complex\d+|bool|half|double|long|q(u)?int\d+|per_\w+_affine\w*|strided|sparse_\w+|contiguous_format|channels_last\w*|preserve_format)$/,
  /^torch\._utils\._rebuild_\w+$/,
  /^torch\._tensor\._rebuild_from_type_v2$/,
  /^numpy(\._core|\.core)\.(multiarray\.(_reconstruct|scalar)|numeric\._frombuffer)$/,
  /^numpy\.dtypes?\.\w+$/,
  // The classes of PyTorch's own layers and optimizers, whose objects are read as their attributes.
  /^torch\.(nn|ao\.nn)\.(\w+\.)*[A-Z]\w*$/,
  /^torch\.optim\.(\w+\.)*[A-Z]\w*$/,
  // TorchScript's types stand in the archive itself, as code that is never read.
  /^__torch__\./,
];

/** Whether a global is known and harmless. */
export function isKnownGlobal(fullName: string): boolean {
  return names.has(fullName) || patterns.some((pattern) => pattern.test(fullName));
}
