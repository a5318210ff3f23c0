import assert from 'node:assert/strict';
import { largestSeries, markOf, seriesOf } from '../../../../src/extension/models/seriesNames.js';

const told = (series: ReturnType<typeof seriesOf>): string =>
  series ? `${series.word}: ${series.members.map(({ name, time }) => `${name}@${time}`).join(' ')}` : 'none';

describe('names of checkpoints', () => {
  it('are put in the order of their epochs, and best and last are none of them', () => {
    const names = [
      'best.safetensors',
      'epoch-0010.safetensors',
      'epoch-0002.safetensors',
      'last.safetensors',
    ];
    assert.equal(
      told(seriesOf('epoch-0002.safetensors', names)),
      'epoch: epoch-0002.safetensors@2 epoch-0010.safetensors@10',
    );
    assert.equal(told(seriesOf('best.safetensors', names)), 'none');
  });

  it('are read without leading zeros too', () => {
    const names = ['step_1000.pt', 'step_50.pt', 'step_200.pt', 'step_50.onnx', 'other_3.pt'];
    assert.equal(
      told(seriesOf('step_200.pt', names)),
      'step: step_50.pt@50 step_200.pt@200 step_1000.pt@1000',
    );
    assert.equal(told(seriesOf('other_3.pt', names)), 'none');
  });

  it('are told apart by the first number that is another one in each', () => {
    const names = ['v2-epoch=3-step=900.ckpt', 'v2-epoch=1-step=300.ckpt', 'v2-epoch=2-step=600.ckpt'];
    assert.equal(
      told(seriesOf(names[0]!, names)),
      'epoch: v2-epoch=1-step=300.ckpt@1 v2-epoch=2-step=600.ckpt@2 v2-epoch=3-step=900.ckpt@3',
    );
  });

  it('stand in natural order where no number tells them apart', () => {
    assert.equal(
      told(seriesOf('a1b1.pt', ['a1b2.pt', 'a1b1.pt', 'a2b1.pt'])),
      'file: a1b1.pt@1 a1b2.pt@2 a2b1.pt@3',
    );
    assert.equal(told(largestSeries(['tuned.pt', 'base.pt'])), 'file: base.pt@1 tuned.pt@2');
  });

  it('of a folder are the largest series in it', () => {
    const names = ['a-1.pt', 'a-2.pt', 'checkpoint-5.pt', 'checkpoint-15.pt', 'checkpoint-10.pt', 'final.pt'];
    assert.equal(
      told(largestSeries(names)),
      'checkpoint: checkpoint-5.pt@5 checkpoint-10.pt@10 checkpoint-15.pt@15',
    );
    assert.equal(told(largestSeries(['one.pt'])), 'none');
    assert.equal(told(largestSeries([])), 'none');
  });

  it('know the copies of the best file and of the last by their names', () => {
    for (const name of ['best.safetensors', 'model_best.pt', 'Best-model.pth', 'net.best.pt'])
      assert.equal(markOf(name), 'best', name);
    for (const name of ['last.safetensors', 'latest.pt', 'model-final.pt'])
      assert.equal(markOf(name), 'last', name);
    for (const name of ['bestiary.pt', 'epoch-0001.safetensors', 'blast.pt', 'finals.pt'])
      assert.equal(markOf(name), null, name);
  });
});
