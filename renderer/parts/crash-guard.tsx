import { Component, type ReactNode } from 'react';

/** Shows `fallback` in place of a part that failed, instead of an empty window. */
export class CrashGuard extends Component<
  { readonly fallback: (error: Error) => ReactNode; readonly children: ReactNode },
  { readonly error: Error | null }
> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error ? this.props.fallback(this.state.error) : this.props.children;
  }
}
