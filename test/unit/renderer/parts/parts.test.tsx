// @vitest-environment jsdom
import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { I18nProvider } from '../../../../renderer/i18n/react';
import { BulletBar } from '../../../../renderer/parts/bullet-bar';
import { CrashGuard } from '../../../../renderer/parts/crash-guard';
import { KeyButton } from '../../../../renderer/parts/key-cap';
import { StateWord } from '../../../../renderer/parts/state-word';
import { NODE_STATES } from '../../../../shared/model/states';

afterEach(cleanup);

describe('a key button', () => {
  it('acts by mouse, shows its key, and is dashed while what it does waits', () => {
    const press = vi.fn();
    const view = render(<KeyButton cap="r" label="Sjekk" waits onPress={press} hint="legges i kø" />);
    fireEvent.click(view.getByRole('button', { name: /Sjekk/ }));
    expect(press).toHaveBeenCalledOnce();
    expect(view.getByText('r').dataset.waits).toBe('');
    expect(view.getByRole('button').title).toBe('legges i kø');
  });
});

describe('a bullet bar', () => {
  const share = (view: ReturnType<typeof render>, part: string): string =>
    (view.container.querySelector(`.bullet-${part}`) as HTMLElement).style.width;

  it('sets what was measured against what is expected, and ends at its edge', () => {
    const view = render(<BulletBar ms={1_000} expectedMs={2_000} state="normal" />);
    expect([share(view, 'value'), share(view, 'band')]).toEqual(['20%', '40%']);
    view.rerender(<BulletBar ms={60_000} expectedMs={2_000} state="degraded" />);
    expect(share(view, 'value')).toBe('100%');
  });
});

describe('a state word', () => {
  it('is said in the language of the window, each state by another word', () => {
    const words = (['nb', 'en'] as const).map((lang) =>
      NODE_STATES.map((state) => {
        const view = render(
          <I18nProvider lang={lang}>
            <StateWord state={state} />
          </I18nProvider>,
        );
        const word = view.container.textContent;
        view.unmount();
        return word;
      }),
    );
    expect(words[0]).toContain('Redundans tapt');
    expect(words[1]).toContain('Redundancy lost');
    for (const list of words) expect(new Set(list).size).toBe(NODE_STATES.length);
  });
});

describe('a crash guard', () => {
  it('shows what went wrong in place of an empty window', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const Broken = (): never => {
      throw new Error('torn');
    };
    const view = render(
      <CrashGuard fallback={(error) => <p>{error.message}</p>}>
        <Broken />
      </CrashGuard>,
    );
    expect(view.container.textContent).toBe('torn');
    quiet.mockRestore();
  });
});
