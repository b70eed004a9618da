import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../../i18n/react';
import { described } from './fields';

/** A service's own text. `goto`: a place (1-based) that the person asked to see. */
export function YamlText(props: {
  readonly yaml: string;
  readonly locked: boolean;
  readonly fault: string | null;
  readonly goto: { readonly line: number; readonly col: number } | null;
  readonly onChange: (yaml: string) => void;
}): ReactNode {
  const { yaml, locked, fault, goto, onChange } = props;
  const { t } = useT();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const text = area.current;
    if (!text) return;
    text.focus();
    if (goto === null) return;
    const lines = text.value.split('\n');
    const at = lines.slice(0, goto.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.setSelectionRange(at, at + (lines[goto.line - 1]?.length ?? 0));
  }, [goto]);
  return (
    <div className="entry-field yaml-text">
      <label htmlFor={id}>{t('onboard:editor.yamlLabel')}</label>
      <textarea
        ref={area}
        id={id}
        className="entry-code"
        value={yaml}
        rows={Math.max(16, yaml.split('\n').length + 1)}
        readOnly={locked}
        spellCheck={false}
        wrap="off"
        {...described(id, t('onboard:help.yaml'), fault)}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault !== null && (
        <p className="entry-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      <p className="entry-help" id={`${id}-help`}>
        {t('onboard:help.yaml')}
      </p>
    </div>
  );
}
