import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { CodeInput, nextCode } from './code-input';

function Field() {
  const [value, setValue] = useState('');
  return (
    <>
      <p id="label">Code</p>
      <CodeInput
        id="code"
        digits={6}
        value={value}
        onChange={setValue}
        invalid={false}
        labelledBy="label"
        describedBy="message"
      />
      <p id="message">5 tries left</p>
    </>
  );
}

describe('the code input', () => {
  it('is one field that phones can fill', () => {
    render(<Field />);
    const input = screen.getByRole('textbox', { name: 'Code' });
    expect(input).toHaveAttribute('autocomplete', 'one-time-code');
    expect(input).toHaveAttribute('inputmode', 'numeric');
    expect(input).toHaveAccessibleDescription('5 tries left');
  });

  it('takes a pasted code with spaces', async () => {
    render(<Field />);
    const input = screen.getByRole('textbox');
    await userEvent.click(input);
    await userEvent.paste(' 831 402 ');
    expect(input).toHaveValue('831402');
  });

  it('drops what is no digit', async () => {
    render(<Field />);
    await userEvent.type(screen.getByRole('textbox'), '8a3-1');
    expect(screen.getByRole('textbox')).toHaveValue('831');
  });

  it('begins a new code after a full one', () => {
    expect(nextCode('407192', '4071928', 6)).toBe('8');
    expect(nextCode('407192', '407192123456', 6)).toBe('123456');
  });

  it('lets a digit in the middle be corrected', () => {
    expect(nextCode('407192', '40712', 6)).toBe('40712');
  });
});
