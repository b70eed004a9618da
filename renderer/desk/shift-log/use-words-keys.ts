import { useKeys } from '../keys/use-keys';

/** The keys of a dialog that words are written in: Enter gives, Shift with Enter does not, Escape thinks better of it. */
export function useWordsKeys(submit: () => void, onClose: () => void): void {
  useKeys(
    {
      back: onClose,
      open: (event) => {
        if (event.shiftKey) return false;
        // Enter on a field gives it, on a button presses the button.
        if (event.target instanceof HTMLButtonElement) return false;
        submit();
        return true;
      },
      save: submit,
      approve: submit,
    },
    { modal: true },
  );
}
