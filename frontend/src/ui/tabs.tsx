import { type KeyboardEvent, useEffect, useRef } from 'react';
import classes from './tabs.module.css';

type Props<T extends string> = {
  label: string;
  /** Begins the id of each tab and panel. */
  id: string;
  tabs: readonly { key: T; name: string }[];
  selected: T;
  onSelect: (key: T) => void;
};

export const tabId = (id: string, key: string) => `${id}-tab-${key}`;
export const panelId = (id: string, key: string) => `${id}-panel-${key}`;

/** Tabs that arrow keys, Home and End move between; the panels are the page's, under {@link panelId}. */
export function TabList<T extends string>({ label, id, tabs, selected, onSelect }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);

  // On a phone the selected one may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another is selected
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (list.current && tab) list.current.scrollLeft = tab.offsetLeft - 24;
  }, [selected]);

  function move(event: KeyboardEvent) {
    const at = tabs.findIndex(({ key }) => key === selected);
    const last = tabs.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || !tab) return;
    event.preventDefault();
    onSelect(tab.key);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }

  return (
    <div ref={list} role="tablist" aria-label={label} className={classes.tabs}>
      {tabs.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={tabId(id, key)}
          aria-selected={key === selected}
          aria-controls={panelId(id, key)}
          tabIndex={key === selected ? 0 : -1}
          onClick={() => onSelect(key)}
          onKeyDown={move}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
