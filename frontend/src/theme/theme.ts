import { type CSSVariablesResolver, createTheme } from '@mantine/core';

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
  components: {
    // Nearly every field is required, so it is the optional ones that say so.
    InputWrapper: { defaultProps: { withAsterisk: false } },
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
