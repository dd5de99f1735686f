import type { CSSProperties } from 'react';

/** 24 x 24, drawn with a stroke. A picture only: the word beside it says what it means. */
const shapes = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  plus: 'M12 5v14M5 12h14',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 7.8v.1',
  alert: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V13M12 16.2v.1',
  warning: 'M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.4v.1',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  cross: 'M6 6l12 12M18 6 6 18',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.6 9.3a2.5 2.5 0 1 1 3.6 2.5c-.8.4-1.2.9-1.2 1.9M12 16.8v.1',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  down: 'M6 9l6 6 6-6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  cart: 'M3 4h2.2l2.1 10.5h10.2l2-7.5H6M9 19.5a.6.6 0 1 0 0-.1M16.5 19.5a.6.6 0 1 0 0-.1',
  card: 'M3 5.5h18v13H3zM8.5 12.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM5.8 15.6c.6-2 4.8-2 5.4 0M14 10h4M14 14h4',
  box: 'M12 3l8 4.5v9L12 21l-8-4.5v-9L12 3ZM4 7.5l8 4.5 8-4.5M12 12v9',
  receipt: 'M5 3h14v18l-2.3-1.6L14.3 21 12 19.4 9.7 21l-2.4-1.6L5 21V3ZM9 8h6M9 12h6',
  right: 'M5 12h14M13 6l6 6-6 6',
  mail: 'M3 5.5h18v13H3zM3 7l9 6.5L21 7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff:
    'M4 4l16 16M9.5 6a9 9 0 0 1 2.5-.4c6 0 9.5 6.4 9.5 6.4a17 17 0 0 1-2.6 3.4M6.3 7.7A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.6-1.3M10 10a3 3 0 0 0 4.1 4.2',
  grid: 'M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-5 14-5 15 0',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M4.9 19.1l1.8-1.8M17.3 6.7l1.8-1.8',
  terminal: 'M3 4.5h18v15H3zM7 9l3 3-3 3M12.5 15H17',
  undo: 'M9 6 4.5 10.5 9 15M4.5 10.5H14a5 5 0 0 1 0 10h-3',
  swap: 'M4 8.5h15M15.5 5 19 8.5M20 15.5H5M8.5 19 5 15.5',
  left: 'M15 6l-6 6 6 6',
  next: 'M9 6l6 6-6 6',
  up: 'M12 19V5M6 11l6-6 6 6',
  ring: 'M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12Z',
  half: 'M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM12 5v14M14.2 5.8v12.4M16.3 7v10',
  pause: 'M9 7v10M15 7v10',
  minus: 'M6 12h12',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  cloud: 'M7 18.5a4 4 0 0 1-.6-8 6 6 0 0 1 11.5-1.4A4.7 4.7 0 0 1 17 18.5H7Z',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5',
  out: 'M14 4h6v6M20 4l-9 9M11 5H4v15h15v-7',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 18, style }: { name: IconName; size?: number; style?: CSSProperties }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size <= 16 ? 2.2 : 1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', ...style }}
    >
      <path d={shapes[name]} />
    </svg>
  );
}
