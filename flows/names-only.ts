/** Actions that a machine only names: a transition gives them out as data, and nothing is run. */
export function namesOnly<Table extends object>(table: Table): { [name in keyof Table]: () => void } {
  return Object.fromEntries(Object.keys(table).map((name) => [name, () => {}])) as {
    [name in keyof Table]: () => void;
  };
}
