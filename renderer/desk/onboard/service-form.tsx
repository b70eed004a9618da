import { type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../../i18n/react';
import { ChecksForm } from './check-form';
import { useEntry } from './entry-context';
import { asText, idOfName } from './entry-model';
import { ChoiceField, LinesField, TextField } from './fields';
import { NeedsField } from './needs-field';
import { SitesField } from './sites-field';

/** A service as fields. What has no field is in the text beside it, and stays as it is. */
export function ServiceForm({ isNew }: { readonly isNew: boolean }): ReactNode {
  const { t } = useT();
  const { data, offers, set } = useEntry();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isNew) first.current?.focus();
  }, [isNew]);
  const named = (list: readonly { readonly id: string; readonly name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => [id, name] as const);
  // The id follows the name for as long as nobody has written another.
  const follow = (name: string): void => {
    const id = asText(data.id);
    if (isNew && (id === '' || id === idOfName(asText(data.name)))) set(['id'], idOfName(name) || null);
  };
  return (
    <>
      <section className="entry-section" aria-label={t('onboard:section.service')}>
        <h3>{t('onboard:section.service')}</h3>
        <div className="entry-grid">
          <TextField ref={first} path={['name']} label={t('onboard:field.name')} onText={follow} />
          <TextField path={['id']} label={t('onboard:field.id')} help={t('onboard:help.id')} />
          <ChoiceField
            path={['family']}
            label={t('onboard:field.family')}
            choices={named(offers?.families)}
          />
          <TextField path={['owner']} label={t('onboard:field.owner')} />
          <ChoiceField
            path={['criticality']}
            label={t('onboard:field.criticality')}
            numeric
            required
            choices={(['1', '2', '3', '4'] as const).map((level) => [
              level,
              t(`onboard:criticality.${level}`),
            ])}
          />
        </div>
        <SitesField />
      </section>
      <ChecksForm />
      <section className="entry-section" aria-label={t('onboard:section.operation')}>
        <h3>{t('onboard:section.operation')}</h3>
        <div className="entry-grid">
          <NeedsField />
          <TextField path={['expected']} label={t('onboard:field.expected')} example="500ms" />
          <ChoiceField path={['hours']} label={t('onboard:field.hours')} choices={named(offers?.hours)} />
          <ChoiceField
            path={['template']}
            label={t('onboard:field.template')}
            choices={(offers?.templates ?? []).map((id) => [id, id])}
          />
          <TextField path={['runbook']} label={t('onboard:field.runbook')} example="https://" wide />
          <TextField
            path={['emergencyRoutine']}
            label={t('onboard:field.emergencyRoutine')}
            example="https://"
            wide
          />
          <LinesField path={['description']} label={t('onboard:field.description')} wide />
          <LinesField
            path={['history']}
            label={t('onboard:field.history')}
            yaml
            wide
            example={'source: …\nquery: …'}
          />
        </div>
      </section>
    </>
  );
}
