import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import { startI18n } from '../../i18n/i18n';
import { ErrorSummary } from './error-summary';

beforeAll(() => startI18n('en'));

describe('the error summary', () => {
  const items = [
    { id: 'username', message: 'Enter a user name' },
    { id: undefined, message: 'Something else' },
  ];

  it('takes the focus each time the form is refused', () => {
    const { rerender } = render(<ErrorSummary items={items} attempt={1} />);
    expect(screen.getByRole('group', { name: '2 things to correct' })).toHaveFocus();
    (document.activeElement as HTMLElement).blur();
    rerender(<ErrorSummary items={items} attempt={2} />);
    expect(screen.getByRole('group')).toHaveFocus();
  });

  it('leads to the field', async () => {
    render(
      <>
        <ErrorSummary items={items} attempt={1} />
        <input id="username" />
      </>,
    );
    await userEvent.click(screen.getByRole('link', { name: 'Enter a user name' }));
    expect(screen.getByRole('textbox')).toHaveFocus();
  });

  it('shows what belongs to no field as text', () => {
    render(<ErrorSummary items={items} attempt={1} />);
    expect(screen.queryByRole('link', { name: 'Something else' })).toBeNull();
    expect(screen.getByText('Something else')).toBeVisible();
  });

  it('is not there without errors', () => {
    const { container } = render(<ErrorSummary items={[]} attempt={1} />);
    expect(container).toBeEmptyDOMElement();
  });
});
