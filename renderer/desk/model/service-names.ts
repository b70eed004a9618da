import { parseNodeId } from '../../../shared/model/catalogue';

/** Each service once, in the order in which it is met; of one that is met at one place, with the place. */
export function serviceNames(nodes: readonly string[], name: (id: string) => string): readonly string[] {
  const byService = new Map<string, string[]>();
  for (const node of nodes) {
    const { service } = parseNodeId(node);
    const places = byService.get(service);
    if (places) places.push(node);
    else byService.set(service, [node]);
  }
  return [...byService].map(([service, places]) => {
    const [only] = places;
    return only !== undefined && places.length === 1 ? name(only) : name(service);
  });
}

/** Names in a row. One that has a comma in it (a service at a site) is kept whole by semicolons. */
export function joinNames(names: readonly string[]): string {
  return names.join(names.some((name) => name.includes(',')) ? '; ' : ', ');
}
