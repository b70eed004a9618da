import { type ReactNode, useMemo } from 'react';
import { useT } from '../../i18n/react';
import { ProposalField } from '../../parts/proposal-field';
import { useBoard } from '../../stores/board-react';
import { fold } from '../model/row';

/** Proposals that are shown. */
const SHOWN = 6;

/** Services, picked by name one after the other. */
export function ServicePicker(props: {
  /** Service ids. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}): ReactNode {
  const { chosen, onChange } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const services = useMemo(
    () => [...catalogue.values()].flatMap((entity) => (entity.kind === 'service' ? [entity.value] : [])),
    [catalogue, version],
  );
  const nameOf = (service: string): string => services.find((one) => one.id === service)?.name ?? service;
  return (
    <div className="service-picker">
      <ProposalField
        label={t('callers:error.services')}
        placeholder={t('callers:error.addService')}
        propose={(text) =>
          services
            .filter((one) => !chosen.includes(one.id) && fold(`${one.name} ${one.id}`).includes(fold(text)))
            .slice(0, SHOWN)
        }
        none={(text) => t('callers:none', { text })}
        onPick={(service) => onChange([...chosen, service])}
        onTakeBack={() => onChange(chosen.slice(0, -1))}
      >
        <ul>
          {chosen.map((service) => (
            <li key={service}>
              <strong>{nameOf(service)}</strong>
              <button
                type="button"
                className="quiet-button"
                aria-label={t('callers:error.removeService', { name: nameOf(service) })}
                onClick={() => onChange(chosen.filter((one) => one !== service))}
              >
                {t('callers:error.remove')}
              </button>
            </li>
          ))}
        </ul>
      </ProposalField>
    </div>
  );
}
