import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { switchLanguage } from '../../i18n/i18n';
import { currentLanguage, languages, type UiLanguage } from '../../i18n/language';
import { Icon } from '../icon';

type ChoiceProps = { current: boolean; lang?: string; onClick: () => void; children: string };

function Choice({ current, lang, onClick, children }: ChoiceProps) {
  return (
    <li>
      <button type="button" lang={lang} aria-current={current ? 'true' : undefined} onClick={onClick}>
        {children}
        {current ? <Icon name="check" size={16} /> : null}
      </button>
    </li>
  );
}

export function LanguageChoices({ done }: { done: () => void }) {
  useTranslation();
  return (
    <ul>
      {(Object.keys(languages) as UiLanguage[]).map((language) => (
        <Choice
          key={language}
          lang={language}
          current={currentLanguage() === language}
          onClick={() => {
            done();
            void switchLanguage(language);
          }}
        >
          {languages[language]}
        </Choice>
      ))}
    </ul>
  );
}

export function AppearanceChoices({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    ['auto', t('shell.system')],
    ['light', t('shell.light')],
    ['dark', t('shell.dark')],
  ] as const;
  return (
    <ul>
      {choices.map(([scheme, name]) => (
        <Choice
          key={scheme}
          current={colorScheme === scheme}
          onClick={() => {
            done();
            setColorScheme(scheme);
          }}
        >
          {name}
        </Choice>
      ))}
    </ul>
  );
}
