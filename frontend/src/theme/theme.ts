import { Button, type CSSVariablesResolver, createTheme, type VariantColorsResolver } from '@mantine/core';

/** Buttons take their colours from the tokens; nothing else of ours uses variants. */
const variantColorResolver: VariantColorsResolver = ({ variant }) => {
  switch (variant) {
    case 'outline':
      return {
        background: 'var(--surface)',
        hover: 'var(--sunken)',
        color: 'var(--t1)',
        border: '1px solid var(--line2)',
      };
    case 'subtle':
      return {
        background: 'transparent',
        hover: 'var(--acc-s)',
        color: 'var(--acc-t)',
        border: '1px solid transparent',
      };
    default:
      return {
        background: 'var(--acc)',
        hover: 'var(--acc-h)',
        color: 'var(--on-acc)',
        border: '1px solid transparent',
      };
  }
};

const buttonSizes: Record<string, [height: number, padding: number, font: number]> = {
  sm: [36, 14, 14],
  md: [44, 18, 15],
  lg: [52, 24, 16],
};

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 5 },
  colors: {
    petrol: [
      '#e1f1ee',
      '#c2e3dd',
      '#9ccfc6',
      '#7ee0d1',
      '#5ad3c1',
      '#3cc4b0',
      '#1f9384',
      '#007a6e',
      '#00695f',
      '#00564e',
    ],
  },
  defaultRadius: 8,
  respectReducedMotion: true,
  cursorType: 'pointer',
  variantColorResolver,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: (_theme, { size }) => {
        const [height, padding, font] = buttonSizes[String(size)] ?? [44, 18, 15];
        return {
          root: {
            '--button-height': `${height}px`,
            '--button-padding-x': `${padding}px`,
            '--button-fz': `${font}px`,
          },
        };
      },
    }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--page)',
  '--mantine-color-text': 'var(--t1)',
  '--mantine-color-dimmed': 'var(--t3)',
  '--mantine-color-error': 'var(--red-t)',
  '--mantine-color-placeholder': 'var(--t3)',
  '--mantine-color-anchor': 'var(--acc-t)',
  '--mantine-color-default-border': 'var(--line2)',
};

/** Both schemes point to the same tokens; the tokens know which scheme it is. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
