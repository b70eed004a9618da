import type { ReactNode } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { adviceWords } from './figure-words';

/** What to do about it, worst first. */
export function AdvicePanel(props: {
  readonly advice: AlarmFiguresAnswer['advice'];
  readonly name: (node: string) => string;
}): ReactNode {
  const { advice, name } = props;
  const speech = useT();
  return (
    <section className="panel">
      <h2 className="panel-title">{speech.t('figures:advice.title')}</h2>
      <ol className="figures-advice">
        {advice.map((one) => (
          <li key={one.kind} data-kind={one.kind}>
            {adviceWords(one, name, speech)}
          </li>
        ))}
      </ol>
    </section>
  );
}
