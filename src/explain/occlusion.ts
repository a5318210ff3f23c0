import { backgroundMean, playGame } from './game.js';
import { defineMethod } from './method.js';

export const occlusion = defineMethod({
  name: 'occlusion',
  doc: 'What the output is less without each feature: the output at the row minus its mean with the feature alone taken from the background. One coalition a feature, so it is quick where each costs much, as with text. What several features do together is counted for each of them or for none, so it does not add up.',
  source:
    'Zeiler & Fergus (2014), Visualizing and understanding convolutional networks, §4.2; Robnik-Šikonja & Kononenko (2008)',
  exactness: 'approximate',
  prepare(question) {
    const { model, players } = question;
    const n = players.length;
    const members = Uint8Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 0 : 1));
    return {
      baseValue: backgroundMean(question),
      explain(rows, count, outputs) {
        const phi = new Float64Array(count * n * outputs.length);
        const predicted = model.predict(rows, count);
        const without = playGame(question, rows, count, members);
        for (let at = 0; at < count * n; at++) {
          const row = Math.floor(at / n);
          outputs.forEach((output, o) => {
            const whole = predicted[row * model.outputs + output]!;
            phi[at * outputs.length + o] = whole - without[at * model.outputs + output]!;
          });
        }
        return phi;
      },
    };
  },
});
