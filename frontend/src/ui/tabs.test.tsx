import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { TabList } from './tabs';

const tabs = [
  { key: 'one', name: 'One' },
  { key: 'two', name: 'Two' },
  { key: 'three', name: 'Three' },
] as const;

function Page() {
  const [selected, setSelected] = useState<'one' | 'two' | 'three'>('one');
  return <TabList label="Tabs" id="t" tabs={tabs} selected={selected} onSelect={setSelected} />;
}

it('is one stop for Tab, and arrow keys move within', async () => {
  const user = userEvent.setup();
  render(<Page />);
  const tab = (name: string) => screen.getByRole('tab', { name });
  await user.tab();
  expect(tab('One')).toHaveFocus();
  await user.keyboard('{ArrowLeft}');
  expect(tab('Three')).toHaveFocus();
  expect(tab('Three')).toHaveAttribute('aria-selected', 'true');
  await user.keyboard('{Home}{ArrowRight}');
  expect(tab('Two')).toHaveFocus();
  await user.tab();
  expect(document.body).toHaveFocus();
});
